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

/* Ask `task` to end when the clock shows `ms`, and run all. */
static inline void run_asked(struct aw_task *task, int ms)
{
    struct asker asker;

    ask_at(&asker, task, ms);
    run_all();
}

static struct aw_task *gatherer; /* "G" of the tests that ask it to end */

static inline void gather_and_ask(size_t n, enum aw_gather_mode how, int ms)
{
    gatherer = start_gathering(n, how);
    run_asked(gatherer, ms);
}

static inline void end_of_gathering(int jobs)
{
    aw_task_drop(gatherer);
    end(jobs);
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
