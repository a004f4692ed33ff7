/* SPDX-License-Identifier: MIT */
/* aw/rate.h: so much in so much time.
 *
 *      bucket   on average so many in a second, and bursts of so many
 *      window   in no second of all seconds more than so many
 *
 *      bucket of 3, one each second     |||   |   |   |   |
 *      window of 3 each second          |||      |||      |||
 *
 * Both are fair: who has waited longest is first.  Both take nothing from those
 * who give up.  They need no timer while nobody waits, and no memory but the
 * caller's.
 *
 * All stand in the caller's memory, from init to deinit; deinit is misuse while
 * somebody waits.  What waits is misuse outside of a task.
 *
 *   Threads  the loop's. */
#ifndef AW_RATE_H
#define AW_RATE_H

#include "aw/sync.h"

/* ---- Token bucket -------------------------------------------------------*/

struct aw_bucket {
    struct aw_lock lock; /* of the one who is next */
    struct aw_loop *loop;
    aw_time interval;   /* a token comes this often */
    size_t size;        /* and no more than this many are kept */
    aw_time full;       /* when it will be full, if nobody takes any */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* A bucket that is full.
 *
 * interval  between two tokens; misuse with 0 or less
 * size      how many it holds; misuse with 0, and when an empty one would take
 *           longer than AW_NEVER / 4 to fill, which is 73 years */
void aw_bucket_init(struct aw_bucket *bucket, struct aw_loop *loop,
                    aw_time interval, size_t size, const char *name);
void aw_bucket_deinit(struct aw_bucket *bucket);

/* How many tokens are in it now. */
size_t aw_bucket_level(const struct aw_bucket *bucket);

/* Take `n` tokens if they are there and nobody waits.
 *
 * Returns whether they were taken: never, if `n` is above the size. */
bool aw_bucket_try(struct aw_bucket *bucket, size_t n);

/* Take `n` tokens, as soon as they are there and it is this task's turn.
 *
 * Returns 0; -EINVAL, when `n` is above the size; -ECANCELED, when this task
 * was asked to end: then none was taken. */
int aw_bucket_wait(struct aw_bucket *bucket, size_t n);

/* ---- Sliding window -----------------------------------------------------*/

struct aw_window {
    struct aw_lock lock; /* of the one who is next */
    struct aw_loop *loop;
    aw_time period;
    aw_time *when;      /* of the last `n`, a ring; the caller's */
    size_t n, oldest;   /* of them; the index of the oldest */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* A window that lets `n` through in each `period`: never more in any stretch
 * of that length.  What counts is when somebody went through, not when he
 * could have.
 *
 * when  room for `n` moments, borrowed until aw_window_deinit
 *
 * Two that are exactly `period` apart are not in one.  Misuse with n of 0, and
 * with a period of 0 or less. */
void aw_window_init(struct aw_window *window, struct aw_loop *loop,
                    aw_time period, aw_time *when, size_t n, const char *name);
void aw_window_deinit(struct aw_window *window);

/* Go through, if that is possible now and nobody waits.
 *
 * Returns whether. */
bool aw_window_try(struct aw_window *window);

/* Go through, as soon as that is possible and it is this task's turn.
 *
 * Returns 0, or -ECANCELED, when this task was asked to end: then it does not
 * count. */
int aw_window_wait(struct aw_window *window);

/* When one could go through, if nobody waits; now, or later: for those who
 * have to tell somebody to come back (429). */
aw_time aw_window_next(const struct aw_window *window);

/* ---- How many are needed ------------------------------------------------*/

/* Little's law: what comes at some rate and stays for some time is so many at a
 * time.
 *
 * each      a new one comes this often; misuse with 0 or less
 * stay      and takes this long; misuse below 0; with both, above AW_NEVER /
 *           100, which is nearly three years
 * headroom  in percent: 30 stands for a third of a machine that idles on an
 *           average day, and so is not full on a bad one; misuse above 99
 *
 * Returns the least number of places at which, on average, no more than
 * 100 - headroom percent are taken; 1 at least. */
size_t aw_capacity(aw_time each, aw_time stay, unsigned headroom);

#endif
