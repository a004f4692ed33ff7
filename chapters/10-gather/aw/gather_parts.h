/* SPDX-License-Identifier: MIT */
/* aw/gather_parts.h: what the files of chapter 10 share among themselves. */
#ifndef AW_GATHER_PARTS_H
#define AW_GATHER_PARTS_H

#include "aw/gather.h"

/* Make `member` one of `of`, whose future nobody watches yet.  Its outcome is
 * not known; `fn` will be called when it is. */
void aw__member_init(struct aw_member *member, aw_fn fn, void *of);

/* Look on: `fn` of `member` is called a turn after its future is settled, at
 * once or later.  A lazy task is started.  It counts as awaited until then, and
 * yet is not retrieved by that. */
void aw__member_look_on(struct aw_member *member);

/* Look away, be it settled or not.  Doing so twice is harmless. */
void aw__member_look_away(struct aw_member *member);

#endif
