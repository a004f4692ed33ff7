/* SPDX-License-Identifier: MIT */
/* Six programs, and what they say.  One table decides them all: what is queued
 * runs first, then input, posts and timers, and what they push waits for the
 * next row. [push-then-run] */
#include "predict_loop.h"

/* The order in which they are asked for makes no difference, except among
 * their own kind. */
const char *const predict_1 = "a r p q x y b |";

/* When a has worked for e, both x and y are overdue, and they come in the
 * order of their deadlines.  b was queued before them.  z counts from the end
 * of the work, and the clock does not jump to it while there is input. */
const char *const predict_2 = "a b x y r z |";

/* The turn in which the stop falls goes on to its end, and x belongs to it.
 * When c cancels a, a has run already. */
const char *const predict_3 = "a b c x | d a y |";

/* A stopped run is one iteration, and does not wait: neither for x nor for
 * anything else.  What was pushed in it runs in the next. */
const char *const predict_4 = "a | b r p | x |";

/* y and z are due together, y was started first, and cancels z in the queue.
 * x is started again, and says nothing but its name. */
const char *const predict_5 = "x a y b x |";

/* Idle is asked each time that nothing is left, and it is not asked while
 * anything is. */
const char *const predict_6 = "i x a i | b i |";
