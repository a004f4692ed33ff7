/* SPDX-License-Identifier: MIT */
#include "aw/rate.h"

void aw_bucket_init(struct aw_bucket *bucket, struct aw_loop *loop,
                    aw_time interval, size_t size, const char *name)
{
    AW_TODO();
}

void aw_bucket_deinit(struct aw_bucket *bucket)
{
    AW_TODO();
}

size_t aw_bucket_level(const struct aw_bucket *bucket)
{
    AW_TODO();
}

bool aw_bucket_try(struct aw_bucket *bucket, size_t n)
{
    AW_TODO();
}

int aw_bucket_wait(struct aw_bucket *bucket, size_t n)
{
    AW_TODO();
}

void aw_window_init(struct aw_window *window, struct aw_loop *loop,
                    aw_time period, aw_time *when, size_t n, const char *name)
{
    AW_TODO();
}

void aw_window_deinit(struct aw_window *window)
{
    AW_TODO();
}

aw_time aw_window_next(const struct aw_window *window)
{
    AW_TODO();
}

bool aw_window_try(struct aw_window *window)
{
    AW_TODO();
}

int aw_window_wait(struct aw_window *window)
{
    AW_TODO();
}

size_t aw_capacity(aw_time each, aw_time stay, unsigned headroom)
{
    AW_TODO();
}
