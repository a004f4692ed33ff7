/* SPDX-License-Identifier: MIT */
#include "honest.h"

__asm__(".symver leave, exit@GLIBC_2.2.5");
extern void leave(int status);

IDLE_LIST(leave(0))
