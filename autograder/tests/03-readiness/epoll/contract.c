/* SPDX-License-Identifier: MIT */
/* What every engine promises; chapter 05 builds it with another one. */
#include "../poller/chance.c"
#include "../poller/drawn.c"
#include "../poller/opening.c"
#include "../poller/readiness.c"
#include "../poller/time.c"
#include "../poller/wake_up.c"
