/* SPDX-License-Identifier: MIT */
#include "aw/engine.h"

#define ENGINE (&aw_uv_ops)
#include "../04-event-loop/iterate.c"
