/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct player a, b;

/* ---- Throwing -----------------------------------------------------------*/

GRADED(gen, a_thrown_error_reaches_the_yield,
       "the yield at which it stands fails with `error`")
{
    player_begin(&a);
    a.play[1] = -EPIPE;
    EXPECT_INT(aw_gen_throw(&a.gen, -EPIPE), -EPIPE, "threw, not caught");
    EXPECT_INT(a.thrown, -EPIPE, "threw -EPIPE");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "it was not caught");
    EXPECT_INT(a.gen.value, 0, "it was not caught");
}

GRADED(gen, a_thrown_error_may_be_caught, "Returns what aw_gen_send does.")
{
    player_begin(&a);
    EXPECT_INT(aw_gen_throw(&a.gen, -EPIPE), AW_YIELDED,
               "threw, and it went on");
    EXPECT_INT(a.gen.state, AW_GEN_SUSPENDED, "it caught the error");
    EXPECT_INT(a.gen.value, 101, "it caught the error and yielded 101");
    a.play[2] = 0;
    EXPECT_INT(aw_gen_throw(&a.gen, -EIO), 0, "it caught it and returned");
    EXPECT_INT(a.gen.value, 102, "it caught it and returned 102");
}

GRADED(gen, throwing_into_a_created_one_does_not_run_it,
       "A generator that is created is finished without being run.")
{
    player_init(&a);
    EXPECT_INT(aw_gen_throw(&a.gen, -EIO), -EIO, "threw into a new one");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "threw into a new one");
    EXPECT_INT(a.runs, 0, "threw into a new one");
}

GRADED(gen, throwing_into_a_finished_one_gives_it_back,
       "Of a generator that was created or finished it returns `error`, and "
       "`gen->value` is 0.")
{
    player_begin(&a);
    a.play[1] = 0;
    aw_gen_send(&a.gen, 0);
    EXPECT_INT(aw_gen_throw(&a.gen, -EIO), -EIO, "threw into a finished one");
    EXPECT_INT(a.gen.value, 0, "threw into a finished one");
    EXPECT_INT(a.runs, 2, "threw into a finished one");
}

GRADED(gen, throwing_no_error_is_misuse,
       "error a negative code; anything else is misuse")
{
    player_begin(&a);
    EXPECT_MISUSE(aw_gen_throw(&a.gen, 0), "", "threw 0");
    player_begin(&b);
    EXPECT_MISUSE(aw_gen_throw(&b.gen, 5), "", "threw 5");
}

/* ---- Closing ------------------------------------------------------------*/

GRADED(gen, closing_throws_where_it_stands,
       "Ask `gen` to clean up and to end: throw -ECANCELED where it stands.")
{
    player_begin(&a);
    a.play[1] = -ECANCELED;
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed one that lets it through");
    EXPECT_INT(a.thrown, -ECANCELED, "closed it");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "closed it");
}

GRADED(gen, closing_one_that_returns_is_no_error,
       "Returns 0 when it returned or failed with -ECANCELED")
{
    player_begin(&a);
    a.play[1] = 0;
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed one that catches and returns");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "closed it");
}

GRADED(gen, closing_reports_another_error,
       "and its error when it failed with another one")
{
    player_begin(&a);
    a.play[1] = -ENOSPC;
    EXPECT_INT(aw_gen_close(&a.gen), -ENOSPC, "its clean-up failed");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "its clean-up failed");
}

GRADED(gen, closing_a_created_one_does_not_run_it,
       "One that was created is not run")
{
    player_init(&a);
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed a new one");
    EXPECT_INT(a.runs, 0, "closed a new one");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "closed a new one");
    EXPECT_INT(aw_gen_send(&a.gen, 0), 0, "sent to it after that");
    EXPECT_INT(a.runs, 0, "sent to it after that");
}

GRADED(gen, closing_a_finished_one_leaves_it_alone,
       "one that was finished is left alone")
{
    player_begin(&a);
    a.play[1] = 0;
    aw_gen_send(&a.gen, 0);
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed a finished one");
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed it again");
    EXPECT_INT(a.gen.value, 101, "closed one that had returned 101");
    EXPECT_INT(a.runs, 2, "closed a finished one");
}

GRADED(gen, a_generator_that_yields_when_closed_is_misuse,
       "A generator that yields instead of ending is misuse.")
{
    player_begin(&a);
    EXPECT_MISUSE(aw_gen_close(&a.gen), "", "closed one that only yields");
}

GRADED(gen, no_error_is_misuse_wherever_it_stands,
       "a negative code; anything else is misuse")
{
    player_init(&a);
    EXPECT_MISUSE(aw_gen_throw(&a.gen, 0), "", "threw 0 before its first run");
    player_begin(&a);
    a.play[1] = 0;
    aw_gen_send(&a.gen, 0);
    EXPECT_MISUSE(aw_gen_throw(&a.gen, 0), "", "threw 0 when it had finished");
}
