/* SPDX-License-Identifier: MIT */
/* Runs each program with a number drawn anew, and compares. */
#include "predict_requests.h"

#include "predicted.h"

struct predict p;

void predict_say(const char *word)
{
    say("%s", word);
}

void predict_say_number(unsigned n)
{
    say("%u", n);
}

GRADED(predict_requests, asked_several_times, "1: asked n times in one turn")
{
    runs_as_predicted(predict_program_1, predict_1);
}

GRADED(predict_requests, two_limits, "2: two limits")
{
    runs_as_predicted(predict_program_2, predict_2);
}

GRADED(predict_requests, behind_a_shield, "3: behind a shield")
{
    runs_as_predicted(predict_program_3, predict_3);
}

GRADED(predict_requests, cleaning_up, "4: cleaning up")
{
    runs_as_predicted(predict_program_4, predict_4);
}
