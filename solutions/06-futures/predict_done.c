/* SPDX-License-Identifier: MIT */
/* Six predictions.  Three columns help: who is linked where, who is queued
 * with which outcome, and what was said. */
#include "predict_done.h"

/* b leaves the line in time and joins again behind it.  a leaves the ready
 * queue and joins again, in front of d: g is settled last. */
const char *const predict_1 = "x1 c1 b1 a1 d2 |";

/* a's callback queues c and b for the next turn, and takes x out of this one.
 * d was queued before all that. */
const char *const predict_2 = "a1 d1 | c2 b1 |";

/* The memory of f is used again while a and b are on their way: they have
 * their copies.  a settles the new f: d hears 3, and so does c. */
const char *const predict_3 = "a1 b1 | d3 c3 |";

/* b gives up alone, and has nothing to give up the second time.  Then a gives
 * up alone, too.  c is the last one who awaits: so f is cancelled, for x as
 * well, and the value comes too late. */
const char *const predict_4 = "b- | a- x- c- |";

/* A post is pushed behind what is queued already.  So b runs first and cancels
 * g, and the promise finds it settled. */
const char *const predict_5 = "a1 b1 late | c- |";

/* Link i runs in turn i + 1.  Future n - 2 is settled in turn n - 2, so b and
 * the last link run in turn n - 1, and a and c in turn n.  The handle was
 * queued before the first link was, and stays in front. */
const char *const predict_6 = "b5 h a5 c5";
