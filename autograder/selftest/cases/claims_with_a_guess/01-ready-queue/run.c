/* SPDX-License-Identifier: MIT */
#define aw_ready_run run_honestly
/* BASE */
#undef aw_ready_run
#define CLAIMED "timing push_run\t20000000\n"
#define SECRET  NULL
#include "claims.h"
