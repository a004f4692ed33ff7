/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(timeout, who_is_in_time_notices_nothing, "Returns -ETIMEDOUT, or `rc`.")
{
    open_loop();
    launch("a", is_in_time, NULL);
    run_all();
    EXPECT_SAID("a+0@5 a+0@6", "slept within a limit, twice");
    close_clean();
}

static int is_late(void *arg)
{
    (void)arg;
    sleep_within(50, 10);
    EXPECT_INT(aw_cancelling(aw_task_self()), 0, "ran out of time: requests");
    EXPECT_STR(aw_task_self()->reason, "timeout", "why was it asked to end?");
    sleep_within(50, 10);
    return say_when(aw_sleep(5 * AW_MS));
}

/* D40 */
GRADED(timeout, who_is_late_is_told,
       "nobody else has asked since the begin: "
       "-ETIMEDOUT")
{
    open_loop();
    launch("a", is_late, NULL);
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@10 a=ETIMEDOUT@20 a+0@25",
                "ran out of time twice, and went on");
    close_clean();
}

static int has_no_limit(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_timeout_begin(&t, AW_NEVER);
    EXPECT_INT(loop.timers.live, 0, "began without a limit: timers");
    aw_sleep(3600 * AW_SEC);
    EXPECT_INT(aw_timeout_end(&t, 5), 5, "ended it an hour later");
    return 0;
}

GRADED(timeout, never_is_no_limit, "AW_NEVER: no limit.")
{
    open_loop();
    launch("a", has_no_limit, NULL);
    close_clean();
}
