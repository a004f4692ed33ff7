/* SPDX-License-Identifier: MIT */
/* Gathering: places and turns, errors, requests, and what is left behind. */
#include "fixture.h"

static size_t count;
static enum aw_gather_mode mode;

/* Gathers `count` members, and says what they have come to. */
static int gathers(void *arg)
{
    int rc = say_when(aw_gather(m, count, mode));

    (void)arg;
    say_members(count);
    return rc;
}

static struct aw_task *start_gathering(size_t n, enum aw_gather_mode how)
{
    count = n;
    mode = how;
    return spawn("G", gathers, NULL);
}

static void open_three(int a, int b, int c)
{
    open_loop();
    start_job(0, 10, a);
    start_job(1, 20, b);
    start_job(2, 30, c);
}

/* What became of `gatherer` when `ms` milliseconds have passed and it is asked
 * to end. */
static void run_asked(struct aw_task *gatherer, int ms)
{
    struct asker asker;

    ask_at(&asker, gatherer, ms);
    run_all();
}

/* ---- Places -------------------------------------------------------------*/

/* D1 */
GRADED(gather, outcomes_stand_in_their_places,
       "The outcomes are in the members, each in its place.")
{
    open_loop();
    start_job(0, 3, 1);
    start_job(1, 1, 0);
    start_job(2, 2, 3);
    m[3] = (struct aw_member){.future = &f};
    aw_task_drop(start_gathering(3, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("b+0@1 c+3@2 a+1@3 G+0@3 1 0 3", "three, the first is last");
    drop_jobs(3);
    close_clean();
}

/* D1 */
GRADED(gather, none_is_done_at_once,
       "when all of them are, or one has failed, or there are none, the "
       "future is settled when this returns")
{
    struct aw_handle handle;

    open_loop();
    aw_task_drop(start_gathering(0, AW_FAIL_FAST));
    push(&handle);
    turn();
    EXPECT_SAID("G+0@0 h", "gathered nobody");
    close_clean();
}

/* D1 */
GRADED(gather, one_that_stands_twice_runs_once,
       "A future that is a member several times is awaited once.")
{
    open_loop();
    start_job(0, 3, 1);
    start_job(1, 1, 2);
    m[2] = m[3] = (struct aw_member){.future = m[0].future};
    aw_task_drop(start_gathering(4, AW_FAIL_FAST));
    turn();
    turn();
    EXPECT_INT(task_of[0]->future.awaits, 1, "one of two is a member thrice");
    run_all();
    EXPECT_SAID("b+2@1 a+1@3 G+0@3 1 2 1 1", "one of two is a member thrice");
    drop_jobs(2);
    close_clean();
}

GRADED(gather, nobody_is_left_out, "NULL: nobody, and left out")
{
    open_loop();
    start_job(1, 3, 1);
    m[0] = m[2] = (struct aw_member){.future = NULL};
    aw_task_drop(start_gathering(3, AW_IN_PLACE));
    run_all();
    EXPECT_SAID("b+1@3 G+0@3 - 1 -", "one of three members is there");
    aw_task_drop(task_of[1]);
    close_clean();
}

static int gathers_by_hand(void *arg)
{
    struct aw_gather all;
    void *value = NULL;

    memset(&all, 0x55, sizeof(all));
    aw_gather_begin(&all, m, 2, AW_FAIL_FAST);
    EXPECT_STR(all.future.ops->kind, "gathering", "began by hand");
    EXPECT_INT(aw_await(&all.future, &value), (intptr_t)arg, "and awaited it");
    EXPECT_PTR(value, m, "looked at its value");
    aw_gather_end(&all);
    say("over");
    return 0;
}

GRADED(gather, its_value_is_the_array,
       "Make `gather->future` a future that is settled when all `n` members "
       "are: with the result 0, and the array as its value.")
{
    open_loop();
    start_job(0, 3, 1);
    start_job(1, 1, 2);
    launch("G", gathers_by_hand, num(0));
    run_all();
    EXPECT_SAID("b+2@1 a+1@3 over", "gathered two");
    drop_jobs(2);
    close_clean();
}

GRADED(gather, lazy_tasks_are_started, "Lazy tasks among them are started.")
{
    open_loop();
    start_job(0, 1, 1);
    aw_task_drop(task_of[0]);
    run_all();
    task_of[0] = aw_spawn(&loop, works, &job[0], AW_NAMED("z", .lazy = true));
    m[0].future = &task_of[0]->future;
    aw_task_drop(start_gathering(1, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("a+1@1 z+1@2 G+0@2 1", "gathered a lazy task");
    drop_jobs(1);
    close_clean();
}

/* ---- Turns --------------------------------------------------------------*/

GRADED(gather, it_hears_a_turn_later_and_wakes_one_later,
       "They are told of their members one turn after those are settled, and "
       "wake whoever waits one turn later.")
{
    struct aw_handle handle[2];

    open_loop();
    futures_are_members();
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    turn();
    aw_future_resolve(&f, NULL);
    aw_future_resolve(&g, NULL);
    push(&handle[0]);
    turn();
    EXPECT_SAID("h", "the turn in which it hears of both");
    push(&handle[1]);
    turn();
    EXPECT_SAID("h G+0@0 0 0 h", "and the next one");
    close_clean();
}

GRADED(gather, what_is_settled_costs_no_turn,
       "the future is settled when this returns, and awaiting it costs no turn")
{
    struct aw_handle handle;

    open_loop();
    futures_are_members();
    aw_future_settle(&f, 3, NULL);
    aw_future_settle(&g, 4, NULL);
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    push(&handle);
    turn();
    EXPECT_SAID("G+0@0 3 4 h", "gathered what is settled");
    close_clean();
}

GRADED(gather, the_others_are_started_first,
       "Members that are settled already are heard here, in their order and "
       "behind the others' start")
{
    open_loop();
    futures_are_members();
    aw_future_settle(&f, 3, NULL);
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("", "one of two is settled");
    aw_future_settle(&g, 4, NULL);
    run_all();
    EXPECT_SAID("G+0@0 3 4", "and now the other one");
    close_clean();
}

GRADED(gather, of_those_that_are_settled_the_first_that_failed_counts,
       "Members that are settled already are heard here, in their order")
{
    open_loop();
    futures_are_members();
    start_job(2, 1, 5);
    aw_future_fail(&g, -EPIPE);
    aw_future_fail(&f, -EIO);
    aw_task_drop(start_gathering(3, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("G=EIO@0 EIO EPIPE - c+5@1",
                "the second failed before the first, and both have");
    aw_task_drop(task_of[2]);
    close_clean();
}

GRADED(gather, a_future_may_go_when_it_is_settled,
       "The future must be there until it is settled.")
{
    open_loop();
    futures_are_members();
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    turn();
    aw_future_settle(&f, 3, NULL);
    aw_future_deinit(&f);
    memset(&f, 0xAA, sizeof(f));
    turn();
    aw_future_settle(&g, 4, NULL);
    run_all();
    EXPECT_SAID("G+0@0 3 4", "the first future was gone before it was heard");
    aw_future_init(&f, &loop, NULL);
    close_clean();
}

/* ---- Errors -------------------------------------------------------------*/

/* D2 */
GRADED(gather, the_first_failure_comes_out_at_once,
       "The first member that is heard to have failed settles it with its "
       "error, and one that was cancelled with -ECANCELED.  The others go on.")
{
    open_three(-EIO, 2, 3);
    aw_task_drop(start_gathering(3, AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("a=EIO@10 G=EIO@10 EIO - - b+2@20 c+3@30", "the first fails");
    drop_jobs(3);
    close_clean();
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
    EXPECT(all.failed == &m[0], "asked for the first that failed");
    EXPECT_INT(all.left, 0, "asked for those that are left");
    aw_gather_end(&all);
    say_members(3);
    return 0;
}

/* D2 */
GRADED(gather, later_errors_count_as_retrieved,
       "Their errors count as retrieved, and those of later, too.")
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
    drop_jobs(3);
    close_clean();
}

/* D3 */
GRADED(gather, a_cancel_in_place_is_a_result, "Errors are left in the members.")
{
    struct aw_task *gatherer;

    open_three(1, 2, 3);
    gatherer = start_gathering(3, AW_IN_PLACE);
    run_asked(task_of[1], 5);
    EXPECT_SAID("b=ECANCELED@5 a+1@10 c+3@30 G+0@30 1 ECANCELED 3",
                "one of them was asked to end");
    EXPECT_INT(aw_cancelling(gatherer), 0, "and not the one who gathers");
    aw_task_drop(gatherer);
    drop_jobs(3);
    close_clean();
}

/* D6 */
GRADED(gather, one_that_was_cancelled_fails_it,
       "one that was cancelled with -ECANCELED.  The others go on.")
{
    struct aw_task *gatherer;

    open_three(1, 2, 3);
    gatherer = start_gathering(3, AW_FAIL_FAST);
    run_asked(task_of[1], 5);
    EXPECT_SAID("b=ECANCELED@5 G=ECANCELED@5 - ECANCELED - a+1@10 c+3@30",
                "one of them was asked to end");
    EXPECT_INT(aw_cancelling(gatherer), 0, "and not the one who gathers");
    aw_task_drop(gatherer);
    drop_jobs(3);
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
       "The first member that is heard to have failed settles it with its "
       "error")
{
    open_loop();
    futures_are_members();
    launch("G", looks_for_the_detail, &f);
    turn();
    g.detail = (struct aw_error *)&f;
    aw_future_fail(&g, -EIO);
    close_clean();
}

static int awaits_no_gathering(void *arg)
{
    struct aw_gather all;

    aw_gather_begin(&all, m, 2, (enum aw_gather_mode)(intptr_t)arg);
    aw_sleep(5 * AW_MS);
    aw_gather_end(&all);
    return 0;
}

GRADED(gather, an_error_that_nobody_awaited_is_reported,
       "Make `gather->future` a future that is settled when all `n` members "
       "are")
{
    open_loop();
    loop.on_error = note_report;
    futures_are_members();
    launch("G", awaits_no_gathering, num(AW_FAIL_FAST));
    turn();
    aw_future_fail(&f, -EIO);
    close_clean();
    EXPECT_SAID("reported-EIO", "a gathering that nobody awaited");
    EXPECT(strstr(told.where, "gather.c:"), "asked where it was made");
}

/* ---- Requests -----------------------------------------------------------*/

/* D4 */
GRADED(gather, a_request_reaches_all,
       "If this task is asked to end, so are the members.")
{
    struct aw_task *gatherer;

    open_three(1, 2, 3);
    gatherer = start_gathering(3, AW_FAIL_FAST);
    run_asked(gatherer, 15);
    EXPECT_SAID("a+1@10 b=ECANCELED@15 c=ECANCELED@15 G=ECANCELED@15 1 "
                "ECANCELED ECANCELED",
                "asked when one of three has ended");
    EXPECT_INT(aw_cancelling(task_of[2]), 1, "and looked at the last");
    aw_task_drop(gatherer);
    drop_jobs(3);
    close_clean();
}

static int asks_the_gathering(void *arg)
{
    struct aw_gather all;

    aw_gather_begin(&all, m, 2, (enum aw_gather_mode)(intptr_t)arg);
    aw_future_settle(&f, 3, NULL);
    EXPECT(aw_future_cancel(&all.future), "asked it, with one that is pending");
    EXPECT_INT(g.state, AW_CANCELLED, "looked at that one");
    EXPECT(!aw_future_cancel(&all.future), "asked it again, with none");
    EXPECT_INT(all.future.state, AW_PENDING, "it has not heard of them yet");
    say_when(aw_await(&all.future, NULL));
    aw_gather_end(&all);
    say_members(2);
    return 0;
}

/* D4 */
GRADED(gather, it_refuses_when_all_are_settled,
       "It refuses when there is none to give up.")
{
    open_loop();
    futures_are_members();
    launch("G", asks_the_gathering, num(AW_IN_PLACE));
    run_all();
    EXPECT_SAID("G=ECANCELED@0 3 ECANCELED", "asked twice");
    close_clean();
}

static bool refuses(struct aw_future *future)
{
    (void)future;
    return false;
}

static int asks_those_who_refuse(void *arg)
{
    struct aw_gather all;

    aw_gather_begin(&all, m, 3, (enum aw_gather_mode)(intptr_t)arg);
    EXPECT(!aw_future_cancel(&all.future), "asked it; its members refuse");
    say_when(aw_await(&all.future, NULL));
    aw_gather_end(&all);
    say_members(3);
    return 0;
}

GRADED(gather, it_refuses_when_its_members_do,
       "It refuses when there is none to give up.")
{
    static const struct aw_future_ops ops = {.kind = "rock", .cancel = refuses};

    open_loop();
    futures_are_members();
    m[2] = m[0];
    f.ops = g.ops = &ops;
    launch("G", asks_those_who_refuse, num(AW_IN_PLACE));
    turn();
    aw_future_settle(&f, 3, NULL);
    aw_future_settle(&g, 4, NULL);
    run_all();
    EXPECT_SAID("G+0@0 3 4 3", "and they came later");
    close_clean();
}

/* D4 */
GRADED(gather, a_request_behind_the_last_one_is_not_lost,
       "Returns 0; the error of a member; -ECANCELED, when this task was asked "
       "to end")
{
    struct aw_task *gatherer;

    for (int turns = 0; turns < 2; turns++) {
        forget();
        open_loop();
        futures_are_members();
        gatherer = start_gathering(2, AW_IN_PLACE);
        turn();
        aw_future_settle(&f, 3, NULL);
        aw_future_settle(&g, 4, NULL);
        for (int i = 0; i < turns; i++)
            turn();
        aw_task_cancel(gatherer, "behind all of them");
        run_all();
        EXPECT_SAID("G=ECANCELED@0 3 4", "asked %d turns behind them", turns);
        aw_task_drop(gatherer);
        close_clean();
    }
}

/* D5 */
GRADED(gather, in_place_a_request_is_heard_all_the_same,
       "with -ECANCELED in both modes")
{
    struct aw_task *gatherer;

    open_three(1, 2, 3);
    for (int i = 0; i < 3; i++)
        job[i].stubborn = true;
    gatherer = start_gathering(3, AW_IN_PLACE);
    run_asked(gatherer, 5);
    EXPECT_SAID("a+1@5 b+2@5 c+3@5 G=ECANCELED@5 1 2 3",
                "none of the three has listened");
    aw_task_drop(gatherer);
    drop_jobs(3);
    close_clean();
}

/* D5 */
GRADED(gather, in_place_it_waits_for_all,
       "With AW_IN_PLACE it waits until all of them have ended")
{
    struct aw_task *gatherer;

    open_three(1, 2, 3);
    for (int i = 0; i < 3; i++)
        job[i].cleans = 3 - i;
    gatherer = start_gathering(3, AW_IN_PLACE);
    run_asked(gatherer, 5);
    EXPECT_SAID("c=ECANCELED@6 b=ECANCELED@7 a=ECANCELED@8 G=ECANCELED@8 "
                "ECANCELED ECANCELED ECANCELED",
                "all clean up for a while");
    aw_task_drop(gatherer);
    drop_jobs(3);
    close_clean();
}

GRADED(gather, failing_fast_it_waits_for_the_first,
       "with AW_FAIL_FAST until the first has")
{
    struct aw_task *gatherer;

    open_three(1, 2, 3);
    for (int i = 0; i < 3; i++)
        job[i].cleans = 3 - i;
    gatherer = start_gathering(3, AW_FAIL_FAST);
    run_asked(gatherer, 5);
    EXPECT_SAID("c=ECANCELED@6 G=ECANCELED@6 - - ECANCELED b=ECANCELED@7 "
                "a=ECANCELED@8",
                "all clean up for a while");
    aw_task_drop(gatherer);
    drop_jobs(3);
    close_clean();
}

GRADED(gather, failing_fast_results_do_not_end_it,
       "the future is settled when that is over: with -ECANCELED in both "
       "modes, or in AW_FAIL_FAST with an error that is heard before")
{
    struct aw_task *gatherer;

    open_three(1, -EIO, 3);
    for (int i = 0; i < 3; i++)
        job[i].stubborn = true;
    job[1].cleans = 2;
    gatherer = start_gathering(3, AW_FAIL_FAST);
    run_asked(gatherer, 5);
    EXPECT_SAID("a+1@5 c+3@5 b=EIO@7 G=EIO@7 1 EIO 3",
                "two return results, and one fails to clean up");
    aw_task_drop(gatherer);
    drop_jobs(3);
    close_clean();
}

GRADED(gather, a_second_request_reaches_those_who_clean_up,
       "To cancel `gather->future` gives up each member that is not settled")
{
    struct aw_task *gatherer;
    struct asker again;

    open_three(1, 2, 3);
    for (int i = 0; i < 3; i++)
        job[i].cleans = 5;
    gatherer = start_gathering(3, AW_IN_PLACE);
    ask_at(&again, gatherer, 7);
    run_asked(gatherer, 5);
    EXPECT_SAID("a=ECANCELED@7 b=ECANCELED@7 c=ECANCELED@7 G=ECANCELED@7 "
                "ECANCELED ECANCELED ECANCELED",
                "asked at 5, and again at 7");
    aw_task_drop(gatherer);
    drop_jobs(3);
    close_clean();
}

static int asks_when_it_has_failed(void *arg)
{
    struct aw_gather all;

    (void)arg;
    aw_gather_begin(&all, m, 3, AW_FAIL_FAST);
    say_when(aw_await(&all.future, NULL));
    EXPECT(!aw_future_cancel(&all.future), "asked it when it had failed");
    aw_gather_end(&all);
    return 0;
}

/* D7 */
GRADED(gather, one_that_has_failed_cancels_nobody,
       "The others go on.  Their errors count as retrieved")
{
    open_three(-EIO, 2, 3);
    launch("G", asks_when_it_has_failed, NULL);
    run_all();
    EXPECT_SAID("a=EIO@10 G=EIO@10 b+2@20 c+3@30", "the first fails");
    drop_jobs(3);
    close_clean();
}

GRADED(gather, an_error_that_is_on_its_way_is_heard,
       "or in AW_FAIL_FAST with an error that is heard before")
{
    struct aw_task *gatherer;

    open_loop();
    futures_are_members();
    gatherer = start_gathering(2, AW_FAIL_FAST);
    turn();
    aw_future_fail(&f, -EIO);
    aw_task_cancel(gatherer, "in the turn between");
    run_all();
    EXPECT_SAID("G=EIO@0 EIO ECANCELED", "one failed, then it was asked");
    EXPECT_INT(aw_cancelling(gatherer), 1, "and the request still counts");
    aw_task_drop(gatherer);
    close_clean();
}

GRADED(gather, what_others_await_is_given_up,
       "To cancel `gather->future` gives up each member that is not settled, "
       "in their order (aw_watch_withdraw)")
{
    struct aw_task *gatherer;

    open_three(1, 2, 3);
    gatherer = start_gathering(3, AW_IN_PLACE);
    launch("O", awaits, m[0].future);
    run_asked(gatherer, 5);
    EXPECT_SAID("b=ECANCELED@5 c=ECANCELED@5 G=ECANCELED@5 ECANCELED "
                "ECANCELED ECANCELED a+1@10 O+1",
                "another one awaits the first");
    EXPECT_INT(aw_cancelling(task_of[0]), 0, "and looked at that");
    aw_task_drop(gatherer);
    drop_jobs(3);
    close_clean();
}

GRADED(gather, one_that_stands_twice_is_asked_once,
       "A future that is a member several times is awaited once.")
{
    struct aw_task *gatherer;

    open_loop();
    start_job(0, 10, 1);
    job[0].cleans = 2;
    m[1] = m[2] = (struct aw_member){.future = m[0].future};
    gatherer = start_gathering(3, AW_IN_PLACE);
    run_asked(gatherer, 5);
    EXPECT_SAID("a=ECANCELED@7 G=ECANCELED@7 ECANCELED ECANCELED ECANCELED",
                "one is a member thrice");
    EXPECT_INT(aw_cancelling(task_of[0]), 1, "and counted its requests");
    aw_task_drop(gatherer);
    drop_jobs(1);
    close_clean();
}

GRADED(gather, one_that_stands_twice_is_given_up_twice,
       "To cancel `gather->future` gives up each member that is not settled")
{
    struct aw_task *gatherer;

    open_loop();
    start_job(0, 10, 1);
    m[1] = m[2] = (struct aw_member){.future = m[0].future};
    launch("O", awaits, m[0].future);
    gatherer = start_gathering(3, AW_IN_PLACE);
    run_asked(gatherer, 5);
    EXPECT_SAID("G=ECANCELED@5 ECANCELED ECANCELED ECANCELED a+1@10 O+1",
                "one is a member thrice, and another one awaits it");
    aw_task_drop(gatherer);
    drop_jobs(1);
    close_clean();
}

static int awaits_shielded(void *arg)
{
    return say_when(aw_await_shielded(arg, NULL));
}

/* The one between lets go of it, and then nobody awaits it any more. */
GRADED(gather, one_that_was_given_up_is_not_asked_later,
       "To cancel `gather->future` gives up each member that is not settled")
{
    struct aw_task *gatherer, *between;

    open_loop();
    start_job(0, 10, 1);
    between = spawn("B", awaits_shielded, m[0].future);
    m[1] = m[3] = (struct aw_member){.future = m[0].future};
    m[2] = (struct aw_member){.future = &between->future};
    gatherer = start_gathering(4, AW_IN_PLACE);
    run_asked(gatherer, 5);
    EXPECT_SAID("B=ECANCELED@5 G=ECANCELED@5 ECANCELED ECANCELED ECANCELED "
                "ECANCELED a+1@10",
                "one is a member thrice, and between them one who shields it");
    aw_task_drop(gatherer);
    aw_task_drop(between);
    drop_jobs(1);
    close_clean();
}

static struct aw_task *ring;

static int awaits_the_gatherer(void *arg)
{
    (void)arg;
    return say_when(aw_await(&ring->future, NULL));
}

GRADED(gather, a_ring_through_it_has_an_end,
       "Tasks that wait for each other in a ring through a gathering are no "
       "endless chain")
{
    open_loop();
    task_of[0] = spawn("a", awaits_the_gatherer, NULL);
    start_job(1, 100, 1);
    m[0] = (struct aw_member){.future = &task_of[0]->future};
    ring = start_gathering(2, AW_FAIL_FAST);
    run_asked(ring, 5);
    EXPECT_SAID("G=ECANCELED@5 - - b=ECANCELED@5 a=ECANCELED@5",
                "a member awaits the one who gathers");
    aw_task_drop(ring);
    drop_jobs(2);
    close_clean();
}

/* ---- Together with others -----------------------------------------------*/

/* Gathers a and b, and that with c. */
static int gathers_inside(void *arg)
{
    struct aw_member both[2] = {{.future = NULL}, {.future = m[2].future}};
    struct aw_gather inner;

    aw_gather_begin(&inner, m, 2, (enum aw_gather_mode)(intptr_t)arg);
    both[0].future = &inner.future;
    say_when(aw_gather(both, 2, AW_IN_PLACE));
    aw_gather_end(&inner);
    say("inner%+d", aw_member_result(&both[0], NULL));
    say_members(2);
    return 0;
}

GRADED(gather, one_inside_of_another, "(await, shield or gather &all.future)")
{
    open_three(1, -EIO, 3);
    launch("G", gathers_inside, num(AW_FAIL_FAST));
    run_all();
    EXPECT_SAID("a+1@10 b=EIO@20 c+3@30 G+0@30 inner-5 1 EIO",
                "the inner one fails, the outer one waits for all");
    drop_jobs(3);
    close_clean();
}

GRADED(gather, a_request_goes_through_both,
       "To cancel `gather->future` gives up each member that is not settled")
{
    struct aw_task *gatherer;

    open_three(1, 2, 3);
    job[0].cleans = 2;
    gatherer = spawn("G", gathers_inside, num(AW_IN_PLACE));
    run_asked(gatherer, 5);
    EXPECT_SAID("b=ECANCELED@5 c=ECANCELED@5 a=ECANCELED@7 G=ECANCELED@7 "
                "inner-125 ECANCELED ECANCELED",
                "asked the one who gathers both");
    aw_task_drop(gatherer);
    drop_jobs(3);
    close_clean();
}

static int shields_it(void *arg)
{
    struct aw_gather all;

    (void)arg;
    aw_gather_begin(&all, m, 2, AW_FAIL_FAST);
    say_when(aw_await_shielded(&all.future, NULL));
    say_when(aw_await(&all.future, NULL));
    aw_gather_end(&all);
    return 0;
}

GRADED(gather, a_shield_round_it_keeps_a_request_away,
       "(await, shield or gather &all.future)")
{
    struct aw_task *gatherer;

    open_loop();
    start_job(0, 10, 1);
    start_job(1, 20, 2);
    gatherer = spawn("G", shields_it, NULL);
    run_asked(gatherer, 5);
    EXPECT_SAID("G=ECANCELED@5 a+1@10 b+2@20 G+0@20",
                "asked, and then waited for them");
    aw_task_drop(gatherer);
    drop_jobs(2);
    close_clean();
}

static int limits_it(void *arg)
{
    struct aw_timeout limit;
    struct aw_gather all;

    (void)arg;
    aw_timeout_begin(&limit, aw_from_now(15 * AW_MS));
    say_when(aw_timeout_end(&limit, aw_gather(m, 2, AW_IN_PLACE)));
    start_job(0, 10, 1);
    start_job(1, 20, 2);
    aw_gather_begin(&all, m, 2, AW_IN_PLACE);
    say_when(aw_wait_for(&all.future, 15 * AW_MS, NULL));
    aw_gather_end(&all);
    return 0;
}

GRADED(gather, a_limit_round_it_reaches_the_members,
       "If this task is asked to end, so are the members.")
{
    struct aw_task *late[2];

    open_loop();
    start_job(0, 10, 1);
    start_job(1, 20, 2);
    memcpy(late, task_of, sizeof(late));
    launch("G", limits_it, NULL);
    run_all();
    EXPECT_SAID("a+1@10 b=ECANCELED@15 G=ETIMEDOUT@15 a+1@25 b=ECANCELED@30 "
                "G=ETIMEDOUT@30",
                "a limit round it, and aw_wait_for");
    aw_task_drop(late[0]);
    aw_task_drop(late[1]);
    drop_jobs(2);
    close_clean();
}

/* ---- Ending -------------------------------------------------------------*/

GRADED(gather, ending_it_leaves_no_watch,
       "no watch is left in them, and an error of theirs is not reported")
{
    open_loop();
    loop.on_error = note_report;
    futures_are_members();
    m[2] = m[0];
    count = 3;
    launch("G", awaits_no_gathering, num(AW_FAIL_FAST));
    turn();
    EXPECT_INT(f.awaits, 1, "it is open");
    run_all();
    expect_alone(&f);
    expect_alone(&g);
    aw_future_fail(&f, -EIO);
    close_clean();
    EXPECT_SAID("", "one failed behind its end");
}

GRADED(gather, ending_it_before_it_has_heard,
       "Members that are not settled go on, unobserved")
{
    open_loop();
    futures_are_members();
    aw_task_drop(start_gathering(2, AW_FAIL_FAST));
    turn();
    aw_future_fail(&f, -EIO);
    turn();
    aw_future_settle(&g, 4, NULL);
    run_all();
    EXPECT_SAID("G=EIO@0 EIO 4", "the second ended in the turn between");
    close_clean();
}

/* ---- Misuse -------------------------------------------------------------*/

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

static struct aw_loop other_loop;

GRADED(gather, one_of_another_loop_is_misuse,
       "when the task that runs, or a future of another loop, is a member")
{
    struct aw_future foreign;

    open_loop();
    EXPECT_INT(graded_loop_init(&other_loop, NULL), 0, "made another loop");
    aw_future_init(&foreign, &other_loop, NULL);
    m[0] = (struct aw_member){.future = &foreign};
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
       "Misuse while a scope is open that was begun inside of it, when it is "
       "not open in this task")
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
