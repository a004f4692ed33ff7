/* SPDX-License-Identifier: MIT */
#include "hunt_crawl.h"

#include <stdlib.h>

struct page {
    const struct hunt_crawl *crawl;
    const char *url;
    int bytes;
};

struct ended {
    struct aw_watch watch;
    const struct hunt_crawl *crawl;
    struct aw_task *task;
};

static int save(void *arg)
{
    struct page *page = arg;

    return page->crawl->save(page->url, page->bytes);
}

static int fetch_and_save(void *arg)
{
    struct page *page = arg;

    page->bytes = page->crawl->fetch(page->url);
    if (page->bytes >= 0)
        aw_task_drop(aw_spawn(aw_loop_current(), save, page,
                              AW_NAMED("save", .lazy = true)));
    return page->bytes;
}

static int log_end(struct aw_handle *handle)
{
    struct ended *ended = aw_container_of(handle, struct ended, watch.handle);

    ended->crawl->log(ended->task->name, ended->watch.result);
    free(ended);
    return 0;
}

static struct aw_task *start(const struct hunt_crawl *crawl, const char *url)
{
    static struct page page;
    struct ended *ended = malloc(sizeof(*ended));
    struct aw_task *task;

    page = (struct page){.crawl = crawl, .url = url};
    task = aw_spawn(aw_loop_current(), fetch_and_save, &page, AW_NAMED(url));
    ended->crawl = crawl;
    ended->task = task;
    aw_watch_init(&ended->watch, log_end, false);
    aw_watch_start(&ended->watch, &task->future);
    return task;
}

int hunt_crawl(const struct hunt_crawl *crawl, const char *const *url, int n)
{
    int total = 0;

    for (int i = 0; i < n; i++)
        total += aw_join(start(crawl, url[i]), NULL);
    return total;
}
