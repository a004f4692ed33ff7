/* SPDX-License-Identifier: MIT */
/* What does it cost to leave a stack?
 *
 * The yardstick is swapcontext, which every Unix has: there and back between
 * two contexts, against resume and suspend of a coroutine.
 *
 * Required: 15 times as fast.  Ends with 1 when that is missed. */
#include "aw/coro.h"
#include "bench.h"

enum { PAIRS = 25, TRIPS = 20000 };

/* ---- Resume and suspend against swapcontext -----------------------------*/

static char memory[2][64 * 1024];
static struct aw_ctx here, there;
static struct aw_coro coro;

static void answer(void *arg)
{
    (void)arg;
    for (;;)
        aw__ucontext_switch(&there, &here);
}

static void suspend(void *arg)
{
    (void)arg;
    for (;;)
        aw_coro_suspend();
}

static double ours(void)
{
    double start = cpu_ns();

    for (int i = 0; i < TRIPS; i++)
        aw_coro_resume(&coro);
    return (cpu_ns() - start) / TRIPS;
}

static double theirs(void)
{
    double start = cpu_ns();

    for (int i = 0; i < TRIPS; i++)
        aw__ucontext_switch(&here, &there);
    return (cpu_ns() - start) / TRIPS;
}

static bool switching(void)
{
    static double ratio[PAIRS], a[PAIRS], b[PAIRS];
    struct aw_stack stack = {.base = memory[0], .size = sizeof(memory[0])};
    double times;

    aw_coro_init(&coro, &stack, suspend, NULL);
    aw__ucontext_init(&there, memory[1] + sizeof(memory[1]) - 1024, answer,
                      NULL);
    ours();
    theirs();
    for (int i = 0; i < PAIRS; i++) {
        if (i % 2)
            a[i] = ours();
        b[i] = theirs();
        if (i % 2 == 0)
            a[i] = ours();
        ratio[i] = b[i] / a[i];
    }
    times = median(ratio, PAIRS);
    printf("resume_suspend        %5.1f times as fast as swapcontext  "
           "%d pairs  %.2f ns to %.2f ns  required 15: %s\n",
           times, PAIRS, median(a, PAIRS), median(b, PAIRS),
           times >= 15 ? "reached" : "MISSED");
    return times >= 15;
}

int main(void)
{
    return switching() ? 0 : 1;
}
