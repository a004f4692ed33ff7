/* SPDX-License-Identifier: MIT */
/* Who hears what, and in which turn.  A ticker marks the turns. */
#include <stdio.h>

#include "aw/future.h"

struct part {
    struct aw_watch watch;
    const char *name;
    void (*then)(void);
};

static struct aw_loop loop;
static struct aw_future breakfast, bill;
static struct part ann = {.name = "Ann"}, ben = {.name = "Ben"},
                   cleo = {.name = "Cleo"}, dan = {.name = "Dan"};
static struct aw_handle ticker;
static int turn;

static int tick(struct aw_handle *self)
{
    printf("turn %d\n", ++turn);
    if (turn < 4)
        aw_call_soon(&loop, self);
    return 0;
}

static int hear(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);
    struct part *me = aw_container_of(w, struct part, watch);

    if (w->state == AW_CANCELLED)
        printf("  %s: it was cancelled\n", me->name);
    else
        printf("  %s: %s\n", me->name, (const char *)w->value);
    if (me->then)
        me->then();
    return 0;
}

static void wait_for(struct part *who, struct aw_future *future)
{
    aw_watch_init(&who->watch, hear, true);
    aw_watch_start(&who->watch, future);
}

/* What Ann does when she has heard. */
static void ann_then(void)
{
    ann.then = NULL;
    printf("    Ann sends Ben home, asks again, and cancels the bill\n");
    aw_watch_stop(&ben.watch);
    aw_watch_start(&ann.watch, &breakfast);
    aw_future_cancel(&bill);
}

int main(void)
{
    aw_loop_init(&loop, NULL);
    aw_future_init(&breakfast, &loop, NULL);
    aw_future_init(&bill, &loop, NULL);
    aw_handle_init(&ticker, tick);
    aw_call_soon(&loop, &ticker);

    ann.then = ann_then;
    wait_for(&ann, &breakfast);
    wait_for(&ben, &breakfast);
    wait_for(&cleo, &breakfast);
    wait_for(&dan, &bill);
    aw_future_resolve(&breakfast, "eggs");
    printf("breakfast is ready, and nobody has heard yet\n");
    aw_loop_run(&loop);

    printf("the bill is settled: %s\n",
           aw_future_done(&bill) ? "yes, as cancelled" : "no");
    aw_future_deinit(&breakfast);
    aw_future_deinit(&bill);
    aw_loop_close(&loop);
    return 0;
}
