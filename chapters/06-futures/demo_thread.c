/* SPDX-License-Identifier: MIT */
/* Two outcomes come from another thread.  One of them comes too late. */
#include <pthread.h>
#include <stdio.h>

#include "aw/promise.h"

static struct aw_loop loop;
static struct aw_future wanted, unwanted;
static struct aw_promise in_time, too_late;
static struct aw_watch watch;
static int seven = 7, eight = 8;

static int hear(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);

    printf("the loop hears %d\n", *(int *)w->value);
    return 0;
}

static void over(struct aw_promise *promise, bool taken)
{
    printf("%d has arrived, %s\n", *(int *)promise->value,
           taken ? "in time" : "too late");
}

static void *work(void *arg)
{
    (void)arg;
    aw_promise_settle(&too_late, 0, &eight);
    aw_promise_settle(&in_time, 0, &seven);
    return NULL;
}

int main(void)
{
    pthread_t thread;

    aw_loop_init(&loop, NULL);
    aw_future_init(&wanted, &loop, NULL);
    aw_future_init(&unwanted, &loop, NULL);
    aw_promise_init(&in_time, &wanted, over);
    aw_promise_init(&too_late, &unwanted, over);
    aw_watch_init(&watch, hear, true);
    aw_watch_start(&watch, &wanted);

    printf("one is cancelled: %s\n",
           aw_future_cancel(&unwanted) ? "yes" : "no");
    pthread_create(&thread, NULL, work, NULL);
    aw_loop_run(&loop);
    pthread_join(thread, NULL);

    aw_future_deinit(&wanted);
    aw_future_deinit(&unwanted);
    aw_loop_close(&loop);
    return 0;
}
