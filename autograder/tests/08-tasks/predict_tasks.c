/* SPDX-License-Identifier: MIT */
/* Runs each program with numbers drawn anew, and compares. */
#include "predict_tasks.h"

#include "graded.h"
#include "graded_loop.h"

struct predict p;

static bool spoken;

void predict_say(const char *word)
{
    say("%s", word);
    spoken = true;
}

static void runs_as_predicted(void (*program)(void), const char *prediction,
                              bool bars)
{
    static struct aw_clock_virtual clock;

    memset(&p, 0, sizeof(p));
    aw_clock_virtual_init(&clock, 0);
    EXPECT_INT(graded_loop_init(
                   &p.loop, &(struct aw_loop_options){.clock = &clock.clock}),
               0, "made a loop");
    aw_future_init(&p.f, &p.loop, NULL);
    p.d1 = (1 + (aw_time)graded_random(50)) * AW_MS;
    p.d2 = p.d1 + (1 + (aw_time)graded_random(50)) * AW_MS;
    p.n = 2 + (int)graded_random(8);
    program();
    while (aw_loop_run_once(&p.loop) > 0) {
        if (bars && spoken)
            say("|");
        spoken = false;
    }
    EXPECT_PREDICTED(prediction, said(), "ran the program with n = %d", p.n);
}

GRADED(predict_tasks, beginning_and_yielding, "1: beginning and yielding")
{
    runs_as_predicted(predict_program_1, predict_1, true);
}

GRADED(predict_tasks, waiting_for_each_other, "2: waiting for each other")
{
    runs_as_predicted(predict_program_2, predict_2, true);
}

GRADED(predict_tasks, time, "3: time")
{
    runs_as_predicted(predict_program_3, predict_3, true);
}

GRADED(predict_tasks, an_outcome_and_a_request,
       "4: an outcome and a request in one turn")
{
    runs_as_predicted(predict_program_4, predict_4, true);
}

GRADED(predict_tasks, a_chain_is_asked_to_end, "5: a chain is asked to end")
{
    runs_as_predicted(predict_program_5, predict_5, true);
}

GRADED(predict_tasks, down_and_up_again, "What it says, without the bars.")
{
    runs_as_predicted(predict_program_6, predict_6, false);
}
