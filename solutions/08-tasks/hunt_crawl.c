/* SPDX-License-Identifier: MIT */
/* A crawl, mended.
 *
 * Five mistakes, and one question behind all of them: who is still there when
 * this runs?  A task begins when its spawner has gone on, it ends when nobody
 * looks, and whoever logs its end comes later still. [later-still] */
#include "hunt_crawl.h"

struct page {
    const struct hunt_crawl *crawl;
    const char *url;
    struct aw_task *task;
    struct aw_watch ended;
};

static int fetch_and_save(void *arg)
{
    const struct page *page = arg;
    int bytes = page->crawl->fetch(page->url), rc;

    if (bytes < 0)
        return bytes;
    /* [forgotten-await] Was: a lazy task that nobody awaited.  There was no
     * need for a task: to call a function that waits is to wait for it. */
    rc = page->crawl->save(page->url, bytes);
    return rc < 0 ? rc : bytes;
}

static int log_end(struct aw_handle *handle)
{
    struct page *page = aw_container_of(handle, struct page, ended.handle);

    /* Was: the name in the task, which may have been let go before. */
    page->crawl->log(page->url, page->ended.result);
    return 0;
}

static void start(struct page *page)
{
    page->task =
        aw_spawn(aw_loop_current(), fetch_and_save, page, AW_NAMED(page->url));
    aw_watch_init(&page->ended, log_end, false);
    aw_watch_start(&page->ended, &page->task->future);
}

int hunt_crawl(const struct hunt_crawl *crawl, const char *const *url, int n)
{
    /* Was: one page for all tasks.  None of them has begun when the next one
     * is spawned. */
    struct page page[HUNT_MOST];
    int total = 0, rc;

    /* [spawn-then-join] Was: joined one by one, right behind its spawn. */
    for (int i = 0; i < n; i++) {
        page[i] = (struct page){.crawl = crawl, .url = url[i]};
        start(&page[i]);
    }
    for (int i = 0; i < n; i++) {
        rc = aw_join(page[i].task, NULL);
        /* Was: an error added up as if it were bytes. */
        total += rc > 0 ? rc : 0;
    }
    /* Joining what has ended costs no turn, and what is logged in the next one
     * stands in this frame. */
    aw_yield();
    return total;
}
