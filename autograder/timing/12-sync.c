/* SPDX-License-Identifier: MIT */
/* Lines that are woken at once, locks that nobody wants, and locks that two
 * want; and many who want to do something a few at a time. */
#include "aw/sync.h"
#include "graded_loop.h"
#include "timing.h"
#include "tune_limiter.h"

static struct aw_loop loop;
static uint64_t sum;

static void start(int tasks, aw_body fn, void *arg)
{
    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    for (int i = 0; i < tasks; i++)
        aw_task_drop(aw_spawn(&loop, fn, arg, NULL));
}

static void run_all(void)
{
    while (aw_loop_run_once(&loop) > 0)
        continue;
}

/* ---- wakes: all of a long line are woken in one turn ---------------------*/

enum { WAITING = 1500, BURSTS = 60 };

static const struct aw_future_ops line_ops = AW_WAITER_OPS("line");
static struct aw_waiters line;

static int stands_in_line(void *arg)
{
    bool woken;

    (void)arg;
    for (int i = 0; i < BURSTS; i++)
        sum += aw_waiters_wait(&line, &woken) == 0;
    return 0;
}

static void wakes(void)
{
    aw_waiters_init(&line, &line_ops, NULL);
    start(WAITING, stands_in_line, NULL);
    aw_loop_run_once(&loop);
    timing_start();
    for (int i = 0; i < BURSTS; i++) {
        while (aw_waiters_wake(&line))
            continue;
        aw_loop_run_once(&loop);
    }
    timing_stop();
    TIMING_CHECK(sum == (uint64_t)WAITING * BURSTS);
}

/* ---- free: nobody else wants it -----------------------------------------*/

enum { TAKEN = 1000000 };

static struct aw_lock lock;

static int takes_it_often(void *arg)
{
    (void)arg;
    timing_start();
    for (int i = 0; i < TAKEN; i++) {
        sum += aw_lock_wait(&lock) == 0;
        aw_lock_release(&lock);
    }
    timing_stop();
    return 0;
}

static void is_free(void)
{
    aw_lock_init(&lock, NULL);
    start(1, takes_it_often, NULL);
    run_all();
    TIMING_CHECK(sum == TAKEN);
}

/* ---- hand_over: two want it all the time --------------------------------
 *
 * Each time it is the other one's, who has it for a turn yet. */

enum { HANDED = 40000 };

static int wants_it_again(void *arg)
{
    (void)arg;
    for (int i = 0; i < HANDED; i++) {
        sum += aw_lock_wait(&lock) == 0;
        aw_yield();
        aw_lock_release(&lock);
        aw_yield();
    }
    return 0;
}

static void hand_over(void)
{
    aw_lock_init(&lock, "busy");
    start(2, wants_it_again, NULL);
    timing_start();
    run_all();
    timing_stop();
    TIMING_CHECK(sum == 2 * HANDED);
}

/* ---- tune_limiter: many wait, and a few are inside ----------------------*/

enum { MANY = 100, ROUNDS = 1000, WIDTH = 4 };

static struct tune_limiter limiter;

static int works(void *arg)
{
    (void)arg;
    sum++;
    return aw_yield();
}

static int comes_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < ROUNDS; i++)
        tune_limiter_run(&limiter, works, NULL);
    return 0;
}

static void tune(void)
{
    tune_limiter_init(&limiter, WIDTH);
    start(MANY, comes_often, NULL);
    timing_start();
    run_all();
    timing_stop();
    TIMING_CHECK(sum == MANY * ROUNDS);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"wakes", wakes},       {"free", is_free}, {"hand_over", hand_over},
        {"tune_limiter", tune}, {NULL, NULL},
    };
    return timing_main(argc, argv, targets);
}
