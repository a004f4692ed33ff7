/* SPDX-License-Identifier: MIT */
/* Gathering: places and turns, errors, requests, and what is left behind. */
#ifndef GATHER_TESTS_H
#define GATHER_TESTS_H

#include "../fixture.h"

static size_t count;
static enum aw_gather_mode mode;

/* Gathers `count` members, and says what they have come to. */
static inline int gathers(void *arg)
{
    int rc = say_when(aw_gather(m, count, mode));

    (void)arg;
    say_members(count);
    return rc;
}

static inline struct aw_task *start_gathering(size_t n, enum aw_gather_mode how)
{
    count = n;
    mode = how;
    return spawn("G", gathers, NULL);
}

static inline void open_three(int a, int b, int c)
{
    open_loop();
    start_job(0, 10, a);
    start_job(1, 20, b);
    start_job(2, 30, c);
}

/* What became of `gatherer` when `ms` milliseconds have passed and it is asked
 * to end. */
static inline void run_asked(struct aw_task *gatherer, int ms)
{
    struct asker asker;

    ask_at(&asker, gatherer, ms);
    run_all();
}

/* Gathers `count` members, and ends that before anybody has awaited it. */
static inline int awaits_no_gathering(void *arg)
{
    struct aw_gather all;

    aw_gather_begin(&all, m, count, (enum aw_gather_mode)(intptr_t)arg);
    aw_sleep(5 * AW_MS);
    aw_gather_end(&all);
    return 0;
}

#endif
