/* SPDX-License-Identifier: MIT */
/* aw/future_parts.h: what the files of this chapter share.
 *
 * Only future.c, watch.c and their tests include it.  Everybody else uses
 * aw/future.h. */
#ifndef AW_FUTURE_PARTS_H
#define AW_FUTURE_PARTS_H

#include "aw/future.h"

/* ---- watch.c ------------------------------------------------------------*/

/* Tell every watch of `future`, which has just been settled: unlink it, copy
 * the outcome, push its handle. */
void aw__watches_tell(struct aw_future *future);

#endif
