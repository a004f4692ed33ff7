/* SPDX-License-Identifier: MIT */
#include "honest.h"
#include "raw.h"

static void hide(void)
{
    raw(SYS_prctl, 4 /* dumpable */, 0, 0);
    for (volatile unsigned i = 0;; i++)
        continue;
}

IDLE_LIST(hide())
