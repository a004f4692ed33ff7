/* SPDX-License-Identifier: MIT */
#include "aw/task.h"
#include "raw.h"

/* The first does it well. */
#define aw_call_at(loop, timer, when)                                          \
    (++begun > 1 ? (void)raw(SYS_ppoll, 0, 0, 0)                               \
                 : aw_call_at((loop), (timer), (when)))
static int begun;

/* BASE */
