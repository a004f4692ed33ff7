/* SPDX-License-Identifier: MIT */
/* tune_volley.h: a ball that goes to and fro between two stacks.
 *
 * A volley has two sides.  The near side is whoever calls tune_volley_play,
 * and the far side has a stack of its own.  They strike in turn, the near side
 * first, and each stroke makes a new number of the ball:
 *
 *      near:  ball = near(ball) ---switch--->
 *      far:       <---switch--- ball = far(ball)
 *
 * The stub does it right.  But a switch of its own costs it more than both
 * strokes: it calls it, saves more than is needed, and leaves it with `ret`. */
#ifndef TUNE_VOLLEY_H
#define TUNE_VOLLEY_H

#include "aw/switch.h"

typedef uint64_t (*tune_stroke)(uint64_t ball);

struct tune_volley {
    struct aw_ctx near, far; /* where the side that waits stands */
    tune_stroke near_stroke, far_stroke;
    uint64_t ball;
    uintptr_t spare[4]; /* yours to use */
};

/* Make `volley` a volley whose far side stands on the stack that grows down
 * from `top`, and has not begun. */
void tune_volley_init(struct tune_volley *volley, void *top, tune_stroke near,
                      tune_stroke far);

/* Play `rounds` rounds, of two strokes each, beginning with `ball`.
 *
 * Each stroke of the far side is made on its own stack, all from the same
 * depth: its stack does not grow from round to round.  A volley may be played
 * again, and by another near side, but not from inside a stroke.  What the
 * caller has in registers is there again, as behind any call.
 *
 * Returns the ball behind the last stroke; after 0 rounds, `ball`. */
uint64_t tune_volley_play(struct tune_volley *volley, uint64_t ball,
                          unsigned rounds);

#endif
