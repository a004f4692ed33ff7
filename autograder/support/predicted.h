/* SPDX-License-Identifier: MIT */
/* predicted.h: runs a program that a learner has predicted.
 *
 * Include it behind the chapter's predict_NAME.h, which has `p`, the programs'
 * common scene: a loop, and `n`, a number that is drawn anew for each run. */
#ifndef PREDICTED_H
#define PREDICTED_H

#include "graded.h"
#include "graded_loop.h"

static inline void runs_as_predicted(void (*program)(void),
                                     const char *prediction)
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

#endif
