/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* D2 */
GRADED(gather, the_first_failure_comes_out_at_once,
       "The first member that is heard to have failed settles it with its "
       "error and detail; one that was cancelled, with -ECANCELED.  The others "
       "go on.")
{
    open_three(-EIO, 2, 3);
    aw_task_drop(start_gathering(3, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("a=EIO@10 G=EIO@10 EIO - - b+2@20 c+3@30", "the first fails");
    end(3);
}

/* D2 */
GRADED(gather, errors_behind_it_are_not_reported,
       "Members that are not settled go on, unobserved: no watch is left in "
       "them, and an error of theirs is not reported.")
{
    open_three(-EIO, 2, -EPIPE);
    loop.on_error = note_name;
    aw_task_drop(start_gathering(3, AW_FAIL_FAST));
    run_all();
    forget();
    drop_jobs(3);
    EXPECT_SAID("", "the last one failed when nobody listened");
    close_clean();
}

static int fails_and_goes_on(void *arg)
{
    struct aw_gather all;

    aw_gather_begin(&all, m, 3, AW_FAIL_FAST);
    say_when(aw_await(&all.future, NULL));
    aw_sleep((intptr_t)arg * AW_MS);
    aw_gather_end(&all);
    say_members(3);
    return 0;
}

/* D2 */
GRADED(gather, later_errors_count_as_retrieved,
       "Their errors count as retrieved, also of those that fail later.")
{
    open_three(-EIO, 2, -EPIPE);
    loop.on_error = note_name;
    launch("G", fails_and_goes_on, num(100));
    run_all();
    drop_jobs(3);
    EXPECT_SAID("a=EIO@10 G=EIO@10 b+2@20 c=EPIPE@30 EIO 2 EPIPE",
                "it failed, and was left open");
    close_clean();
}

GRADED(gather, errors_from_before_count_as_retrieved,
       "Their errors count as retrieved, also of those that fail later.")
{
    open_loop();
    loop.on_error = note_report;
    futures_are_members();
    aw_future_fail(&f, -EIO);
    aw_future_fail(&g, -EPIPE);
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    run_all();
    forget();
    close_clean();
    EXPECT_SAID("", "both had failed before");
}

GRADED(gather, the_first_that_is_heard_counts,
       "The first member that is heard to have failed settles it with its "
       "error")
{
    open_loop();
    futures_are_members();
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    turn();
    aw_future_fail(&g, -EPIPE);
    aw_future_fail(&f, -EIO);
    run_all();
    EXPECT_SAID("G=EPIPE@0 EIO EPIPE", "both failed in one turn");
    close_clean();
}

/* D3 */
GRADED(gather, errors_in_place_are_results,
       "errors are results as others are: all have to be settled")
{
    open_three(-EIO, 2, -EPIPE);
    aw_task_drop(start_gathering(3, AW_IN_PLACE));
    run_all();
    EXPECT_SAID("a=EIO@10 b+2@20 c=EPIPE@30 G+0@30 EIO 2 EPIPE",
                "two of three fail");
    end(3);
}

GRADED(gather, errors_from_before_are_results_in_place,
       "errors are results as others are: all have to be settled")
{
    open_loop();
    futures_are_members();
    aw_future_fail(&f, -EIO);
    aw_future_settle(&g, 4, NULL);
    aw_task_drop(start_gathering(2, AW_IN_PLACE));
    run_all();
    EXPECT_SAID("G+0@0 EIO 4", "both were settled, and one had failed");
    close_clean();
}

/* D3 */
GRADED(gather, a_cancel_in_place_is_a_result, "Errors are left in the members.")
{
    open_three(1, 2, 3);
    gatherer = start_gathering(3, AW_IN_PLACE);
    run_asked(task_of[1], 5);
    EXPECT_SAID("b=ECANCELED@5 a+1@10 c+3@30 G+0@30 1 ECANCELED 3",
                "one of them was asked to end");
    EXPECT_INT(aw_cancelling(gatherer), 0, "and not the one who gathers");
    end_of_gathering(3);
}

/* D6 */
GRADED(gather, one_that_was_cancelled_fails_it,
       "one that was cancelled, with -ECANCELED.  The others go on.")
{
    open_three(1, 2, 3);
    gatherer = start_gathering(3, AW_FAIL_FAST);
    run_asked(task_of[1], 5);
    EXPECT_SAID("b=ECANCELED@5 G=ECANCELED@5 - ECANCELED - a+1@10 c+3@30",
                "one of them was asked to end");
    EXPECT_INT(aw_cancelling(gatherer), 0, "and not the one who gathers");
    end_of_gathering(3);
}

static int cancels_g(struct aw_handle *handle)
{
    (void)handle;
    aw_future_cancel(&g);
    return 0;
}

static int looks_who_failed(void *arg)
{
    for (int how = AW_FAIL_FAST; how <= AW_IN_PLACE; how++) {
        const char *word = how == AW_FAIL_FAST ? "failing fast" : "in place";
        struct aw_gather all;

        aw_gather_begin(&all, m, 2, (enum aw_gather_mode)how);
        EXPECT_PTR(all.failed, NULL, "began %s, and none has failed", word);
        aw_sleep((intptr_t)arg * AW_MS);
        EXPECT_PTR(all.failed, &m[1], "the second was cancelled, %s", word);
        EXPECT_INT(all.left, 1, "counted those not heard of, %s", word);
        aw_future_fail(&f, -EIO);
        aw_sleep(AW_MS);
        EXPECT_PTR(all.failed, &m[1], "and the first failed later, %s", word);
        EXPECT_INT(all.left, 0, "counted those not heard of, %s", word);
        aw_gather_end(&all);
        aw_future_deinit(&f);
        aw_future_deinit(&g);
        aw_future_init(&f, &loop, NULL);
        aw_future_init(&g, &loop, NULL);
    }
    return 0;
}

GRADED(gather, it_tells_who_failed_first,
       "in both modes, the first heard to fail, or to be cancelled; NULL: none")
{
    struct aw_timer timer[2];

    open_loop();
    futures_are_members();
    launch("G", looks_who_failed, num(10));
    for (int i = 0; i < 2; i++) {
        aw_timer_init(&timer[i], cancels_g);
        aw_call_at(&loop, &timer[i], (5 + i * 10) * AW_MS);
    }
    close_clean();
}

static int looks_for_the_detail(void *arg)
{
    struct aw_gather all;

    for (int i = 0; i < 2; i++) {
        aw_gather_begin(&all, m, 2, AW_FAIL_FAST);
        aw_await(&all.future, NULL);
        EXPECT_PTR(all.future.detail, arg, "gathered one that fails");
        aw_gather_end(&all);
    }
    return 0;
}

GRADED(gather, the_detail_of_an_error_is_handed_on,
       "settles it with its error and detail")
{
    open_loop();
    futures_are_members();
    launch("G", looks_for_the_detail, &f);
    turn();
    g.detail = (struct aw_error *)&f;
    aw_future_fail(&g, -EIO);
    close_clean();
}

GRADED(gather, an_error_that_nobody_awaited_is_reported,
       "an error of it that nobody has retrieved is reported, and names the "
       "line of this call")
{
    open_loop();
    loop.on_error = note_report;
    futures_are_members();
    count = 2;
    launch("G", awaits_no_gathering, num(AW_FAIL_FAST));
    turn();
    aw_future_fail(&f, -EIO);
    close_clean();
    EXPECT_SAID("reported-EIO", "a gathering that nobody awaited");
    EXPECT_HAS(told.where, "gather/fixture.h:", "it is reported with a place");
}
