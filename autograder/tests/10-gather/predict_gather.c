/* SPDX-License-Identifier: MIT */
/* Runs each program with a number drawn anew, and compares. */
#include "predict_gather.h"

#include "predicted.h"

struct predict p;

void predict_say(const char *word)
{
    say("%s", word);
}

void predict_say_number(int n)
{
    say("%d", n);
}

GRADED(predict_gather, results_in_their_places, "1: results in their places")
{
    runs_as_predicted(predict_program_1, predict_1);
}

GRADED(predict_gather, one_that_fails, "2: one that fails")
{
    runs_as_predicted(predict_program_2, predict_2);
}

GRADED(predict_gather, enough_of_them, "3: enough of them")
{
    runs_as_predicted(predict_program_3, predict_3);
}

GRADED(predict_gather, one_after_the_other,
       "4: one after the other, and asked to end")
{
    runs_as_predicted(predict_program_4, predict_4);
}
