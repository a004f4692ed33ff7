/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* D4 */
GRADED(gather, a_request_reaches_all,
       "gives up each member that is not settled, in their order")
{
    open_three(1, 2, 3);
    gather_and_ask(3, AW_FAIL_FAST, 15);
    EXPECT_SAID("a+1@10 b=ECANCELED@15 c=ECANCELED@15 G=ECANCELED@15 1 "
                "ECANCELED ECANCELED",
                "asked when one of three has ended");
    EXPECT_INT(aw_cancelling(task_of[2]), 1, "and looked at the last");
    end_of_gathering(3);
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

GRADED(gather, one_that_refuses_does_not_keep_it_from_the_others,
       "To cancel `gather->future` gives up each member that is not settled")
{
    static const struct aw_future_ops ops = {.kind = "rock", .cancel = refuses};

    open_loop();
    futures_are_members();
    f.ops = &ops;
    gatherer = start_gathering(2, AW_IN_PLACE);
    turn();
    EXPECT(aw_task_cancel(gatherer, "enough"), "asked; the first one refuses");
    EXPECT_INT(g.state, AW_CANCELLED, "and looked at the second");
    aw_future_settle(&f, 3, NULL);
    run_all();
    EXPECT_SAID("G=ECANCELED@0 3 ECANCELED", "and the first came later");
    end_of_gathering(0);
}

/* D4 */
GRADED(gather, a_request_behind_the_last_one_is_not_lost,
       "Returns 0; the error of a member; -ECANCELED, when this task was asked "
       "to end")
{
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
    open_three(1, 2, 3);
    for (int i = 0; i < 3; i++)
        job[i].stubborn = true;
    gather_and_ask(3, AW_IN_PLACE, 5);
    EXPECT_SAID("a+1@5 b+2@5 c+3@5 G=ECANCELED@5 1 2 3",
                "none of the three has listened");
    end_of_gathering(3);
}

GRADED(gather, failing_fast_a_request_is_heard_all_the_same,
       "with -ECANCELED in both modes")
{
    open_three(1, 2, 3);
    for (int i = 0; i < 3; i++)
        job[i].stubborn = true;
    gather_and_ask(3, AW_FAIL_FAST, 5);
    EXPECT_SAID("a+1@5 b+2@5 c+3@5 G=ECANCELED@5 1 2 3",
                "none of the three has listened");
    end_of_gathering(3);
}

/* All three clean up, the last one for the shortest time. */
static void ask_who_cleans_up(enum aw_gather_mode how)
{
    open_three(1, 2, 3);
    for (int i = 0; i < 3; i++)
        job[i].cleans = 3 - i;
    gather_and_ask(3, how, 5);
}

/* D5 */
GRADED(gather, in_place_it_waits_for_all,
       "With AW_IN_PLACE it waits until all of them have ended")
{
    ask_who_cleans_up(AW_IN_PLACE);
    EXPECT_SAID("c=ECANCELED@6 b=ECANCELED@7 a=ECANCELED@8 G=ECANCELED@8 "
                "ECANCELED ECANCELED ECANCELED",
                "all clean up for a while");
    end_of_gathering(3);
}

GRADED(gather, failing_fast_it_waits_for_the_first,
       "with AW_FAIL_FAST until one has failed or was cancelled, or all have "
       "ended.")
{
    ask_who_cleans_up(AW_FAIL_FAST);
    EXPECT_SAID("c=ECANCELED@6 G=ECANCELED@6 - - ECANCELED b=ECANCELED@7 "
                "a=ECANCELED@8",
                "all clean up for a while");
    end_of_gathering(3);
}

GRADED(gather, failing_fast_results_do_not_end_it,
       "the future is settled when that is over: with -ECANCELED in both "
       "modes, or in AW_FAIL_FAST with an error that is heard before")
{
    open_three(1, -EIO, 3);
    for (int i = 0; i < 3; i++)
        job[i].stubborn = true;
    job[1].cleans = 2;
    gather_and_ask(3, AW_FAIL_FAST, 5);
    EXPECT_SAID("a+1@5 c+3@5 b=EIO@7 G=EIO@7 1 EIO 3",
                "two return results, and one fails to clean up");
    end_of_gathering(3);
}

GRADED(gather, a_second_request_reaches_those_who_clean_up,
       "To cancel `gather->future` gives up each member that is not settled")
{
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
    end_of_gathering(3);
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
    end(3);
}

GRADED(gather, an_error_that_is_on_its_way_is_heard,
       "or in AW_FAIL_FAST with an error that is heard before")
{
    open_loop();
    futures_are_members();
    gatherer = start_gathering(2, AW_FAIL_FAST);
    turn();
    aw_future_fail(&f, -EIO);
    aw_task_cancel(gatherer, "in the turn between");
    run_all();
    EXPECT_SAID("G=EIO@0 EIO ECANCELED", "one failed, then it was asked");
    EXPECT_INT(aw_cancelling(gatherer), 1, "and the request still counts");
    end_of_gathering(0);
}

GRADED(gather, what_others_await_is_given_up,
       "To cancel `gather->future` gives up each member that is not settled, "
       "in their order (aw_watch_withdraw)")
{
    open_three(1, 2, 3);
    gatherer = start_gathering(3, AW_IN_PLACE);
    launch("O", awaits, m[0].future);
    run_asked(gatherer, 5);
    EXPECT_SAID("b=ECANCELED@5 c=ECANCELED@5 G=ECANCELED@5 ECANCELED "
                "ECANCELED ECANCELED a+1@10 O+1",
                "another one awaits the first");
    EXPECT_INT(aw_cancelling(task_of[0]), 0, "and looked at that");
    end_of_gathering(3);
}

GRADED(gather, one_that_stands_twice_is_asked_once,
       "A future that is a member several times is awaited once.")
{
    open_loop();
    start_job(0, 10, 1);
    job[0].cleans = 2;
    m[1] = m[2] = (struct aw_member){.future = m[0].future};
    gather_and_ask(3, AW_IN_PLACE, 5);
    EXPECT_SAID("a=ECANCELED@7 G=ECANCELED@7 ECANCELED ECANCELED ECANCELED",
                "one is a member thrice");
    EXPECT_INT(aw_cancelling(task_of[0]), 1, "and counted its requests");
    end_of_gathering(1);
}

GRADED(gather, one_that_stands_twice_is_heard_when_it_has_ended,
       "gives up each member that is not settled, in their order "
       "(aw_watch_withdraw), and the future is settled when that is over")
{
    open_loop();
    start_job(0, 10, 1);
    job[0].cleans = 2;
    job[0].stubborn = true;
    m[1] = m[2] = (struct aw_member){.future = m[0].future};
    gather_and_ask(3, AW_IN_PLACE, 5);
    EXPECT_SAID("a+1@7 G=ECANCELED@7 1 1 1",
                "one is a member thrice, cleans up, and has a result");
    end_of_gathering(1);
}

GRADED(gather, one_that_stands_twice_is_given_up_twice,
       "To cancel `gather->future` gives up each member that is not settled")
{
    open_loop();
    start_job(0, 10, 1);
    m[1] = m[2] = (struct aw_member){.future = m[0].future};
    launch("O", awaits, m[0].future);
    gather_and_ask(3, AW_IN_PLACE, 5);
    EXPECT_SAID("G=ECANCELED@5 ECANCELED ECANCELED ECANCELED a+1@10 O+1",
                "one is a member thrice, and another one awaits it");
    end_of_gathering(1);
}

static int awaits_shielded(void *arg)
{
    return say_when(aw_await_shielded(arg, NULL));
}

/* The one between lets go of it, and then nobody awaits it any more. */
GRADED(gather, one_that_was_given_up_is_not_asked_later,
       "To cancel `gather->future` gives up each member that is not settled")
{
    struct aw_task *between;

    open_loop();
    start_job(0, 10, 1);
    between = spawn("B", awaits_shielded, m[0].future);
    m[1] = m[3] = (struct aw_member){.future = m[0].future};
    m[2] = (struct aw_member){.future = &between->future};
    gather_and_ask(4, AW_IN_PLACE, 5);
    EXPECT_SAID("B=ECANCELED@5 G=ECANCELED@5 ECANCELED ECANCELED ECANCELED "
                "ECANCELED a+1@10",
                "one is a member thrice, and between them one who shields it");
    aw_task_drop(gatherer);
    aw_task_drop(between);
    end(1);
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
    end(2);
}

GRADED(gather, a_ring_in_place_has_an_end,
       "a gathering that is cancelled by what it asks is settled as cancelled "
       "at once")
{
    open_loop();
    task_of[0] = spawn("a", awaits_the_gatherer, NULL);
    start_job(1, 100, 1);
    m[0] = (struct aw_member){.future = &task_of[0]->future};
    ring = start_gathering(2, AW_IN_PLACE);
    run_asked(ring, 5);
    EXPECT_SAID("G=ECANCELED@5 - - b=ECANCELED@5 a=ECANCELED@5",
                "a member awaits the one who gathers in place");
    aw_task_drop(ring);
    end(2);
}
