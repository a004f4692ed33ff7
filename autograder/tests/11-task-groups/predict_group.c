/* SPDX-License-Identifier: MIT */
/* Runs each program with a number drawn anew, and compares. */
#include "predict_group.h"

#include "graded.h"
#include "graded_loop.h"

struct predict p;

void predict_say(const char *word)
{
    say("%s", word);
}

void predict_say_number(unsigned n)
{
    say("%u", n);
}

static void runs_as_predicted(void (*program)(void), const char *prediction)
{
    static struct aw_clock_virtual clock;

    memset(&p, 0, sizeof(p));
    aw_clock_virtual_init(&clock, 0);
    EXPECT_INT(graded_loop_init(
                   &p.loop, &(struct aw_loop_options){.clock = &clock.clock}),
               0, "made a loop");
    p.n = 2 + (int)graded_random(8);
    program();
    while (aw_loop_run_once(&p.loop) > 0)
        continue;
    EXPECT_PREDICTED(prediction, said(), "ran the program with n = %d", p.n);
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
