/* SPDX-License-Identifier: MIT */
#include "tune_pool.h"

struct item {
    struct tune_pool *pool;
    int i;
};

static int works(void *arg)
{
    struct item item = *(struct item *)arg;
    int rc = item.pool->work(item.pool, item.i);

    item.pool->done += rc >= 0;
    return rc;
}

/* The items from `first` on, up to `end`. */
static int run_batch(struct tune_pool *pool, int first, int end)
{
    struct item item[end - first];
    struct aw_group group;
    int rc = 0;

    aw_group_begin(&group);
    for (int i = first; i < end && rc == 0; i++) {
        item[i - first] = (struct item){pool, i};
        pool->begun++;
        if (!aw_group_spawn(&group, works, &item[i - first], NULL))
            rc = -ENOMEM;
    }
    return aw_group_close(&group, rc);
}

int tune_pool(struct tune_pool *pool, int n, int most)
{
    int rc = 0;

    pool->begun = pool->done = 0;
    for (int i = 0; i < n && rc == 0; i += most)
        rc = run_batch(pool, i, i + most < n ? i + most : n);
    return rc;
}
