/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* Things that are pending when a loop is closed, and closers that add some. */
enum { CLOSERS = 5 };

static struct closing drawn[CLOSERS]; /* 1 to 5 */
static struct graded_alloc memory;
static int deeds_left;

static bool is_added(const struct closing *c)
{
    return c->closer.link.next && !aw_list_empty(&c->closer.link);
}

static void does_something(void);

static void draws(struct closing *c)
{
    /* It has run: it may be added again, also by itself. */
    aw_list_init(&c->closer.link);
    say(aw_loop_current() ? "running" : loop.closing ? "closing" : "?");
    does_something();
}

static void does_something(void)
{
    struct closing *c = &drawn[graded_random(CLOSERS)];
    struct step *it = &step[graded_random(STEPS)];

    if (deeds_left-- <= 0)
        return;
    switch (graded_random(7)) {
    case 0:
        if (!aw_handle_queued(&it->handle)) {
            aw_ready_push(&loop.ready, &it->handle);
            say("+%c", it->name);
        }
        break;
    case 1:
        later(it->name, (aw_time)graded_random(5) * 100);
        say("later-%c", it->name);
        break;
    case 2:
        if (is_added(c)) {
            aw_list_remove(&c->closer.link);
            say("-%c", c->name);
        }
        break;
    case 3:
        if (loop.closing) {
            aw_loop_close(&loop);
            say("again");
        }
        break;
    default:
        if (!is_added(c)) {
            add(c, (char)('1' + (c - drawn)), draws);
            say("add-%c", c->name);
        }
    }
}

/* What is left of a life, and of the memory that it had. */
static void say_what_is_left(bool opened)
{
    int queued = 0, started = 0;

    for (int i = 0; i < STEPS; i++) {
        queued += aw_handle_queued(&step[i].handle);
        if (opened)
            started += aw_timer_stop(&loop.timers, &step[i].timer);
    }
    say("left%d%d,%zu:%zu", queued, started, memory.blocks, memory.bytes);
    say("closed%d,%d", loop.closed, spy.closes);
}

GRADED(loop, drawn_loops_are_closed_as_in_the_reference,
       "A closer that is added by a closer runs next.")
{
    bool opened;

    for (int life = 0; life < 15; life++) {
        graded_alloc_init(&memory);
        memory.fail_once = graded_random(6) == 0;
        spy.closes = 0;
        memset(drawn, 0, sizeof(drawn));
        opened = try_open(&memory.alloc) == 0;
        say("init%d", opened);
        deeds_left = opened ? 14 : 0;
        for (int i = 0; i < 7; i++)
            does_something();
        say("|");
        aw_loop_close(&loop);
        say_what_is_left(opened);
        aw_loop_close(&loop);
    }
    EXPECT_AS_REFERENCE("15 loops are made, given work (+a, later-a) and "
                        "closers (add-1), and closed (|)");
}
