/* SPDX-License-Identifier: MIT */
/* Four predictions.  Keep a line on paper for each lock, semaphore, event and
 * condition, and cross nobody out before he has gone on. */
#include "predict_line.h"

/* a releases, and wants it again at once: b was woken, and stands there.  c
 * comes behind that, in the same turn: nobody has the lock, and it is not
 * free. */
const char *const predict_1 = "a+ c0 b+ b2 a+ c+";

/* Three permits: a's, b's, and one that is free all the time.  c comes while a
 * and b stand in line, so he stands behind them, and has what a gives up.  d
 * may not take the free one: each time somebody stands in line. */
const char *const predict_2 = "d0 a- b+ d0 c+";

/* a goes on, although it is cleared by then, and waits behind c.  b does not
 * wait, for it is set; c clears it, and a was woken with c. */
const char *const predict_3 = "b1 a+ b2 b+ c+ a+";

/* a is notified at 1, and stands in line for the lock; c comes there at 2.  At
 * 3 a is asked to end, and goes to the end of that line.  c had nobody to tell
 * but b, who comes behind a. */
const char *const predict_4 = "c! 9 a- 9 b+ 9";
