/* SPDX-License-Identifier: MIT */
/* A condition: who has the lock, who is told, and whom it reaches then. */
#ifndef COND_TESTS_H
#define COND_TESTS_H

#include "../fixture.h"

static struct aw_lock lock;
static struct aw_cond cond;
static int level;

static inline void open_cond(void)
{
    open_sync();
    aw_lock_init(&lock, "table");
    aw_cond_init(&cond, &lock, "changed");
    level = 0;
}

static inline void close_cond(void)
{
    run_all();
    EXPECT_PTR(lock.owner, NULL, "all have ended: who has the lock");
    aw_cond_deinit(&cond);
    aw_lock_deinit(&lock);
    close_sync();
}

/* Waits for one notification, and says what has come of it. */
static inline int waits(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    say_result(aw_cond_wait(&cond));
    EXPECT_PTR(lock.owner, aw_task_self(), "%s: who has the lock", me());
    aw_lock_release(&lock);
    return 0;
}

/* Notifies `arg`, or all when it is 0. */
static inline int notifies(void *arg)
{
    aw_lock_wait(&lock);
    if (arg)
        aw_cond_notify(&cond, (size_t)(intptr_t)arg);
    else
        aw_cond_notify_all(&cond);
    aw_lock_release(&lock);
    return 0;
}

/* Takes the lock, and has it until f is settled. */
static inline int keeps(void *arg)
{
    aw_lock_wait(&lock);
    if (arg)
        aw_cond_notify(&cond, (size_t)(intptr_t)arg);
    aw_await(&f, NULL);
    aw_lock_release(&lock);
    return 0;
}

static struct aw_task *task[9];

static inline void let_wait(int n, aw_body fn)
{
    for (int i = 0; i < n; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'}, fn, NULL);
    turn();
}

static inline void let_go(int n)
{
    run_all();
    drop_all(task, n);
    close_cond();
}

static inline bool is_high(void *ctx)
{
    EXPECT_PTR(lock.owner, aw_task_self(), "asked with the lock taken");
    say("%s?", me());
    return level >= *(int *)ctx;
}

#endif
