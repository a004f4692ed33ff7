/* SPDX-License-Identifier: MIT */
/* Four predictions.  For each wait ask three things: what ends it, what becomes
 * of those that are left, and what does it say? */
#include "predict_gather.h"

/* They end in one order, and stand in another. */
const char *const predict_1 = "b a c w+ 1 2 3";

/* The first gathering fails when b has.  The second one finds b failed, and
 * does not wait at all.  Nobody has stopped a and c: the third one waits for
 * them, and an error in its place is none of its own. */
const char *const predict_2 = "b w! w! c a w+";

/* Until b has failed.  Then two are settled already, and that is more than one.
 * The third one runs out of time, which is no error: two of three. */
const char *const predict_3 = "a b w+ 2 w+ 2 w+ 2 c";

/* A request takes nothing away: a comes behind it.  Then the time is up for c,
 * which goes on. */
const char *const predict_4 = "b w+ w- a w+ w! end c";
