/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int misuses(void *arg)
{
    struct aw_gather all;

    if (arg) {
        EXPECT_MISUSE(aw_gather_begin(&all, m, 1, AW_FAIL_FAST), "",
                      "gathered what cannot be gathered");
        return aw_sleep_until(AW_NEVER);
    }
    aw_gather_begin(&all, m, 1, AW_FAIL_FAST);
    EXPECT_MISUSE(aw_gather_begin(&all, m, 1, AW_FAIL_FAST), "",
                  "began what is open");
    return aw_sleep_until(AW_NEVER);
}

GRADED(gather, beginning_twice_is_misuse,
       "Misuse outside of a task, while `gather` is begun already")
{
    open_loop();
    futures_are_members();
    launch("G", misuses, NULL);
    turn();
}

GRADED(gather, gathering_oneself_is_misuse,
       "when the task that runs, or a future of another loop, is a member")
{
    struct aw_task *task;

    open_loop();
    task = spawn("G", misuses, num(1));
    m[0] = (struct aw_member){.future = &task->future};
    turn();
}

GRADED(gather, one_of_another_loop_is_misuse,
       "when the task that runs, or a future of another loop, is a member")
{
    foreign_is_member();
    launch("G", misuses, num(1));
    turn();
}

GRADED(gather, outside_of_a_task_is_misuse, "Misuse outside of a task")
{
    struct aw_gather all;

    open_loop();
    EXPECT_MISUSE(aw_gather_begin(&all, m, 0, AW_FAIL_FAST), "outside",
                  "gathered outside of a task");
}

static struct aw_gather watched;

static int ends_a_watched_one(void *arg)
{
    struct ear ear;

    (void)arg;
    aw_gather_begin(&watched, m, 1, AW_FAIL_FAST);
    listen_to(&ear, "ear", &watched.future);
    EXPECT_MISUSE(aw_gather_end(&watched), "", "ended it while it is watched");
    return aw_sleep_until(AW_NEVER);
}

GRADED(gather, ending_one_that_is_watched_is_misuse,
       "and while somebody watches `gather->future`")
{
    open_loop();
    futures_are_members();
    launch("G", ends_a_watched_one, NULL);
    turn();
}

static int leaves_it(void *arg)
{
    (void)arg;
    aw_gather_begin(&watched, m, 1, AW_FAIL_FAST);
    return 0;
}

GRADED(gather, leaving_one_open_is_misuse,
       "a body that returns inside of one is told which, and that is misuse")
{
    open_loop();
    futures_are_members();
    launch("G", leaves_it, NULL);
    EXPECT_MISUSE(turn(), "was begun at", "forgot a gathering");
}

static int ends_too_early(void *arg)
{
    struct aw_gather all, inner;

    (void)arg;
    aw_gather_begin(&all, m, 1, AW_FAIL_FAST);
    aw_gather_begin(&inner, m + 1, 1, AW_FAIL_FAST);
    EXPECT_MISUSE(aw_gather_end(&all), "", "ended the outer one first");
    return aw_sleep_until(AW_NEVER);
}

GRADED(gather, ending_in_the_wrong_order_is_misuse,
       "Misuse while a scope is open that was begun inside of it")
{
    open_loop();
    futures_are_members();
    launch("G", ends_too_early, NULL);
    turn();
}

GRADED(gather, none_of_it_allocates,
       "so nothing here allocates, however many there are")
{
    struct graded_alloc counted;
    size_t calls;

    graded_alloc_init(&counted);
    open_loop_with(&counted.alloc);
    futures_are_members();
    m[2] = m[3] = m[4] = m[0];
    aw_task_drop(start_gathering(5, AW_IN_PLACE));
    calls = counted.calls;
    turn();
    aw_future_settle(&f, 3, NULL);
    aw_future_settle(&g, 4, NULL);
    run_all();
    EXPECT_SAID("G+0@0 3 4 3 3 3", "gathered five");
    EXPECT_INT(counted.calls, calls, "counted requests for memory");
    close_clean();
}
