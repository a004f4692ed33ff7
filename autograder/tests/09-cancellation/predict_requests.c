/* SPDX-License-Identifier: MIT */
/* Runs each program with a number drawn anew, and compares. */
#include "predict_requests.h"

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
