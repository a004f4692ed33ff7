/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct player a;

GRADED(gen, a_new_generator_has_not_run,
       "Make `gen` a generator of `fn` that is created and stands at 0, with "
       "value 0.")
{
    memset(&a, 0xab, sizeof(a));
    a.runs = 0;
    aw_gen_init(&a.gen, play);
    EXPECT_INT(a.gen.state, AW_GEN_CREATED, "made a generator");
    EXPECT_INT(a.gen.at, 0, "made a generator");
    EXPECT_INT(a.gen.value, 0, "made a generator");
    EXPECT_INT(a.runs, 0, "made a generator");
}

GRADED(gen, the_first_send_runs_to_the_first_yield,
       "AW_YIELDED it stands at a yield; what it yielded is in `gen->value`")
{
    player_init(&a);
    EXPECT_INT(aw_gen_send(&a.gen, 0), AW_YIELDED, "sent 0 to a new one");
    EXPECT_INT(a.gen.state, AW_GEN_SUSPENDED, "it yielded");
    EXPECT_INT(a.gen.value, 100, "it yielded 100");
    EXPECT_INT(a.runs, 1, "sent once");
}

GRADED(gen, the_first_run_is_given_nothing,
       "sent what the yield at which it stands gives; 0 the first time")
{
    player_init(&a);
    a.sent = a.thrown = 5;
    aw_gen_send(&a.gen, 0);
    EXPECT_INT(a.sent, 0, "sent 0 to a new one");
    EXPECT_INT(a.thrown, 0, "nothing was thrown");
}

GRADED(gen, a_sent_value_reaches_the_yield,
       "the yield at which it stands gives `value`")
{
    intptr_t value = 1 + (intptr_t)graded_random(1000000);

    player_begin(&a);
    EXPECT_INT(aw_gen_send(&a.gen, value), AW_YIELDED, "sent a value");
    EXPECT_INT(a.sent, value, "sent %ld", (long)value);
    EXPECT_INT(a.thrown, 0, "nothing was thrown");
    EXPECT_INT(a.gen.value, 101, "it yielded 101");
}

GRADED(gen, the_result_comes_with_the_end,
       "it has finished; its result is in `gen->value`")
{
    player_begin(&a);
    a.play[1] = 0;
    EXPECT_INT(aw_gen_send(&a.gen, 0), 0, "it returned");
    EXPECT_INT(a.gen.value, 101, "it returned 101");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "it returned");
}

GRADED(gen, a_failure_comes_out,
       "it has failed with this error, and is finished; `gen->value` is 0")
{
    player_begin(&a);
    a.play[1] = -EIO;
    EXPECT_INT(aw_gen_send(&a.gen, 0), -EIO, "it failed");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "it failed");
    EXPECT_INT(a.gen.value, 0, "it failed, and left 101 in `value`");
}

GRADED(gen, a_finished_one_is_not_run_again,
       "A generator that is finished is not run again: the call returns 0, "
       "and `gen->value` is 0.")
{
    player_begin(&a);
    a.play[1] = 0;
    aw_gen_send(&a.gen, 0);
    EXPECT_INT(aw_gen_send(&a.gen, 7), 0, "sent to a finished one");
    EXPECT_INT(a.gen.value, 0, "sent to a finished one");
    EXPECT_INT(a.runs, 2, "sent three times, and the second was its end");
}

GRADED(gen, a_value_for_a_created_one_is_misuse,
       "Sending anything but 0 to a generator that is created is misuse")
{
    player_init(&a);
    EXPECT_MISUSE(aw_gen_send(&a.gen, 1), "", "sent 1 to a new generator");
}
