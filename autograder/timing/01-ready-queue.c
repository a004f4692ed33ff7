/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "aw/ready.h"
#include "timing.h"
#include "tune_signal.h"

static uint64_t called;

/* ---- push_run: what one callback costs ----------------------------------*/

enum { HANDLES = 100, TURNS = 40000 };

static int count(struct aw_handle *handle)
{
    (void)handle;
    called++;
    return 0;
}

static void push_run(void)
{
    static struct aw_handle handle[HANDLES];
    struct aw_ready ready;
    uint64_t ran = 0;

    aw_ready_init(&ready);
    for (int i = 0; i < HANDLES; i++)
        aw_handle_init(&handle[i], count);

    timing_start();
    for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < HANDLES; i++)
            aw_ready_push(&ready, &handle[i]);
        ran += aw_ready_run(&ready);
    }
    timing_stop();

    TIMING_CHECK(called == (uint64_t)HANDLES * TURNS);
    TIMING_CHECK(ran == called);
    TIMING_CHECK(ready.turns == TURNS);
}

/* ---- emit: a signal that is emitted more often than told ----------------*/

enum { LISTENERS = 50, ROUNDS = 1500, EMITS = 100 };

static uint64_t sum;
static unsigned long requests_for_memory;

static void told(struct tune_listener *listener, int value)
{
    (void)listener;
    called++;
    sum += (uint64_t)value;
}

static void *resize(struct aw_alloc *alloc, void *p, size_t old, size_t size)
{
    (void)alloc, (void)old;
    if (size) {
        requests_for_memory++;
        return realloc(p, size);
    }
    free(p);
    return NULL;
}

static void emit(void)
{
    static struct tune_listener listener[LISTENERS];
    struct aw_alloc alloc = {resize};
    struct tune_signal signal;
    struct aw_ready ready;

    aw_ready_init(&ready);
    tune_signal_init(&signal, &ready, &alloc);
    for (int i = 0; i < LISTENERS; i++)
        tune_listen(&signal, &listener[i], told);

    timing_start();
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 1; i <= EMITS; i++)
            tune_emit(&signal, i);
        aw_ready_run(&ready);
    }
    timing_stop();

    TIMING_CHECK(called == (uint64_t)LISTENERS * ROUNDS);
    TIMING_CHECK(sum == called * EMITS);
    TIMING_CHECK(requests_for_memory == 0); /* an exact count, not a target */
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"push_run", push_run},
        {"emit", emit},
        {NULL, NULL},
    };

    return timing_main(argc, argv, targets);
}
