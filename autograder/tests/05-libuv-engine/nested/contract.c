/* SPDX-License-Identifier: MIT */
/* Chapter 04's posts on this engine. */
#include "../kit.h"

#include "../../04-event-loop/post/closing.c"
#include "../../04-event-loop/post/drawn.c"
#include "../../04-event-loop/post/instant.c"
#include "../../04-event-loop/post/one_thread.c"
#include "../../04-event-loop/post/taking.c"
#include "../../04-event-loop/post/threads.c"
