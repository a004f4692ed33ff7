/* SPDX-License-Identifier: MIT */
/* Chapter 03's contract of a poller on this engine. */
#include "../kit.h"

#include "../../03-readiness/poller/chance.c"
#include "../../03-readiness/poller/drawn.c"
#include "../../03-readiness/poller/opening.c"
#include "../../03-readiness/poller/readiness.c"
#include "../../03-readiness/poller/time.c"
#include "../../03-readiness/poller/wake_up.c"
