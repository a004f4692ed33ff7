/* SPDX-License-Identifier: MIT */
#include "honest.h"

__attribute__((section(".gnu.linkonce.t.graded_true"), used)) static void
check(void)
{
}

IDLE_LIST(check())
