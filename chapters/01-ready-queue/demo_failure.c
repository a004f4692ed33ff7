/* SPDX-License-Identifier: MIT */
/* One of three callbacks fails.  The others do not notice. */
#include <stdio.h>

#include "aw/ready.h"

static int first(struct aw_handle *self)
{
    (void)self;
    printf("first: fine\n");
    return 0;
}

static int second(struct aw_handle *self)
{
    (void)self;
    printf("second: the disk is broken\n");
    return -EIO;
}

static int third(struct aw_handle *self)
{
    (void)self;
    printf("third: fine\n");
    return 0;
}

static void report(struct aw_ready *ready, aw_fn fn, int error)
{
    (void)ready;
    printf("reported: %s failed with %s\n", fn == second ? "second" : "another",
           aw_error_name(error));
}

int main(void)
{
    struct aw_ready ready;
    struct aw_handle a, b, c;

    aw_ready_init(&ready);
    ready.on_error = report;
    aw_handle_init(&a, first);
    aw_handle_init(&b, second);
    aw_handle_init(&c, third);
    aw_ready_push(&ready, &a);
    aw_ready_push(&ready, &b);
    aw_ready_push(&ready, &c);
    printf("callbacks run: %zu\n", aw_ready_run(&ready));
    return 0;
}
