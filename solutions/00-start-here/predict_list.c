/* SPDX-License-Identifier: MIT */
/* Three predictions, and how to arrive at them without a machine.
 *
 * Only the last one needs paper: write the two lists on two lines, and strike
 * out on one what you write down on the other. */
#include "predict_list.h"

/* a, then ab, cab, cabd.  Removing b leaves cad; b comes back in front. */
const char *const predict_ends = "bcad";

/* What is smaller than the first node becomes the first, and is compared with
 * from then on.  b passes d; e is too large; a passes b; c is too large.
 * `after` was read before the node moved, so none is visited twice or
 * left out. */
const char *const predict_walk = "abdec";

/* `other` becomes deabc and `list` is empty; d goes over, then e before it;
 * the rest follows: edabc.  At last e moves to right before b. [before] */
const char *const predict_two = "daebc";
