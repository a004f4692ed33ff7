/* SPDX-License-Identifier: MIT */
/* timing.h: how a timing program is written.
 *
 *      static void add_cancel(void)
 *      {
 *          set up;
 *          timing_start();
 *          the work: 10 to 30 ms of it on the reference;
 *          timing_stop();
 *          TIMING_CHECK(fired == 0);
 *      }
 *
 *      int main(int argc, char **argv)
 *      {
 *          static const struct timing_target targets[] = {
 *              {"add_cancel", add_cancel},
 *              {NULL, NULL},
 *          };
 *          return timing_main(argc, argv, targets);
 *      }
 *
 * `program add_cancel` runs one target once, and reports the CPU time (user
 * and system) of this thread between start and stop: to the result pipe when a
 * grader listens, else to stdout.  Correctness gates speed: the program checks
 * what the work has done before it reports.
 *
 * One target runs in one fresh process, in turn with the reference's. */
#ifndef TIMING_H
#define TIMING_H

#include <stdbool.h>

struct timing_target {
    const char *name;
    void (*run)(void);
};

int timing_main(int argc, char **argv, const struct timing_target *targets);

/* Start and stop may be called several times; the times add up. */
void timing_start(void);
void timing_stop(void);

#define TIMING_CHECK(condition) timing_check((condition), #condition)
void timing_check(bool condition, const char *expression);

#endif
