/* SPDX-License-Identifier: MIT */
/* A worker thread computes, and tells the loop how far it is. */
#include <pthread.h>
#include <stdio.h>

#include "aw/loop.h"

enum { PARTS = 4 };

static struct aw_loop loop;
static struct aw_timer tick;

struct part {
    struct aw_post post;
    int number;
    long sum;
};
static struct part part[PARTS];

/* On the loop's thread: it may touch everything. */
static int on_part(struct aw_handle *handle)
{
    struct part *p = aw_container_of(handle, struct part, post.handle);

    printf("loop: part %d is %ld\n", p->number, p->sum);
    if (p->number == PARTS) {
        printf("loop: the worker is done\n");
        aw_timer_stop(&loop.timers, &tick);
        loop.holds--;
    }
    return 0;
}

static int on_tick(struct aw_handle *handle)
{
    (void)handle;
    printf("loop: I have waited for an hour\n");
    return 0;
}

/* On a thread of its own: it may touch its parts, until they are posted. */
static void *worker(void *arg)
{
    for (int i = 0; i < PARTS; i++) {
        struct part *p = &part[i];

        p->number = i + 1;
        for (long n = i * 1000; n < (i + 1) * 1000; n++)
            p->sum += n;
        aw_loop_post(arg, &p->post);
    }
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (aw_loop_init(&loop, NULL) < 0)
        return 1;
    for (int i = 0; i < PARTS; i++)
        aw_handle_init(&part[i].post.handle, on_part);
    aw_timer_init(&tick, on_tick);
    aw_call_later(&loop, &tick, 3600 * AW_SEC);
    loop.holds++; /* the worker: wait for it */
    printf("main: starting the worker\n");
    if (pthread_create(&thread, NULL, worker, &loop) != 0)
        return 1;
    aw_loop_run(&loop);
    pthread_join(thread, NULL);
    aw_loop_close(&loop);
    printf("main: a post comes too late: %s\n",
           aw_error_name(aw_loop_post(&loop, &part[0].post)));
    return 0;
}
