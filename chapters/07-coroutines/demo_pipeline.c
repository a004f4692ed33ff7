/* SPDX-License-Identifier: MIT */
/* A source, a filter and a sink: each resumes the one before it. */
#include <stdio.h>

#include "aw/coro.h"

struct stage {
    struct aw_coro coro;
    struct stage *before;
    int item; /* handed over; -1: no more */
};

static struct aw_loop loop;

static void hand_over(struct stage *stage, int item)
{
    stage->item = item;
    aw_coro_suspend();
}

static int take(struct stage *stage)
{
    aw_coro_resume(&stage->coro);
    return stage->item;
}

static void source(void *arg)
{
    struct stage *mine = arg;

    printf("source: begins\n");
    for (int i = 1; i <= 6; i++) {
        printf("source: %d\n", i);
        hand_over(mine, i);
    }
    printf("source: ends\n");
    mine->item = -1;
}

static void pairs(void *arg)
{
    struct stage *mine = arg;
    int first, second;

    printf("pairs: begins\n");
    while ((first = take(mine->before)) >= 0 &&
           (second = take(mine->before)) >= 0)
        hand_over(mine, first * 10 + second);
    printf("pairs: ends\n");
    mine->item = -1;
}

/* Each stands at the top of its own stack. */
static struct stage *stage_new(void (*fn)(void *arg), struct stage *before)
{
    struct aw_stack stack;
    struct stage *stage = aw_stack_new(&loop, 0, sizeof(*stage), &stack);

    if (!stage)
        return NULL;
    stage->before = before;
    aw_coro_init(&stage->coro, &stack, fn, stage);
    return stage;
}

int main(void)
{
    struct stage *first, *second;
    int item;

    if (aw_loop_init(&loop, NULL) < 0 || !(first = stage_new(source, NULL)) ||
        !(second = stage_new(pairs, first)))
        return 1;
    printf("sink: begins\n");
    while ((item = take(second)) >= 0)
        printf("sink: %d\n", item);
    printf("sink: ends\n");
    aw_stack_free(&loop, second->coro.stack);
    aw_stack_free(&loop, first->coro.stack);
    aw_loop_close(&loop);
    return 0;
}
