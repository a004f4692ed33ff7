/* SPDX-License-Identifier: MIT */
/* Requests at a controlled rate: a bucket beside a window, both of three in
 * 60 ms.  Then pages in chunks, as they are fetched: what asyncio writes as an
 * asynchronous generator is a task and a queue: put, and join. */
#include <stdio.h>

#include "aw/queue.h"
#include "aw/rate.h"

static aw_time began;

/* In milliseconds. */
static int moment(void)
{
    return (int)((aw_loop_now(aw_loop_current()) - began) / AW_MS);
}

static void bucket_and_window(struct aw_loop *loop)
{
    struct aw_bucket bucket;
    struct aw_window window;
    aw_time when[3];

    began = aw_loop_now(loop);
    aw_bucket_init(&bucket, loop, 20 * AW_MS, 3, "requests");
    printf("bucket:");
    for (int i = 0; i < 7; i++) {
        aw_bucket_wait(&bucket, 1);
        printf(" %d", moment());
    }
    aw_bucket_deinit(&bucket);
    began = aw_loop_now(loop);
    aw_window_init(&window, loop, 60 * AW_MS, when, 3, "requests");
    printf("\nwindow:");
    for (int i = 0; i < 7; i++) {
        aw_window_wait(&window);
        printf(" %d", moment());
    }
    printf("\n");
    aw_window_deinit(&window);
}

/* ---- A generator that waits ---------------------------------------------*/

struct fetch {
    struct aw_queue chunks; /* of numbers, from 1 */
    int pages;
};

/* Two pages a chunk, and no more than one chunk each 20 ms. */
static int fetches(void *arg)
{
    struct fetch *fetch = arg;
    struct aw_bucket bucket;
    int rc = 0;

    aw_bucket_init(&bucket, aw_loop_current(), 20 * AW_MS, 1, "fetch");
    for (intptr_t page = 1; page <= fetch->pages && rc == 0; page += 2) {
        rc = aw_bucket_wait(&bucket, 1);
        if (rc == 0)
            rc = aw_queue_put(&fetch->chunks, (void *)page);
        if (rc == 0)
            rc = aw_queue_join(&fetch->chunks); /* until the next is wanted */
    }
    aw_bucket_deinit(&bucket);
    aw_queue_shutdown(&fetch->chunks); /* there are no more */
    printf("  the fetch ends: %s\n", rc == -ESHUTDOWN ? "broken off" : "done");
    return 0;
}

static void read_pages(struct aw_loop *loop, int pages, int enough)
{
    struct fetch fetch = {.pages = pages};
    struct aw_task *task;
    void *page;

    aw_queue_init(&fetch.chunks, loop, &(struct aw_queue_options){.max = 1});
    task = aw_spawn(loop, fetches, &fetch, AW_NAMED("fetch"));
    while (aw_queue_get(&fetch.chunks, &page) == 0) {
        printf("  pages %d and %d\n", (int)(intptr_t)page,
               (int)(intptr_t)page + 1);
        if ((intptr_t)page >= enough)
            aw_queue_shutdown_now(&fetch.chunks);
        aw_queue_done(&fetch.chunks);
    }
    aw_join(task, NULL);
    aw_queue_deinit(&fetch.chunks);
}

static int program(void *arg)
{
    struct aw_loop *loop = aw_loop_current();

    (void)arg;
    bucket_and_window(loop);
    printf("six pages:\n");
    read_pages(loop, 6, 100);
    printf("a hundred pages, and four are enough:\n");
    read_pages(loop, 100, 3);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
