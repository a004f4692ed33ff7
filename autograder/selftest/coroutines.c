/* SPDX-License-Identifier: MIT */
/* Coroutines under tools that Criterion does not run under: ThreadSanitizer,
 * valgrind, an emulator of another machine.  A plain program, one process;
 * each part prints `ok` or `not ok`, and the last line counts.
 *
 *      coroutines           every part
 *      coroutines overflow  overflows a stack, and dies of it
 *      coroutines race      two threads on one number, from coroutines
 *      coroutines stale     reads a stack that was freed */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aw/coro.h"
#include "aw/fault.h"
#include "aw/fiber.h"
#include "aw/gen.h"
#include "aw/slab.h"

static int passed, failed;

static void part(const char *what, bool ok)
{
    printf("%s %s\n", ok ? "ok    " : "not ok", what);
    *(ok ? &passed : &failed) += 1;
}

/* ---- Tools --------------------------------------------------------------*/

static struct aw_loop loop;

#ifdef REFUSE_GUARDS
/* Stands in for madvise (-Wl,--wrap=madvise) as an old kernel would: qemu
 * takes MADV_GUARD_INSTALL for done, and does nothing. */
int __real_madvise(void *p, size_t n, int advice);
int __wrap_madvise(void *p, size_t n, int advice);

int __wrap_madvise(void *p, size_t n, int advice)
{
    if (advice != AW__GUARD_INSTALL)
        return __real_madvise(p, n, advice);
    errno = EINVAL;
    return -1;
}
#endif

static struct aw_coro *made(void (*fn)(void *arg), void *arg)
{
    struct aw_stack stack;
    struct aw_coro *coro = aw_stack_new(&loop, 0, sizeof(*coro), &stack);

    if (!coro)
        abort();
    aw_coro_init(coro, &stack, fn, arg);
    coro->name = "tested";
    return coro;
}

static void freed(struct aw_coro *coro)
{
    aw_stack_free(&loop, coro->stack);
}

/* Calls, floats and arrays, suspended at the bottom. */
static double deep(int depth, double x)
{
    volatile char waste[300];
    double got;

    waste[0] = waste[299] = (char)depth;
    if (depth == 0) {
        aw_coro_suspend();
        return x;
    }
    got = deep(depth - 1, x + 0.5) * 0.5;
    return got + waste[0] + waste[299];
}

static void work(void *arg)
{
    double *sum = arg;

    for (int i = 0; i < 4; i++)
        *sum += deep(30, i);
}

static double without(int depth, double x)
{
    if (depth == 0)
        return x;
    return without(depth - 1, x + 0.5) * 0.5 + 2 * (double)(char)depth;
}

/* ---- Parts --------------------------------------------------------------*/

static void many_in_turn(void)
{
    enum { MANY = 50 };
    struct aw_coro *coro[MANY];
    double sum[MANY], want = 0;
    bool same = true;

    memset(sum, 0, sizeof(sum));
    for (int i = 0; i < 4; i++)
        want += without(30, i);
    for (int i = 0; i < MANY; i++)
        coro[i] = made(work, &sum[i]);
    for (int round = 0; round < 5; round++)
        for (int i = 0; i < MANY; i++)
            aw_coro_resume(coro[i]);
    for (int i = 0; i < MANY; i++) {
        same &= coro[i]->state == AW_CORO_FINISHED && sum[i] == want;
        freed(coro[i]);
    }
    part("fifty coroutines in turn, deep in calls", same);
}

static void nest(void *arg)
{
    int *depth = arg;

    if (++*depth < 20) {
        struct aw_coro *inner = made(nest, depth);

        aw_coro_resume(inner);
        aw_coro_suspend();
        aw_coro_resume(inner);
        freed(inner);
    } else {
        aw_coro_suspend();
    }
    --*depth;
}

static void nested(void)
{
    int depth = 0;
    struct aw_coro *coro = made(nest, &depth);

    aw_coro_resume(coro);
    aw_coro_resume(coro);
    part("twenty nested, each on the stack of another",
         depth == 0 && coro->state == AW_CORO_FINISHED);
    freed(coro);
}

static void abandoned(void)
{
    double sum = 0;
    struct aw_coro *coro;

    /* The stack of one that was given up in the middle is used again. */
    for (int i = 0; i < 20; i++) {
        coro = made(work, &sum);
        aw_coro_resume(coro);
        aw_coro_deinit(coro);
        freed(coro);
    }
    coro = made(work, &sum);
    for (int i = 0; i < 5; i++)
        aw_coro_resume(coro);
    part("stacks that were left in the middle are used again",
         coro->state == AW_CORO_FINISHED);
    freed(coro);
}

static void *on_a_thread(void *arg)
{
    static char memory[2][128 * 1024];
    struct aw_stack stack = {.base = memory[*(int *)arg],
                             .size = sizeof(memory[0])};
    struct aw_coro coro;
    double sum = 0, want = 0;

    for (int i = 0; i < 4; i++)
        want += without(30, i);
    aw__memory_is_stack(stack.base, stack.size);
    aw_coro_init(&coro, &stack, work, &sum);
    while (coro.state != AW_CORO_FINISHED)
        aw_coro_resume(&coro);
    *(int *)arg = sum == want;
    return NULL;
}

static void threads(void)
{
    pthread_t thread[2];
    int number[2] = {0, 1};

    for (int i = 0; i < 2; i++)
        pthread_create(&thread[i], NULL, on_a_thread, &number[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    part("two threads with a coroutine each", number[0] && number[1]);
}

static void generator(void)
{
    struct aw_count count;
    int open = 0;
    long sum = 0;

    aw_count_init(&count, 1, 100, &open);
    while (aw_gen_send(&count.gen, 0) == AW_YIELDED)
        sum += count.gen.value;
    part("a generator counts to a hundred", sum == 5050 && open == 0);
}

static void trimmed(void)
{
    struct aw_coro *coro[10];
    double sum = 0;

    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 10; i++) {
            coro[i] = made(work, &sum);
            aw_coro_resume(coro[i]);
            aw_coro_deinit(coro[i]);
        }
        for (int i = 0; i < 10; i++)
            freed(coro[i]);
        aw_stack_trim(&loop, 2);
    }
    part("trimmed stacks are used again", loop.live[AW_STACKS] == 0);
}

/* ---- What must go wrong -------------------------------------------------*/

static int __attribute__((noinline)) fall(volatile int depth)
{
    volatile char waste[200];

    waste[0] = (char)depth;
    return depth < 0 ? 0 : fall(depth + 1) + waste[0];
}

static void fall_down(void *arg)
{
    *(int *)arg = fall(0);
}

static void overflow(void)
{
    static struct aw_fault fault;
    int depth = 0;

    if (aw_fault_start(&fault) == 0)
        aw_coro_resume(made(fall_down, &depth));
}

static long shared;

static void count_up(void *arg)
{
    for (int i = 0; i < 10000; i++)
        ++*(long *)arg;
}

static void *count_in_a_coroutine(void *arg)
{
    static char memory[2][64 * 1024];
    struct aw_stack stack = {.base = memory[*(int *)arg],
                             .size = sizeof(memory[0])};
    struct aw_coro coro;

    aw_coro_init(&coro, &stack, count_up, &shared);
    aw_coro_resume(&coro);
    return NULL;
}

static void race(void)
{
    pthread_t thread[2];
    int number[2] = {0, 1};

    for (int i = 0; i < 2; i++)
        pthread_create(&thread[i], NULL, count_in_a_coroutine, &number[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    printf("%ld\n", shared);
}

static void stale(void)
{
    double sum = 0;
    struct aw_coro *coro = made(work, &sum);

    freed(coro);
    printf("%d\n", coro->state);
}

int main(int argc, char **argv)
{
    const char *which = argc > 1 ? argv[1] : "";

    if (aw_loop_init(&loop, NULL) < 0)
        return 2;
    if (strcmp(which, "overflow") == 0) {
        overflow();
        return 2;
    }
    if (strcmp(which, "race") == 0) {
        race();
        return 0;
    }
    if (strcmp(which, "stale") == 0) {
        stale();
        return 0;
    }
    many_in_turn();
    nested();
    abandoned();
    threads();
    generator();
    trimmed();
    aw_loop_close(&loop);
    printf("%d passed, %d failed, 0 skipped\n", passed, failed);
    return failed > 0;
}
