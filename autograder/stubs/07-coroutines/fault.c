/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "aw/coro.h"
#include "aw/fault.h"

int aw_fault_start(struct aw_fault *fault)
{
    AW_TODO();
}

void aw_fault_stop(struct aw_fault *fault)
{
    AW_TODO();
}
