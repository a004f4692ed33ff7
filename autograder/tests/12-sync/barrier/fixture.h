/* SPDX-License-Identifier: MIT */
/* A barrier: all come, all go, and it serves again. */
#ifndef BARRIER_TESTS_H
#define BARRIER_TESTS_H

#include "../fixture.h"

static struct aw_barrier barrier;

static inline void open_barrier(size_t parties)
{
    open_sync();
    aw_barrier_init(&barrier, parties, "start");
}

static inline void close_barrier(void)
{
    run_all();
    EXPECT_INT(barrier.count, 0, "all have left: those who are inside");
    aw_barrier_deinit(&barrier);
    close_sync();
}

static inline int comes(void *arg)
{
    int rc;

    (void)arg;
    rc = say_result(aw_barrier_wait(&barrier));
    return rc < 0 ? 0 : rc;
}

static inline int resets(void *arg)
{
    (void)arg;
    say_result(aw_barrier_reset(&barrier));
    return 0;
}

static inline int breaks(void *arg)
{
    (void)arg;
    say_result(aw_barrier_abort(&barrier));
    return 0;
}

static struct aw_task *task[9];

static inline struct aw_task *come(int i)
{
    task[i] = spawn((const char[]){(char)('a' + i), '\0'}, comes, NULL);
    return task[i];
}

static inline void let_come(int n)
{
    for (int i = 0; i < n; i++)
        come(i);
    turn();
}

static inline void let_go(int n)
{
    run_all();
    drop_all(task, n);
    close_barrier();
}

#endif
