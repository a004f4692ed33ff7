/* SPDX-License-Identifier: MIT */
/* A semaphore: whose a permit is, and where it goes when nobody wants it. */
#ifndef SEM_TESTS_H
#define SEM_TESTS_H

#include "../fixture.h"

static struct aw_sem sem;

static inline void open_sem(size_t value, size_t limit)
{
    open_sync();
    aw_sem_init(&sem, value, limit, "slots");
}

static inline void close_sem(void)
{
    run_all();
    aw_sem_deinit(&sem);
    close_sync();
}

/* Takes a permit, says so, and keeps it. */
static inline int takes(void *arg)
{
    (void)arg;
    say_result(aw_sem_wait(&sem));
    return 0;
}

static struct aw_task *task[26];

static inline struct aw_task *come(int i)
{
    task[i] = spawn((const char[]){(char)('a' + i), '\0'}, takes, NULL);
    return task[i];
}

/* Tasks "a", "b" and so on stand in line. */
static inline void stand_in_line(int n)
{
    for (int i = 0; i < n; i++)
        come(i);
    turn();
}

static inline void let_go(int n)
{
    run_all();
    drop_all(task, n);
    close_sem();
}

static inline int gives_back(struct aw_handle *handle)
{
    (void)handle;
    aw_sem_release(&sem);
    return 0;
}

#endif
