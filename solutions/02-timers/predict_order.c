/* SPDX-License-Identifier: MIT */
/* Two rules decide all six programs.  Timers that are due go by their
 * deadlines, and equal ones by their last start.  And a timer that is due is
 * one more handle in the ready queue: behind those that were there before,
 * and still to be stopped until its turn comes. */
#include "predict_order.h"

/* b is the earliest.  a and c come due together, and a was started first. */
const char *const predict_1 = "b a c d";

/* All three end up at d1.  Each start takes a new number: c keeps its own, a
 * has one from its second start, b one from its third. */
const char *const predict_2 = "c a b";

/* a, b and c are in the ready queue together when a runs, and a takes c out
 * of it.  a itself has run when b tries to stop it; d is stopped in time. */
const char *const predict_3 = "a b";

/* One expire finds all three due, and still goes by their deadlines.  e was
 * due before any of them, but it was started after they had been pushed. */
const char *const predict_4 = "b c a e";

/* h was queued before z came due.  In the next turn k stands in the queue
 * already when expire pushes y: timers go behind what is queued. */
const char *const predict_5 = "h z k y";

/* At d1 a starts itself for 2 * d1.  b has been started for that moment
 * before, so b goes first.  The same again at 3 * d1, between c and a: c goes
 * first, and takes a out of the queue. */
const char *const predict_6 = "a b a c";
