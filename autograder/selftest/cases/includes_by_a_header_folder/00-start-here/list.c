/* SPDX-License-Identifier: MIT */
#include "../../solutions/00-start-here/list.c"
