/* SPDX-License-Identifier: MIT */
#include "aw/cancel.h"

int aw_wait_for_owned(struct aw_future *future, aw_time limit, void **value,
                      void (*undelivered)(void *value))
{
    AW_TODO();
}

int aw_wait_for(struct aw_future *future, aw_time limit, void **value)
{
    AW_TODO();
}
