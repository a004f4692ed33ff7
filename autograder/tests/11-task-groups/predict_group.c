/* SPDX-License-Identifier: MIT */
/* Runs each program with a number drawn anew, and compares. */
#include "predict_group.h"

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

GRADED(predict_group, one_of_three_fails, "1: one of three fails")
{
    runs_as_predicted(predict_program_1, predict_1);
}

GRADED(predict_group, n_of_them_fail, "2: n of them fail")
{
    runs_as_predicted(predict_program_2, predict_2);
}

GRADED(predict_group, two_groups_and_a_failure_in_each,
       "3: two groups, and a failure in each")
{
    runs_as_predicted(predict_program_3, predict_3);
}

GRADED(predict_group, the_first_answer, "4: the first answer")
{
    runs_as_predicted(predict_program_4, predict_4);
}
