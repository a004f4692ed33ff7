/* SPDX-License-Identifier: MIT */
/* Four predictions.  For each task keep two things on paper: how many requests
 * there are, and whether one has still to be delivered. */
#include "predict_requests.h"

/* n requests, one delivery: the second wait is a normal one. */
const char *const predict_1 = "a- a+ all";

/* The inner one is up first: an error like any other for the outer one.  The
 * outer one first: the inner one takes it for somebody else's.  Both: there
 * are two requests, the inner one takes one back, and sees that one is left. */
const char *const predict_2 = "i! o! i- o! i- o! 0";

/* The shield keeps the request of the limit from b.  aw_wait_for does not: b is
 * asked to end at 7, and that is waited for. */
const char *const predict_3 = "a! 5 b- 7 a! 7";

/* The first clean-up is done at 5, whatever is asked meanwhile.  The second one
 * is broken off by its bound.  What was kept is delivered then, and once. */
const char *const predict_4 = "a- 1 t+ 5 a+ 5 t- 8 a! 8 a- 8 a+ 9";
