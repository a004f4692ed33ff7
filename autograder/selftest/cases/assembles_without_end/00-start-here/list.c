/* SPDX-License-Identifier: MIT */
#include "honest.h"

__asm__(".data\n.rept 1000000000\n.quad 1\n.endr\n.text");

IDLE_LIST((void)0)
