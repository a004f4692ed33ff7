/* SPDX-License-Identifier: MIT */
/* aw/loop_parts.h: what the files of the event loop share.
 *
 * Only loop.c, iterate.c, post.c, report.c and their tests include it.
 * Everybody else uses aw/loop.h.
 *
 *      loop.c -----init----> report.c   (who hears of callbacks that fail)
 *      loop.c -----close---> post.c     (no more posts)
 *      iterate.c --takes---> post.c     (once in each iteration) */
#ifndef AW_LOOP_PARTS_H
#define AW_LOOP_PARTS_H

#include "aw/loop.h"

/* ---- post.c -------------------------------------------------------------*/

/* Push the handle of every post that has come, oldest first, and leave no
 * post behind.  `posts` is NULL afterwards, unless others have come since. */
void aw__posts_take(struct aw_loop *loop);

/* Refuse every post from now on, and forget those that have come: their
 * handles are not pushed.  What another thread posts at the same time is
 * either forgotten or refused.  Afterwards nobody is inside of the engine's
 * `wake` on behalf of a post, and it may be closed. */
void aw__posts_close(struct aw_loop *loop);

/* ---- report.c -----------------------------------------------------------*/

/* Have callbacks that fail reported by aw_loop_report. */
void aw__loop_listen(struct aw_loop *loop);

#endif
