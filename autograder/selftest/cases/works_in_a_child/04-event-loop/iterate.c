/* SPDX-License-Identifier: MIT */
#define aw_loop_run run_honestly
/* BASE */
#undef aw_loop_run
#define FLAGS CHILD
#include "beside.h"
