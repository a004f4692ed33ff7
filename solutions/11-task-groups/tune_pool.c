/* SPDX-License-Identifier: MIT */
/* Many items, and few tasks.
 *
 *      next:  0 1 2 | 3 4 5 6 7 ...          three workers, one counter
 *
 * A task for each item is a stack, a name, a number, two turns and an entry in
 * a list, for something that may take less time than that.  A worker takes the
 * next item as long as there is one, so what is spawned is as much as works at
 * the same time.  And nobody waits for the slowest of a batch. [few-workers] */
#include "tune_pool.h"

struct work {
    struct tune_pool *pool;
    struct aw_group group;
    int n;
    bool failed; /* an item has */
};

static int works(void *arg)
{
    struct work *w = arg;
    struct tune_pool *pool = w->pool;
    int rc = 0;

    /* Why ask the group: who has been asked to end hears of it where it waits,
     * and an item need not wait.  Why not the group alone: it hears of a
     * failure a turn later, and another worker may be free before that. */
    while (!w->failed && pool->begun < w->n && aw_group_is_open(&w->group)) {
        rc = pool->work(pool, pool->begun++);
        pool->done += rc >= 0;
        w->failed |= rc < 0;
    }
    return rc < 0 ? rc : 0;
}

int tune_pool(struct tune_pool *pool, int n, int most)
{
    struct work w = {.pool = pool, .n = n};
    int rc = 0;

    pool->begun = pool->done = 0;
    aw_group_begin(&w.group);
    for (int i = 0; i < n && i < most && rc == 0; i++)
        if (!aw_group_spawn(&w.group, works, &w, NULL))
            rc = -ENOMEM;
    return aw_group_close(&w.group, rc);
}
