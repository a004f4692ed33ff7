/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
    end(3);
}

GRADED(gather, a_request_goes_through_both,
       "To cancel `gather->future` gives up each member that is not settled")
{
    open_three(1, 2, 3);
    job[0].cleans = 2;
    gatherer = spawn("G", gathers_inside, num(AW_IN_PLACE));
    run_asked(gatherer, 5);
    EXPECT_SAID("b=ECANCELED@5 c=ECANCELED@5 a=ECANCELED@7 G=ECANCELED@7 "
                "inner-125 ECANCELED ECANCELED",
                "asked the one who gathers both");
    end_of_gathering(3);
}

/* Gathers the second member only. */
static int gathers_the_second(void *arg)
{
    (void)arg;
    return say_when(aw_gather(m + 1, 1, AW_IN_PLACE));
}

GRADED(gather, two_that_have_the_same_member,
       "A future may be a member several times, and of several gatherings at a "
       "time, each with members of its own.")
{
    open_loop();
    start_job(0, 10, 1);
    m[1] = (struct aw_member){.future = m[0].future};
    gatherer = start_gathering(1, AW_IN_PLACE);
    launch("H", gathers_the_second, NULL);
    run_asked(gatherer, 5);
    EXPECT_SAID("G=ECANCELED@5 ECANCELED a+1@10 H+0@10",
                "one of two is asked to end, and the other one waits on");
    end_of_gathering(1);
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
    open_loop();
    start_job(0, 10, 1);
    start_job(1, 20, 2);
    gatherer = spawn("G", shields_it, NULL);
    run_asked(gatherer, 5);
    EXPECT_SAID("G=ECANCELED@5 a+1@10 b+2@20 G+0@20",
                "asked, and then waited for them");
    end_of_gathering(2);
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
    end(2);
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

GRADED(gather, ending_one_in_place_is_as_quiet,
       "no watch is left in them, and an error of theirs is not reported")
{
    open_loop();
    loop.on_error = note_report;
    futures_are_members();
    count = 2;
    launch("G", awaits_no_gathering, num(AW_IN_PLACE));
    run_all();
    aw_future_fail(&f, -EIO);
    close_clean();
    EXPECT_SAID("", "one failed behind the end of a gathering in place");
}

GRADED(gather, ending_it_before_it_has_heard,
       "It is known from the moment in which its future is settled, and that "
       "need not be there any more.")
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
