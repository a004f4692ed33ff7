/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Misuse -------------------------------------------------------------*/

static int begins_twice(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_timeout_begin(&t, AW_NEVER);
    EXPECT_MISUSE(aw_timeout_begin(&t, AW_NEVER), "",
                  "began the same one twice");
    return aw_timeout_end(&t, 0);
}

/* D48 */
GRADED(timeout, beginning_twice_is_misuse,
       "Misuse outside of a task, and while `limit` is begun already.")
{
    struct aw_timeout t;

    EXPECT_MISUSE(aw_timeout_begin(&t, AW_NEVER), "",
                  "began a limit outside of a task");
    open_loop();
    launch("a", begins_twice, NULL);
    turn();
}

static int ends_in_the_wrong_order(void *arg)
{
    struct aw_timeout outer, inner;

    (void)arg;
    aw_timeout_begin(&outer, AW_NEVER);
    aw_timeout_begin(&inner, AW_NEVER);
    EXPECT_MISUSE(aw_timeout_end(&outer, 0), "opposite order",
                  "ended the outer one first");
    aw_timeout_end(&inner, 0);
    return aw_timeout_end(&outer, 0);
}

/* C24 */
GRADED(timeout, ending_in_the_wrong_order_is_misuse,
       "Misuse while a scope is open that was begun inside of it, and when it "
       "is not open in this task.")
{
    open_loop();
    launch("a", ends_in_the_wrong_order, NULL);
    turn();
}

static int ends_anothers(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_timeout_end(shared, 0), "",
                  "ended the limit of another task");
    return 0;
}

/* C24 */
GRADED(timeout, ending_anothers_is_misuse,
       "Misuse while a scope is open that was begun inside of it, and when it "
       "is not open in this task.")
{
    open_loop();
    launch("a", can_be_moved, num(5));
    launch("b", ends_anothers, NULL);
    turn();
    close_clean();
}

static int returns_inside(void *arg)
{
    struct aw_timeout t;

    (void)arg;
    aw_timeout_begin(&t, aw_from_now(AW_SEC));
    aw_yield();
    return 0;
}

GRADED(timeout, returning_inside_of_one_is_misuse,
       "a body that returns inside of one is told which, and that is misuse")
{
    open_loop();
    launch("a", returns_inside, NULL);
    turn();
    EXPECT_MISUSE(turn(), "was begun at", "forgot to end a limit");
}

/* ---- Many ---------------------------------------------------------------*/

static int late_inside, late_outside;

/* Sleeps for 5 ms within `arg`, and then too long within 20 of them. */
static int is_late_twice(void *arg)
{
    struct aw_timeout outer, inner;
    int rc;

    aw_timeout_begin(&outer, aw_from_now(20 * AW_MS));
    aw_timeout_begin(&inner, aw_from_now((intptr_t)arg * AW_MS));
    rc = aw_sleep(5 * AW_MS);
    late_inside += aw_timeout_end(&inner, rc) == -ETIMEDOUT;
    rc = aw_sleep(30 * AW_MS);
    late_outside += aw_timeout_end(&outer, rc) == -ETIMEDOUT;
    return 0;
}

GRADED_ORDER_FREE(timeout, each_is_told_of_its_own_limit,
                  "Limits may stand inside of each other, as blocks do.")
{
    late_inside = late_outside = 0;
    open_loop();
    for (int i = 0; i < 20; i++)
        launch("a", is_late_twice, num(i % 10 < 5 ? 3 : 7));
    run_all();
    EXPECT_INT(late_inside, 10, "ten of twenty had less than they needed");
    EXPECT_INT(late_outside, 20, "and all of them were late in the end");
    close_clean();
}

static int too_slow;

static int is_too_slow(void *arg)
{
    struct aw_timeout t;
    int rc;

    (void)arg;
    aw_timeout_begin(&t, aw_from_now(50 * AW_MS));
    rc = aw_sleep(AW_SEC);
    too_slow += aw_timeout_end(&t, rc) == -ETIMEDOUT;
    return 0;
}

/* D50 */
GRADED(timeout, ten_thousand_run_out_of_time_at_once,
       "When the moment comes the task is asked to end")
{
    open_loop();
    for (int i = 0; i < 10000; i++)
        launch("a", is_too_slow, NULL);
    run_all();
    EXPECT_INT(too_slow, 10000, "slept for a second within 50 ms");
    EXPECT_INT(now_ms(), 50, "and looked at the clock");
    close_clean();
}

static struct graded_alloc memory;

static int many_in_time(void *arg)
{
    size_t before = memory.calls;

    for (intptr_t n = (intptr_t)arg; n > 0; n--) {
        struct aw_timeout t;

        aw_timeout_begin(&t, aw_from_now(AW_SEC));
        aw_yield();
        aw_timeout_end(&t, 0);
    }
    EXPECT_INT(memory.calls, before, "a thousand limits: requests for memory");
    return 0;
}

GRADED_ORDER_FREE(timeout, none_of_it_allocates,
                  "Nothing allocates but aw_clean_up, which spawns a task.")
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    launch("a", is_in_time, NULL); /* the heap has room now */
    run_all();
    launch("b", many_in_time, num(1000));
    close_clean();
}
