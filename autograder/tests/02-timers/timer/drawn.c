/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 8 };

static struct aw_timer drawn[FEW]; /* a to h */

static int says_its_name(struct aw_handle *handle)
{
    struct aw_timer *it = aw_container_of(handle, struct aw_timer, handle);

    say("%c", (char)('a' + (it - drawn)));
    return 0;
}

static void starts(struct aw_timer *it)
{
    static const aw_time times[] = {INT64_MIN, 0, 5, 10, AW_NEVER};
    aw_time when = times[graded_random(5)];

    aw_timer_start(&timers, it, when);
    say("+%c:%lld,%llu", (char)('a' + (it - drawn)), (long long)it->when,
        (unsigned long long)timers.seq);
}

/* Which timer is found is open, but not where. */
static void looks_inside(void)
{
    size_t from = graded_random(FEW), to = from + graded_random(FEW - from + 1);
    bool last = graded_random(2);
    char *end = (char *)&drawn[to] + (last ? 0 : 1);
    struct aw_timer *it;

    /* One byte further than its first is a timer's too. */
    if (to == FEW)
        end = (char *)&drawn[to];
    it = aw_timers_inside(&timers, &drawn[from], end);
    say("[%zu,%zu%s)%s", from, to, last || to == FEW ? "" : "+",
        !it ? "none"
        : (char *)it >= (char *)&drawn[from] && (char *)it < end && !idle(it)
            ? "one"
            : "another");
}

static void does_something(void)
{
    struct aw_timer *it = &drawn[graded_random(FEW)];

    switch (graded_random(8)) {
    case 0:
    case 1:
        say("-%c%d", (char)('a' + (it - drawn)), aw_timer_stop(&timers, it));
        break;
    case 2:
        if (!aw_list_empty(&it->link)) {
            file(it);
            say("file-%c", (char)('a' + (it - drawn)));
        }
        break;
    case 3:
        if (!aw_list_empty(&it->link)) {
            make_due(it);
            say("due-%c", (char)('a' + (it - drawn)));
        }
        break;
    case 4:
        looks_inside();
        break;
    default:
        starts(it);
    }
}

static void say_idle(void)
{
    char text[FEW + 1] = "";

    for (int i = 0; i < FEW; i++)
        text[i] = idle(&drawn[i]) ? '-' : (char)('a' + i);
    say("%s,%zu", text, timers.live);
}

GRADED(timer, drawn_timers_are_started_as_in_the_reference,
       "Starting a timer that is started already stops it first: it comes due "
       "once, at the new deadline.")
{
    fresh();
    for (int life = 0; life < 5; life++) {
        for (int i = 0; i < FEW; i++)
            aw_timer_init(&drawn[i], says_its_name);
        for (int i = 0; i < 25; i++)
            does_something();
        say("staged");
        for (struct aw_list *l = timers.staged.next; l != &timers.staged;
             l = l->next)
            says_its_name(&aw_container_of(l, struct aw_timer, link)->handle);
        say_idle();
        if (graded_random(2))
            aw_ready_run(&ready);
        aw_timers_deinit(&timers);
        say("deinit%zu,%zu", timers.len, counter.blocks);
        say_idle();
        aw_ready_run(&ready);
        aw_timers_init(&timers, &counter.alloc);
    }
    EXPECT_AS_REFERENCE("started (+a:5,1: the first), stopped (-a1), filed and "
                        "made due; then who is started, and how many live");
}
