/* SPDX-License-Identifier: MIT */
/* Three questions, each with a time limit of two seconds.  An answer that
 * comes in time stops the limit; a limit that comes due gives the question
 * up.  Three virtual seconds pass in no time at all. */
#include <stdio.h>

#include "aw/timer.h"

static struct aw_clock_virtual clock_;
static struct aw_timers timers;
static struct aw_ready ready;

struct question {
    const char *name;
    struct aw_timer answer, limit;
};

static void say(const char *what, const char *name)
{
    aw_time ms = clock_.time / AW_MS;

    printf("%lld.%03lld s  %s %s\n", (long long)(ms / 1000),
           (long long)(ms % 1000), what, name);
}

static int answered(struct aw_handle *handle)
{
    struct question *q =
        aw_container_of(handle, struct question, answer.handle);
    bool in_time = aw_timer_stop(&timers, &q->limit);

    say(in_time ? "an answer to" : "too late, an answer to", q->name);
    return 0;
}

static int over(struct aw_handle *handle)
{
    struct question *q = aw_container_of(handle, struct question, limit.handle);

    say("no answer to", q->name);
    return 0;
}

static void ask(struct question *q, const char *name, aw_time answer_after)
{
    q->name = name;
    aw_timer_init(&q->answer, answered);
    aw_timer_init(&q->limit, over);
    say("asking", name);
    aw_timer_start(&timers, &q->answer, aw_deadline(clock_.time, answer_after));
    aw_timer_start(&timers, &q->limit, aw_deadline(clock_.time, 2 * AW_SEC));
}

int main(void)
{
    struct question a, b, c;
    aw_time next;

    aw_clock_virtual_init(&clock_, 0);
    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
    ask(&a, "Ann", 1500 * AW_MS);
    ask(&b, "Bob", 3000 * AW_MS);
    ask(&c, "Cem", 500 * AW_MS);

    while ((next = aw_timers_next(&timers)) != AW_NEVER) {
        clock_.clock.jump(&clock_.clock, next);
        aw_timers_expire(&timers, next, &ready);
        aw_ready_run(&ready);
    }
    say("nothing left to wait for:", "done");
    aw_timers_deinit(&timers);
    return 0;
}
