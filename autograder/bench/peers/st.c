/* SPDX-License-Identifier: MIT */
/* The things of tasks_work.h, on State Threads.
 *
 * Its way to yield is to sleep for no time. */
#include <st.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static long todo;

static double cpu_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void *yields(void *arg)
{
    while (todo-- > 0)
        st_sleep(0);
    return arg;
}

static double yield_100(long n)
{
    st_thread_t thread[100];
    double begun;

    for (int i = 0; i < 100; i++)
        thread[i] = st_thread_create(yields, NULL, 1, 65536);
    todo = 200;
    st_sleep(0);
    begun = cpu_ns();
    todo = n;
    for (int i = 0; i < 100; i++)
        st_thread_join(thread[i], NULL);
    return (cpu_ns() - begun) / (double)n;
}

static void *returns(void *arg)
{
    return arg;
}

static double spawn_join(long n)
{
    double begun = 0;

    for (long i = -100; i < n; i++) {
        if (i == 0)
            begun = cpu_ns();
        st_thread_join(st_thread_create(returns, NULL, 1, 65536), NULL);
    }
    return (cpu_ns() - begun) / (double)n;
}

/* Each trip is for two condition variables what it is for two futures. */
static st_cond_t ball[2];

static void *returns_balls(void *arg)
{
    while (todo > 0) {
        st_cond_wait(ball[0]);
        st_cond_signal(ball[1]);
    }
    return arg;
}

static double round_trip(long n)
{
    st_thread_t thread;
    double begun;

    ball[0] = st_cond_new();
    ball[1] = st_cond_new();
    todo = n;
    thread = st_thread_create(returns_balls, NULL, 1, 65536);
    st_sleep(0);
    begun = cpu_ns();
    while (todo-- > 0) {
        st_cond_signal(ball[0]);
        st_cond_wait(ball[1]);
    }
    begun = (cpu_ns() - begun) / (double)n;
    st_cond_signal(ball[0]);
    st_thread_join(thread, NULL);
    return begun;
}

int main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "";
    long n = argc > 2 ? atol(argv[2]) : 0;
    double ns;

    st_init();
    if (strcmp(what, "yield") == 0)
        ns = yield_100(n);
    else if (strcmp(what, "spawn") == 0)
        ns = spawn_join(n);
    else if (strcmp(what, "trip") == 0)
        ns = round_trip(n);
    else
        return 2;
    printf("%.2f\n", ns);
    return 0;
}
