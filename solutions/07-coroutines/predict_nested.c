/* SPDX-License-Identifier: MIT */
/* Four predictions.  Draw the chain of those who run, and write every
 * suspension as one step back along it: to whoever resumed last. [one-step] */
#include "predict_nested.h"

/* Nothing is nested, so each suspension and each end leads to m.  How deep b
 * is makes no difference: its calls stay on its stack. */
const char *const predict_1 = "b1 m a1 m a2 m b2 m";

/* The first time b suspends it has been resumed by a, the second time by the
 * program, and at its end by a again. */
const char *const predict_2 = "a1 b a2 m b' bb m a3 bb' a4 m";

/* c suspends n times: n - 1 times back to a, once back to b.  It ends when the
 * program resumes it.  When b suspends, a goes on, which has resumed it. */
const char *const predict_3 = "a b aa m c m bb m";

/* Whoever waits for one that it has resumed is running.  a has ended when b is
 * resumed by the program, and that is no matter to b. */
const char *const predict_4 = "rrn rsn m fsn frr frf m";
