/* SPDX-License-Identifier: MIT */
/* Four predictions.  One sheet of paper each, with two lines on it: what is
 * left of this turn, and what waits for the next. */
#include "predict_turns.h"

/* b pushes d, a pushes c and itself.  In the next turn d finds a queued, and
 * pushes nothing; a is not in its first turn any more.  The third turn has
 * nothing to call.  So it ends, and says no third bar. */
const char *const predict_pushes = "ba|dca|";

/* a takes c out of this turn and puts it into the next; d is cancelled for
 * good, and b's cancel of itself finds nothing, since b is running.  The next
 * turn holds c, e, a, in the order of the pushes; there e cancels a in time,
 * and d gets a turn of its own. */
const char *const predict_cancels = "ab|ce|d|";

/* x ends in turn m.  Then z is pushed from x, which stands before y, so z
 * stands before y from then on.  Both end in turn m + n: z first, and w one
 * turn later. */
const char *const predict_chains = "xzyw";

/* A report comes right behind the callback that failed, before the next one.
 * What a has pushed before it failed stays pushed.  The second report finds d
 * queued already. */
const char *const predict_errors = "a!c!|bd|";
