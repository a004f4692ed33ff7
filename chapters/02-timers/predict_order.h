/* SPDX-License-Identifier: MIT */
/* predict_order.h: in which order do they fire?
 *
 * Read each program, write down what it prints, and only then run anything.
 * A prediction is a string: what is printed, with one blank between, such as
 * "a c b".  The grader runs the programs with delays drawn anew each time, so
 * only what always holds can be predicted.
 *
 * Common to all programs:
 *
 *   d1, d2, d3     delays, 0 < d1 < d2 < d3
 *   START(x, d)    aw_timer_start(&timers, &x, now + d): now as it is then
 *   STOP(x)        aw_timer_stop(&timers, &x)
 *   PUSH(h)        aw_ready_push(&ready, &h)
 *   on x: ...      what the callback of x does after it has printed "x"
 *
 * The clock is virtual and starts at 0.  A callback takes no time.  Then the
 * loop runs until nothing is left:
 *
 *   for (;;) {
 *       if (nothing is queued) {
 *           if (aw_timers_next(&timers) == AW_NEVER)
 *               break;
 *           jump to that deadline, if it is not in the past;
 *       }
 *       aw_timers_expire(&timers, now, &ready);
 *       aw_ready_run(&ready);
 *   } */
#ifndef PREDICT_ORDER_H
#define PREDICT_ORDER_H

/* Program 1: equal deadlines come in the order in which they were started.
 *
 *   START(a, d2);  START(b, d1);  START(c, d2);  START(d, d3); */
extern const char *const predict_1;

/* Program 2: starting a timer again is a new start.
 *
 *   START(a, d1);  START(b, d1);  START(c, d1);
 *   START(a, d1);
 *   START(b, d2);  START(b, d1); */
extern const char *const predict_2;

/* Program 3: a callback stops a timer that is due together with it.
 *
 *   START(a, d1);  START(b, d1);  START(c, d1);  START(d, d2);
 *   on a: STOP(c);
 *   on b: STOP(a);  STOP(d); */
extern const char *const predict_3;

/* Program 4: the loop comes late, because somebody kept it busy.
 *
 *   START(a, d3);  START(b, d1);  START(c, d2);
 *   jump to d3;
 *   on b: aw_timer_start(&timers, &e, d1), a moment that has passed; */
extern const char *const predict_4;

/* Program 5: timers and handles share one queue.
 *
 *   START(z, 0);
 *   PUSH(h);
 *   on h: START(y, 0);
 *   on z: PUSH(k); */
extern const char *const predict_5;

/* Program 6: a timer that starts itself again.
 *
 *   START(a, d1);  START(b, 2 * d1);
 *   on a: START(a, d1);
 *   on b: START(c, d1);
 *   on c: STOP(a); */
extern const char *const predict_6;

#endif
