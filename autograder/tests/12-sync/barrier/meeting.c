/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* F18 */
GRADED(barrier, the_last_one_lets_all_go,
       "Returns the number of those who were there before, from 0")
{
    open_barrier(3);
    let_come(2);
    turns(3);
    EXPECT_SAID("", "two of three are there");
    EXPECT_INT(barrier.count, 2, "and counted those who are inside");
    come(2);
    run_all();
    EXPECT_SAID("c+2 a+0 b+1", "and the third one comes");
    let_go(3);
}

GRADED(barrier, one_alone_does_not_wait, "Wait until `parties` tasks do.")
{
    open_barrier(1);
    let_come(1);
    EXPECT_SAID("a+0", "one for one, in one turn");
    let_go(1);
}

static int three_rounds(void *arg)
{
    for (int i = 0; i < 3; i++) {
        say("%s%d", me(), i);
        EXPECT_AT_LEAST(aw_barrier_wait(&barrier), 0, "waited in round %d", i);
        for (intptr_t n = (intptr_t)arg; n > 0; n--)
            aw_yield();
    }
    return 0;
}

GRADED(barrier, it_serves_again,
       "Then all of them go on, and when they have left it fills anew")
{
    open_barrier(3);
    launch("a", three_rounds, num(0));
    launch("b", three_rounds, num(1));
    launch("c", three_rounds, num(5));
    run_all();
    EXPECT_SAID("a0 b0 c0 a1 b1 c1 a2 b2 c2", "three rounds of three");
    close_barrier();
}

static int comes_back(void *arg)
{
    comes(arg);
    return comes(arg);
}

/* F18 */
GRADED(barrier, a_fast_one_waits_at_the_door,
       "whoever comes meanwhile waits until that")
{
    open_barrier(3);
    let_come(2);
    task[2] = spawn("c", comes_back, NULL);
    turn(); /* c has left, and is back; a and b have not gone on */
    EXPECT_SAID("c+2", "the last one goes on at once, and comes back");
    EXPECT_INT(barrier.state, AW_BARRIER_DRAINING, "and looked at the state");
    EXPECT_INT(barrier.count, 2, "and counted those who are inside");
    run_all();
    EXPECT_SAID("c+2 a+0 b+1", "and let the others go");
    EXPECT_INT(barrier.count, 1, "and counted those who are inside");
    EXPECT_INT(barrier.state, AW_BARRIER_FILLING, "and looked at the state");
    come(3);
    come(4);
    run_all();
    EXPECT_SAID("c+2 a+0 b+1 e+2 c+0 d+1", "and two others come");
    let_go(5);
}

/* F18 */
GRADED(barrier, who_is_asked_to_end_counts_no_more,
       "Who is asked to end while he waits counts no more.")
{
    open_barrier(3);
    let_come(2);
    aw_task_cancel(task[0], NULL);
    run_all();
    EXPECT_INT(barrier.count, 1, "asked one of two who are there");
    come(2);
    run_all();
    EXPECT_SAID("a=ECANCELED", "and a third one comes");
    come(3);
    run_all();
    EXPECT_SAID("a=ECANCELED d+2 b+1 c+1", "and a fourth one");
    let_go(4);
}

GRADED(barrier, asked_when_all_are_there_the_others_go,
       "-ECANCELED, when this task was asked to end")
{
    open_barrier(3);
    let_come(3);
    EXPECT_SAID("c+2", "all three are there");
    aw_task_cancel(task[0], NULL);
    run_all();
    EXPECT_SAID("c+2 a=ECANCELED b+1", "and one was asked to end");
    EXPECT_INT(barrier.state, AW_BARRIER_FILLING, "and looked at the state");
    let_go(3);
}

GRADED(barrier, who_is_asked_at_the_door_was_not_there,
       "-ECANCELED, when this task was asked to end")
{
    open_barrier(2);
    let_come(3); /* b is the last one, and c comes while they leave */
    EXPECT_SAID("b+1", "two of three are there");
    aw_task_cancel(task[2], NULL);
    run_all();
    EXPECT_SAID("b+1 a+0 c=ECANCELED", "and one at the door was asked");
    EXPECT_INT(barrier.count, 0, "and counted those who are inside");
    let_go(3);
}

static int comes_within(void *arg)
{
    struct aw_timeout limit;

    aw_timeout_begin(&limit, aw_from_now((intptr_t)arg * AW_MS));
    say_when(aw_timeout_end(&limit, aw_barrier_wait(&barrier)));
    return 0;
}

GRADED(barrier, a_limit_may_end_the_wait,
       "Who is asked to end while he waits counts no more.")
{
    open_barrier(2);
    launch("a", comes_within, num(5));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5", "one of two, for 5 ms");
    launch("b", comes_within, num(5));
    launch("c", comes_within, num(5));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5 c+1@5 b+0@5", "and then two");
    close_barrier();
}

/* ---- Reset and abort ----------------------------------------------------*/

/* F18 */
GRADED(barrier, a_reset_sends_them_away,
       "Send those who wait away, with -EPIPE, and begin anew")
{
    open_barrier(3);
    let_come(2);
    launch("r", resets, NULL);
    turn();
    EXPECT_SAID("r+0", "reset it while two are there");
    EXPECT_INT(barrier.state, AW_BARRIER_RESETTING, "and looked at the state");
    run_all();
    EXPECT_SAID("r+0 a=EPIPE b=EPIPE", "and let them go");
    EXPECT_INT(barrier.state, AW_BARRIER_FILLING, "and looked at the state");
    for (int i = 2; i < 5; i++)
        come(i);
    run_all();
    EXPECT_SAID("r+0 a=EPIPE b=EPIPE e+2 c+0 d+1", "and three others come");
    let_go(5);
}

GRADED(barrier, who_comes_during_a_reset_waits_at_the_door,
       "whoever comes meanwhile waits until that")
{
    open_barrier(2);
    let_come(1);
    launch("r", resets, NULL);
    come(1);
    turn();
    EXPECT_INT(barrier.count, 1, "reset it, and another one comes");
    run_all();
    EXPECT_SAID("r+0 a=EPIPE", "reset it, and another one comes");
    EXPECT_INT(barrier.count, 1, "and counted those who are inside");
    come(2);
    run_all();
    EXPECT_SAID("r+0 a=EPIPE c+1 b+0", "and a third one");
    let_go(3);
}

GRADED(barrier, a_reset_of_an_empty_one_changes_nothing,
       "Send those who wait away, with -EPIPE, and begin anew")
{
    open_barrier(2);
    launch("r", resets, NULL);
    run_all();
    EXPECT_INT(barrier.state, AW_BARRIER_FILLING, "reset it with nobody there");
    let_come(2);
    run_all();
    EXPECT_SAID("r+0 b+1 a+0", "and two come");
    let_go(2);
}

GRADED(barrier, two_resets_are_one,
       "Send those who wait away, with -EPIPE, and begin anew")
{
    open_barrier(2);
    let_come(1);
    launch("r", resets, NULL);
    launch("s", resets, NULL);
    run_all();
    EXPECT_SAID("r+0 s+0 a=EPIPE", "reset it twice in one turn");
    EXPECT_INT(barrier.state, AW_BARRIER_FILLING, "and looked at the state");
    let_go(1);
}

GRADED(barrier, a_reset_catches_those_who_are_leaving,
       "Those who were let go and have not gone on are sent away as well.")
{
    open_barrier(2);
    come(0);
    come(1);
    launch("r", resets, NULL); /* between the last one and the first */
    run_all();
    EXPECT_SAID("b+1 r+0 a=EPIPE", "reset it when all are there");
    EXPECT_INT(barrier.state, AW_BARRIER_FILLING, "and looked at the state");
    let_go(2);
}

/* F18 */
GRADED(barrier, a_broken_one_stays_broken,
       "all who wait and all who come get -EPIPE, until it is reset")
{
    open_barrier(3);
    let_come(2);
    launch("x", breaks, NULL);
    run_all();
    EXPECT_SAID("x+0 a=EPIPE b=EPIPE", "broke it while two are there");
    come(2);
    run_all();
    EXPECT_SAID("x+0 a=EPIPE b=EPIPE c=EPIPE", "and another one comes");
    EXPECT_INT(barrier.state, AW_BARRIER_BROKEN, "and looked at the state");
    let_go(3);
}

GRADED(barrier, who_comes_to_a_broken_one_does_not_mend_it,
       "all who wait and all who come get -EPIPE, until it is reset")
{
    open_barrier(2);
    let_come(1);
    launch("x", breaks, NULL);
    come(1); /* in the turn of the abort: a has not gone on */
    run_all();
    EXPECT_SAID("x+0 b=EPIPE a=EPIPE", "broke it while one of two is there, "
                                       "and the other one comes");
    EXPECT_INT(barrier.state, AW_BARRIER_BROKEN, "and looked at the state");
    let_go(2);
}

GRADED(barrier, an_abort_catches_those_who_are_leaving,
       "and so do those who were let go and have not gone on")
{
    open_barrier(2);
    come(0);
    come(1);
    launch("x", breaks, NULL); /* between the last one and the first */
    run_all();
    EXPECT_SAID("b+1 x+0 a=EPIPE", "broke it when all are there");
    EXPECT_INT(barrier.state, AW_BARRIER_BROKEN, "and looked at the state");
    let_go(2);
}

/* F18 */
GRADED(barrier, a_reset_mends_a_broken_one, "it mends a broken one")
{
    open_barrier(2);
    launch("x", breaks, NULL);
    run_all();
    launch("r", resets, NULL);
    run_all();
    let_come(2);
    run_all();
    EXPECT_SAID("x+0 r+0 b+1 a+0", "broke it, reset it, and two come");
    let_go(2);
}

GRADED(barrier, broken_and_reset_at_once_both_are_told,
       "-EPIPE, when the barrier is broken or was reset meanwhile")
{
    open_barrier(3);
    let_come(2);
    launch("x", breaks, NULL);
    launch("r", resets, NULL);
    run_all();
    EXPECT_SAID("x+0 r+0 a=EPIPE b=EPIPE", "broke it and reset it in one turn");
    EXPECT_INT(barrier.state, AW_BARRIER_FILLING, "and looked at the state");
    let_go(2);
}

/* ---- Misuse -------------------------------------------------------------*/

GRADED(barrier, none_to_wait_for_is_misuse, "Misuse with 0 parties.")
{
    open_barrier(1);
    EXPECT_MISUSE(aw_barrier_init(&barrier, 0, NULL), "",
                  "made one for nobody");
    close_barrier();
}

GRADED(barrier, its_end_while_somebody_waits_is_misuse,
       "deinit is misuse while somebody waits")
{
    open_barrier(2);
    let_come(1);
    EXPECT_MISUSE(aw_barrier_deinit(&barrier), "", "one waits");
    come(1);
    let_go(2);
}

GRADED(barrier, outside_of_a_task_is_misuse,
       "What waits is misuse outside of a task.")
{
    open_barrier(1);
    EXPECT_MISUSE(aw_barrier_wait(&barrier), "", "waited outside of a task");
    EXPECT_MISUSE(aw_barrier_reset(&barrier), "", "reset outside of a task");
    EXPECT_MISUSE(aw_barrier_abort(&barrier), "", "broke outside of a task");
    close_barrier();
}

GRADED(barrier, it_needs_no_memory, "None of these allocates")
{
    size_t calls;

    open_barrier(2);
    for (int i = 0; i < 3; i++)
        come(i);
    launch("r", resets, NULL);
    launch("k", breaks, NULL);
    calls = memory.calls;
    run_all();
    EXPECT_INT(memory.calls, calls, "three came, it was reset, and broken");
    EXPECT_SAID("b+1 r+0 k+0 a=EPIPE c=EPIPE", "and looked what came of it");
    let_go(3);
}
