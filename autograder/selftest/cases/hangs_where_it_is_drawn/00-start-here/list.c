/* SPDX-License-Identifier: MIT */
#include "honest.h"

static void hang(void)
{
    for (volatile unsigned i = 0;; i++)
        continue;
}

IDLE_LIST(hang())
