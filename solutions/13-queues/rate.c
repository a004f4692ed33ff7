/* SPDX-License-Identifier: MIT */
/* So much in so much time: a bucket, a window, and a number.
 *
 * There is no task that pours tokens in, and no timer that ticks: how full the
 * bucket is follows from the clock.  It is enough to know when it will be full.
 * [from-the-clock]
 *
 *      now          full            level = size - (full - now) / interval
 *       |------------|----> time
 *
 * The hard thing is to wait in turn, and to take nothing before it is there.
 * Who waits has the lock, and sleeps with it: so all others stand in its line,
 * in order, and whoever gives up has touched nothing but the line. [in-turn] */
#include "aw/rate.h"

static bool somebody_waits(const struct aw_lock *lock)
{
    return lock->owner || lock->waiters.n > 0;
}

/* ---- Token bucket -------------------------------------------------------*/

void aw_bucket_init(struct aw_bucket *bucket, struct aw_loop *loop,
                    aw_time interval, size_t size, const char *name)
{
    AW_ASSERT(interval > 0 && size > 0,
              "a bucket was made for %zu tokens, one each %lld ns", size,
              (long long)interval);
    AW_ASSERT(size <= (uint64_t)(AW_NEVER / 4 / interval),
              "a bucket was made that takes longer than a lifetime to fill");
    aw_lock_init(&bucket->lock, name);
    bucket->loop = loop;
    bucket->interval = interval;
    bucket->size = size;
    bucket->full = aw_loop_now(loop);
}

void aw_bucket_deinit(struct aw_bucket *bucket)
{
    AW_ASSERT(!somebody_waits(&bucket->lock),
              "a bucket was deinitialised while a task waits for its tokens");
    aw_lock_deinit(&bucket->lock);
}

/* What is missing, in time. */
static aw_time missing(const struct aw_bucket *bucket)
{
    aw_time now = aw_loop_now(bucket->loop);

    return bucket->full > now ? bucket->full - now : 0;
}

size_t aw_bucket_level(const struct aw_bucket *bucket)
{
    /* A token that is not whole is none. */
    aw_time parts = missing(bucket) + bucket->interval - 1;

    return bucket->size - (size_t)(parts / bucket->interval);
}

static void take(struct aw_bucket *bucket, size_t n)
{
    bucket->full = aw_loop_now(bucket->loop) + missing(bucket) +
                   (aw_time)n * bucket->interval;
}

bool aw_bucket_try(struct aw_bucket *bucket, size_t n)
{
    if (somebody_waits(&bucket->lock) || n > aw_bucket_level(bucket))
        return false;
    take(bucket, n);
    return true;
}

int aw_bucket_wait(struct aw_bucket *bucket, size_t n)
{
    int rc;

    if (n > bucket->size)
        return -EINVAL;
    rc = aw_lock_wait(&bucket->lock);
    if (rc < 0)
        return rc;
    /* [in-turn] Wrong turn: to take first, and then to sleep until it was
     * right.  Who is asked to end in his sleep has taken what nobody gets;
     * who_gives_up_has_taken_nothing catches it. */
    if (n > aw_bucket_level(bucket))
        rc = aw_sleep_until(bucket->full -
                            (aw_time)(bucket->size - n) * bucket->interval);
    if (rc == 0)
        take(bucket, n);
    aw_lock_release(&bucket->lock);
    return rc;
}

/* ---- Sliding window -----------------------------------------------------*/

void aw_window_init(struct aw_window *window, struct aw_loop *loop,
                    aw_time period, aw_time *when, size_t n, const char *name)
{
    AW_ASSERT(period > 0 && n > 0, "a window was made for %zu in each %lld ns",
              n, (long long)period);
    aw_lock_init(&window->lock, name);
    window->loop = loop;
    window->period = period;
    window->when = when;
    window->n = n;
    window->oldest = 0;
    /* As if the last ones had come just long enough ago. */
    for (size_t i = 0; i < n; i++)
        when[i] = aw_loop_now(loop) - period;
}

void aw_window_deinit(struct aw_window *window)
{
    AW_ASSERT(!somebody_waits(&window->lock),
              "a window was deinitialised while a task waits for it");
    aw_lock_deinit(&window->lock);
}

aw_time aw_window_next(const struct aw_window *window)
{
    aw_time now = aw_loop_now(window->loop);
    aw_time next = aw_deadline(window->when[window->oldest], window->period);

    return next > now ? next : now;
}

static void go_through(struct aw_window *window)
{
    window->when[window->oldest] = aw_loop_now(window->loop);
    window->oldest = window->oldest + 1 < window->n ? window->oldest + 1 : 0;
}

static bool is_open(const struct aw_window *window)
{
    return aw_window_next(window) <= aw_loop_now(window->loop);
}

bool aw_window_try(struct aw_window *window)
{
    if (somebody_waits(&window->lock) || !is_open(window))
        return false;
    go_through(window);
    return true;
}

int aw_window_wait(struct aw_window *window)
{
    int rc = aw_lock_wait(&window->lock);

    if (rc < 0)
        return rc;
    if (!is_open(window))
        rc = aw_sleep_until(aw_window_next(window));
    if (rc == 0)
        go_through(window);
    aw_lock_release(&window->lock);
    return rc;
}

/* ---- How many are needed ------------------------------------------------*/

size_t aw_capacity(aw_time each, aw_time stay, unsigned headroom)
{
    aw_time share, places;

    AW_ASSERT(each > 0 && each <= AW_NEVER / 100 && stay >= 0 &&
                  stay <= AW_NEVER / 100 && headroom < 100,
              "a capacity was asked for that makes no sense: one each %lld ns, "
              "for %lld ns, with %u %% of headroom",
              (long long)each, (long long)stay, headroom);
    /* [little] Rounded up, for half a place is none. */
    share = each * (aw_time)(100 - headroom);
    places = stay * 100 / share + (stay * 100 % share != 0);
    return places > 0 ? (size_t)places : 1;
}
