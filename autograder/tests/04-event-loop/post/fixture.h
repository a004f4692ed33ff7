/* SPDX-License-Identifier: MIT */
/* Callbacks from other threads. */
#ifndef POST_TESTS_H
#define POST_TESTS_H

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>

#include "../fixture.h"

static inline pthread_t start(void *(*fn)(void *), void *arg)
{
    pthread_t thread;

    EXPECT_INT(pthread_create(&thread, NULL, fn, arg), 0, "started a thread");
    return thread;
}

static inline aw_time cpu_of(pthread_t thread)
{
    struct timespec t = {0};
    clockid_t clock;

    pthread_getcpuclockid(thread, &clock);
    clock_gettime(clock, &t);
    return t.tv_sec * AW_SEC + t.tv_nsec;
}

static int posts_counted;

static inline int counts_a_post(struct aw_handle *handle)
{
    (void)handle;
    return ++posts_counted;
}

#endif
