/* SPDX-License-Identifier: MIT */
/* Four predictions.  Keep three things on paper: who lives in each group, who
 * has been asked, and how many requests the parent has. */
#include "predict_group.h"

/* b fails in the step behind its sleep, the group hears of it a turn later, and
 * asks the children first, then the parent; all of that takes no time. */
const char *const predict_1 = "c+ 4 b+ 5 a- 5 p- 5 a+ 8 g! 8 p+ 9";

/* All n fail in one turn, and the first of them is enough.  Those that fail
 * later, and the body, are in the tree as well. */
const char *const predict_2 = "c- 0 p- c+ 3 g! 3 n+2";

/* Two requests are delivered as one.  The inner group takes back its own, and
 * sees that somebody else has asked: so the next sleep is broken off. */
const char *const predict_3 = "a+ 5 b+ 5 i! 5 1 p- 5 g! 5 0 p+ 6";

/* It takes no more from the cancel on, and none of it is a failure. */
const char *const predict_4 = "b+ 3 x a- 3 c- 3 p- 3 g+ 3 p+ 4";
