/* SPDX-License-Identifier: MIT */
/* A lock: who has it, whose turn it is, and who hands it on. */
#ifndef LOCK_TESTS_H
#define LOCK_TESTS_H

#include "../fixture.h"

static struct aw_lock lock;

static inline void open_lock(void)
{
    open_sync();
    aw_lock_init(&lock, "db");
}

static inline void close_lock(void)
{
    run_all();
    EXPECT_PTR(lock.owner, NULL, "all have ended: who has the lock");
    aw_lock_deinit(&lock);
    close_sync();
}

/* Takes the lock, says so, and has it for `arg` turns. */
static inline int uses(void *arg)
{
    int rc = say_result(aw_lock_wait(&lock));

    if (rc < 0)
        return rc;
    EXPECT_PTR(lock.owner, aw_task_self(), "%s took the lock", me());
    for (intptr_t i = (intptr_t)arg; i > 0; i--)
        aw_yield();
    aw_lock_release(&lock);
    return 0;
}

/* Has the lock until f is settled. */
static inline int keeps(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    aw_await(&f, NULL);
    aw_lock_release(&lock);
    return 0;
}

/* "k" has the lock until f is settled, and `n` others stand in line. */
static struct aw_task *task[9];

static inline void stand_in_line(int n)
{
    launch("k", keeps, NULL);
    for (int i = 0; i < n; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'}, uses, num(1));
    turn();
}

static inline void let_go(int n)
{
    run_all();
    drop_all(task, n);
    close_lock();
}

static inline int takes_it_often(void *arg)
{
    size_t calls = memory.calls;

    (void)arg;
    for (int i = 0; i < 1000; i++) {
        EXPECT_INT(aw_lock_wait(&lock), 0, "took a free lock");
        EXPECT_PTR(lock.owner, aw_task_self(), "took it: who has it");
        aw_lock_release(&lock);
    }
    EXPECT_INT(memory.calls, calls, "took a free lock 1000 times");
    EXPECT_INT(aw_task_self()->steps, 1, "and counted steps of the task");
    EXPECT_INT(loop.live[AW_WAITERS], 0, "and counted waiters");
    return 0;
}

#endif
