/* SPDX-License-Identifier: MIT */
/* Four predictions.  Keep on paper what is in the queue, who stands in line,
 * and who is woken for the next turn. */
#include "predict_queue.h"

/* What has room does not suspend, so both go in steps of two. */
const char *const predict_1 = "+1 +2 b1 b2 +3 +4 b3 b4 +5 b5";

/* a is woken for 1, and finds that c has it; then it stands behind b. */
const char *const predict_2 = "+1 c1 +2 +3 b2 a3";

/* Shutting wakes a, whose 3 is refused; 1 and 2 can still be got.  Who joins
 * goes on when both are done. */
const char *const predict_3 = "+1 +2 c1 c2 c! +! c+ j+";

/* At 5 the bucket is full, and empty then: one more each 10.  The window opens
 * 10 behind each of the last two, which were 0 and 3. */
const char *const predict_4 = "w0 w3 b5 w10 w13 b15 w20 b25 b35 b45";
