/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"

int aw_clean_up(aw_body fn, void *arg, aw_time bound)
{
    AW_TODO();
}
