/* SPDX-License-Identifier: MIT */
/* Seven programs, and what they say.  libuv only pushes, and our turn comes
 * when it has returned; so what counts is when libuv runs.  On its own engine
 * it is the poll.  Nested it runs behind the poll and behind the posts, and
 * only if it has something to do. [who-runs-whom] */
#include "predict_phases.h"

/* libuv's order is fixed, whatever was started first: idle, prepare, the poll
 * and in it A, check.  Ours comes when all that is over. */
const char *const predict_1 = "I P A C a |";

/* a was queued before.  P pushes before libuv looks at the socket, C behind;
 * posts and timers are looked at when libuv has returned. */
const char *const predict_2 = "P A C a b r d q x |";

/* The socket is the outer poller's now.  Its reader and the post are pushed
 * before libuv runs at all. */
const char *const predict_3 = "P A C a r q b d x |";

/* A handle that is being closed is not called any more, although its phase is
 * still to come.  The close callbacks come at the end of the same run, and the
 * one that was closed last comes first. */
const char *const predict_4 = "P A Z Y a |";

/* While an idle handle is active libuv is alive, and the clock stands still:
 * x, which is due in a second, waits for its end. */
const char *const predict_5 = "I a I a I a x |";

/* Each iteration polls once, and each poll runs libuv.  What is not
 * referenced keeps the loop from nothing. */
const char *const predict_6 = "P a P b |";

/* A prepare handle is nothing to do.  Nobody wakes libuv, so nobody runs it. */
const char *const predict_7 = "a b |";
