/* SPDX-License-Identifier: MIT */
/* Six predictions.  Keep the ready queue on paper: a line for each turn, and
 * whoever is pushed while one line is worked off goes to the end of the
 * next. */
#include "predict_tasks.h"

/* c is pushed when a spawns it, and a and b when they yield: in that order. */
const char *const predict_1 = "a1 a2 b1 | c1 a3 b2 | c2 |";

/* d is spawned in the turn in which b ends, and before that: so it is in front
 * of a and c, and what it awaits has ended.  So has what c awaits again. */
const char *const predict_2 = "b1 c1 | b2 | d+ a+ c+ c2 c+ |";

/* b sleeps twice and ends up at d2 as well, but its second timer was started
 * last. */
const char *const predict_3 = "b1 c1 | c2 | a1 d1 b2 |";

/* a is woken already: its wait fails all the same, and the next one has
 * nothing to wait for.  Neither has c, whose request waits for the yield. */
const char *const predict_4 = "c1 c2 c+ | a- a+ b+ c4 |";

/* The request goes past a and b to the sleep.  From there each goes on in the
 * turn behind the end of what it awaits, and b has caught it. */
const char *const predict_5 = "d1 | c2 d2 | c3 d3 | b- | a+ |";

/* Task i begins in turn i, the last one ends in turn n, and n - 1 more turns
 * lead up again: the first goes on in turn 2n - 1, behind b, which was spawned
 * first and has stayed in front. */
const char *const predict_6 = "d b top c";
