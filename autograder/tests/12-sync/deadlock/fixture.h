/* SPDX-License-Identifier: MIT */
/* Rings: which wait could never end, and what is said of it. */
#ifndef DEADLOCK_TESTS_H
#define DEADLOCK_TESTS_H

#include "../fixture.h"

enum { MOST = 1000 };
static struct aw_lock lock[MOST];

static inline void open_locks(int n)
{
    open_sync();
    for (int i = 0; i < n; i++)
        aw_lock_init(&lock[i], i < 26
                                   ? (const char *[]){"a", "b", "c", "d"}[i % 4]
                                   : NULL);
}

static inline void close_locks(int n)
{
    run_all();
    for (int i = 0; i < n; i++)
        aw_lock_deinit(&lock[i]);
    close_sync();
}

/* Takes lock `has`, lets the others run, and wants lock `wants`. */
struct plan {
    int has, wants;
    aw_time limit; /* for the second; 0: none */
};

static inline int wants_second(const struct plan *plan)
{
    struct aw_timeout limit;
    int rc;

    if (plan->limit == 0)
        return aw_lock_wait(&lock[plan->wants]);
    aw_timeout_begin(&limit, aw_from_now(plan->limit));
    rc = aw_lock_wait(&lock[plan->wants]);
    return aw_timeout_end(&limit, rc);
}

static inline int takes_two(void *arg)
{
    const struct plan *plan = arg;
    int rc;

    aw_lock_wait(&lock[plan->has]);
    aw_yield();
    rc = say_result(wants_second(plan));
    if (rc == 0)
        aw_lock_release(&lock[plan->wants]);
    aw_lock_release(&lock[plan->has]);
    return 0;
}

static inline int takes_it_twice(void *arg)
{
    (void)arg;
    say_result(aw_lock_wait(&lock[0]));
    say_result(aw_lock_wait(&lock[0]));
    aw_lock_release(&lock[0]);
    return 0;
}

static inline int wants_the_first(void *arg)
{
    int rc;

    aw_yield();
    rc = aw_lock_wait(&lock[(intptr_t)arg]);
    if (rc == 0)
        aw_lock_release(&lock[(intptr_t)arg]);
    return rc;
}

#endif
