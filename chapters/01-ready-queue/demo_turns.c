/* SPDX-License-Identifier: MIT */
/* Who runs in which turn.  A ticker that pushes itself marks the turns. */
#include <stdio.h>

#include "aw/ready.h"

static struct aw_ready ready;
static struct aw_handle ticker, a, b, c, d, e;
static int turn;

static int tick(struct aw_handle *self)
{
    printf("turn %d\n", ++turn);
    if (turn < 4)
        aw_ready_push(&ready, self);
    return 0;
}

static int run_a(struct aw_handle *self)
{
    (void)self;
    printf("  a pushes c and cancels b\n");
    aw_ready_push(&ready, &c);
    aw_handle_cancel(&b);
    return 0;
}

static int run_b(struct aw_handle *self)
{
    (void)self;
    printf("  b, which nobody should see\n");
    return 0;
}

static int run_c(struct aw_handle *self)
{
    (void)self;
    printf("  c pushes e and cancels it again\n");
    aw_ready_push(&ready, &e);
    aw_handle_cancel(&e);
    return 0;
}

static int run_d(struct aw_handle *self)
{
    (void)self;
    if (turn == 1) {
        printf("  d pushes itself\n");
        aw_ready_push(&ready, self);
    } else {
        printf("  d again\n");
    }
    return 0;
}

static int run_e(struct aw_handle *self)
{
    (void)self;
    printf("  e, which nobody should see\n");
    return 0;
}

int main(void)
{
    aw_ready_init(&ready);
    aw_handle_init(&ticker, tick);
    aw_handle_init(&a, run_a);
    aw_handle_init(&b, run_b);
    aw_handle_init(&c, run_c);
    aw_handle_init(&d, run_d);
    aw_handle_init(&e, run_e);

    aw_ready_push(&ready, &ticker);
    aw_ready_push(&ready, &a);
    aw_ready_push(&ready, &b);
    aw_ready_push(&ready, &d);
    while (aw_ready_run(&ready) > 0)
        ;
    return 0;
}
