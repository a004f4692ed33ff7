/* SPDX-License-Identifier: MIT */
/* tasks_work.h: four things that programs of tasks do all day.
 *
 * Each function does its thing `n` times, and returns the CPU time of one.
 * What is measured begins when all tasks exist and the pool is warm. */
#ifndef TASKS_WORK_H
#define TASKS_WORK_H

#include <string.h>

#include "aw/task.h"
#include "bench.h"
#include "tune_volley.h"

/* The innermost loop of a program: all that it calls is to be inlined. */
#define HOT __attribute__((flatten))

static struct aw_loop loop;
static long todo;

static inline void must(int rc)
{
    if (rc >= 0)
        return;
    fprintf(stderr, "%s: %s\n", program_invocation_short_name,
            aw_error_name(rc));
    exit(2);
}

/* CPU time until nothing lives any more. */
static inline double until_idle(void)
{
    double begun = cpu_ns();

    must(aw_loop_run(&loop));
    return cpu_ns() - begun;
}

/* ---- A hundred tasks that yield -----------------------------------------*/

static inline HOT int yields(void *arg)
{
    (void)arg;
    while (todo-- > 0)
        aw_yield();
    return 0;
}

static inline double yield_100(long n)
{
    double ns;

    must(aw_loop_init(&loop, NULL));
    todo = n;
    for (int i = 0; i < 100; i++)
        aw_task_drop(aw_spawn(&loop, yields, NULL, NULL));
    must(aw_loop_run_once(&loop)); /* all have begun */
    ns = until_idle() / (double)n;
    aw_loop_close(&loop);
    return ns;
}

/* ---- Spawn one, join it, spawn the next ---------------------------------*/

static inline int returns(void *arg)
{
    return arg != NULL;
}

static inline HOT int spawns_and_joins(void *arg)
{
    while (todo-- > 0)
        aw_join(aw_spawn(&loop, returns, arg, NULL), NULL);
    return 0;
}

static inline double spawn_join(long n)
{
    double ns;

    must(aw_loop_init(&loop, NULL));
    todo = n;
    aw_task_drop(aw_spawn(&loop, spawns_and_joins, NULL, NULL));
    ns = until_idle() / (double)n;
    aw_loop_close(&loop);
    return ns;
}

/* ---- Two tasks that await each other, by a new future each time ----------*/

static struct aw_future ball[2];

static inline HOT int returns_balls(void *arg)
{
    (void)arg;
    while (todo > 0) {
        aw_await(&ball[0], NULL);
        aw_future_init(&ball[0], &loop, NULL);
        aw_future_resolve(&ball[1], NULL);
    }
    return 0;
}

static inline HOT int serves_balls(void *arg)
{
    (void)arg;
    while (todo-- > 0) {
        aw_future_resolve(&ball[0], NULL);
        aw_await(&ball[1], NULL);
        aw_future_init(&ball[1], &loop, NULL);
    }
    aw_future_resolve(&ball[0], NULL);
    return 0;
}

static inline double round_trip(long n)
{
    double ns;

    must(aw_loop_init(&loop, NULL));
    todo = n;
    for (int i = 0; i < 2; i++)
        aw_future_init(&ball[i], &loop, NULL);
    aw_task_drop(aw_spawn(&loop, returns_balls, NULL, NULL));
    aw_task_drop(aw_spawn(&loop, serves_balls, NULL, NULL));
    ns = until_idle() / (double)n;
    aw_loop_close(&loop);
    return ns;
}

/* ---- The same from stack to stack, with the inlined switch (7.9) ---------*/

static inline uint64_t stroke(uint64_t hit)
{
    return hit + 1;
}

static inline double inlined(long n)
{
    struct tune_volley volley;
    struct aw_stack stack;
    double ns;

    must(aw_loop_init(&loop, NULL));
    if (!aw_stack_new(&loop, 0, 0, &stack))
        must(-ENOMEM);
    tune_volley_init(&volley, (char *)stack.base + stack.size, stroke, stroke);
    tune_volley_play(&volley, 0, 10);
    ns = cpu_ns();
    if (tune_volley_play(&volley, 0, (unsigned)n) != (uint64_t)n * 2)
        exit(2);
    ns = (cpu_ns() - ns) / (double)n;
    aw_stack_free(&loop, stack);
    aw_loop_close(&loop);
    return ns;
}

/* Do the thing of this name `n` times, and print the CPU time of one. */
static inline int do_one(const char *name, long n)
{
    static const struct {
        const char *name;
        double (*work)(long n);
    } all[] = {{"yield", yield_100},
               {"spawn", spawn_join},
               {"trip", round_trip},
               {"inlined", inlined}};

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (strcmp(name, all[i].name) == 0 && n > 0)
            return printf("%.2f\n", all[i].work(n)) < 0;
    fprintf(stderr, "usage: tasks [yield|spawn|trip|inlined N]\n");
    return 2;
}

#endif
