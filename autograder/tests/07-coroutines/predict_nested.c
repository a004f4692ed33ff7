/* SPDX-License-Identifier: MIT */
/* Runs each program with a number drawn anew, and compares. */
#include "predict_nested.h"

#include "fixture.h"

struct predict_stage predict;

void predict_say(const char *word)
{
    say("%s", word);
}

void predict_pause(const char *word)
{
    say("%s", word);
    aw_coro_suspend();
    say("%s'", word);
}

static void runs_as_predicted(void (*program)(void), const char *prediction)
{
    static struct own own[3];

    predict.n = 2 + (int)graded_random(8);
    for (int i = 0; i < 3; i++)
        predict.stack[i] = own_stack(&own[i]);
    program();
    EXPECT_PREDICTED(prediction, said(), "ran the program with n = %d",
                     predict.n);
}

GRADED(predict_nested, there_and_back,
       "Read a program, write down what it says")
{
    runs_as_predicted(predict_program_1, predict_1);
}

GRADED(predict_nested, one_inside_another,
       "Read a program, write down what it says")
{
    runs_as_predicted(predict_program_2, predict_2);
}

GRADED(predict_nested, handed_round,
       "c is resumed by a, by b, and by nobody in particular.")
{
    runs_as_predicted(predict_program_3, predict_3);
}

GRADED(predict_nested, states,
       "predict_states says a letter for each of a, b, c")
{
    runs_as_predicted(predict_program_4, predict_4);
}
