/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "honest.h"

static void scribble(void)
{
}

IDLE_LIST(atexit(scribble))
