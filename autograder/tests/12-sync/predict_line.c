/* SPDX-License-Identifier: MIT */
/* Runs each program with a number drawn anew, and compares. */
#include "predict_line.h"

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
    aw_lock_init(&p.lock, NULL);
    aw_sem_init(&p.sem, 0, AW_SEM_UNLIMITED, NULL);
    aw_event_init(&p.event, NULL);
    aw_cond_init(&p.cond, &p.lock, NULL);
    p.n = 2 + (int)graded_random(8);
    program();
    while (aw_loop_run_once(&p.loop) > 0)
        continue;
    EXPECT_PREDICTED(prediction, said(), "ran the program with n = %d", p.n);
}

GRADED(predict_line, a_lock_that_is_wanted_again,
       "1: a lock that is wanted again")
{
    runs_as_predicted(predict_program_1, predict_1);
}

GRADED(predict_line, a_semaphore_that_one_gives_up_on,
       "2: a semaphore that one gives up on")
{
    runs_as_predicted(predict_program_2, predict_2);
}

GRADED(predict_line, an_event_that_is_cleared_at_once,
       "3: an event that is cleared at once")
{
    runs_as_predicted(predict_program_3, predict_3);
}

GRADED(predict_line, a_condition_and_a_lock_that_is_not_free,
       "4: a condition, and a lock that is not free")
{
    runs_as_predicted(predict_program_4, predict_4);
}
