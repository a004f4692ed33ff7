/* SPDX-License-Identifier: MIT */
/* Iterations of chapter 04 on this engine. */
#include "../kit.h"

#include "../../04-event-loop/iterate/clock.c"
#include "../../04-event-loop/iterate/drawn.c"
#include "../../04-event-loop/iterate/idle.c"
#include "../../04-event-loop/iterate/metrics.c"
#include "../../04-event-loop/iterate/order.c"
#include "../../04-event-loop/iterate/sleep.c"
#include "../../04-event-loop/iterate/stop.c"
