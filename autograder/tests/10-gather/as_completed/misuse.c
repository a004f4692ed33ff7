/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int opens_and_stays(void *arg)
{
    aw_as_completed_begin(&each, m, 1, AW_NEVER);
    if (arg)
        EXPECT_MISUSE(aw_as_completed_begin(&each, m, 1, AW_NEVER), "",
                      "began what is open");
    return aw_sleep_until(AW_NEVER);
}

GRADED(as_completed, beginning_twice_is_misuse,
       "Misuse outside of a task, while `each` is begun already")
{
    open_loop();
    futures_are_members();
    launch("T", opens_and_stays, num(1));
    turn();
}

static int takes_anothers(void *arg)
{
    struct aw_member *member;

    (void)arg;
    EXPECT_MISUSE(aw_as_completed_next(&each, &member), "",
                  "b asked for the next member of what a has begun");
    return aw_sleep_until(AW_NEVER);
}

GRADED(as_completed, taking_anothers_is_misuse,
       "Misuse when `each` is not open in this task.")
{
    open_loop();
    futures_are_members();
    aw_future_resolve(&f, NULL);
    launch("T", opens_and_stays, NULL);
    turn();
    turn();
    launch("U", takes_anothers, NULL);
    turn();
}

static int adds_behind_the_end(void *arg)
{
    aw_as_completed_begin(&each, m, 1, AW_NEVER);
    aw_as_completed_end(&each);
    m[1] = (struct aw_member){.future = arg};
    EXPECT_MISUSE(aw_as_completed_add(&each, &m[1]), "",
                  "added to one that "
                  "has ended");
    return aw_sleep_until(AW_NEVER);
}

GRADED(as_completed, adding_behind_the_end_is_misuse,
       "Misuse when `each` is not open, and with a future of another loop")
{
    open_loop();
    futures_are_members();
    launch("T", adds_behind_the_end, &g);
    turn();
}

static int adds_the_foreign(void *arg)
{
    aw_as_completed_begin(&each, NULL, 0, AW_NEVER);
    EXPECT_MISUSE(aw_as_completed_add(&each, arg), "",
                  "added a future of another loop");
    return aw_sleep_until(AW_NEVER);
}

GRADED(as_completed, one_of_another_loop_is_misuse,
       "Misuse when `each` is not open, and with a future of another loop")
{
    foreign_is_member();
    launch("T", adds_the_foreign, &m[0]);
    turn();
}

static int leaves_it(void *arg)
{
    (void)arg;
    aw_as_completed_begin(&each, m, 1, AW_NEVER);
    return 0;
}

GRADED(as_completed, leaving_one_open_is_misuse,
       "a body that returns inside of one is told which, and that is misuse")
{
    open_loop();
    futures_are_members();
    launch("T", leaves_it, NULL);
    EXPECT_MISUSE(turn(), "was begun at", "forgot to end it");
}
