/* SPDX-License-Identifier: MIT */
/* A producer that is four times as fast as the one who consumes.
 *
 * First nothing holds it back, and all that it is ahead lies in memory.  Then
 * there is room for ten. */
#include <stdio.h>

#include "aw/group.h"
#include "aw/queue.h"

enum { ITEMS = 400 };

static struct aw_queue queue;
static size_t most;

static int produces(void *arg)
{
    (void)arg;
    for (int i = 1; i <= ITEMS; i++) {
        aw_queue_put(&queue, NULL);
        if (aw_queue_len(&queue) > most)
            most = aw_queue_len(&queue);
        if (i % 100 == 0)
            printf("  put %d, and %zu wait\n", i, aw_queue_len(&queue));
        if (i % 4 == 0)
            aw_yield();
    }
    return 0;
}

static int consumes(void *arg)
{
    void *item;

    (void)arg;
    for (int i = 1; i <= ITEMS; i++) {
        aw_queue_get(&queue, &item);
        aw_yield();
    }
    return 0;
}

static void run(const char *what, size_t max)
{
    struct aw_group group;

    printf("%s\n", what);
    most = 0;
    aw_queue_init(&queue, aw_loop_current(),
                  &(struct aw_queue_options){.max = max});
    aw_group_begin(&group);
    aw_group_spawn(&group, produces, NULL, NULL);
    aw_group_spawn(&group, consumes, NULL, NULL);
    aw_group_close(&group, 0);
    printf("  at most %zu at a time\n", most);
    aw_queue_deinit(&queue);
}

static int program(void *arg)
{
    (void)arg;
    run("no bound", 0);
    run("room for ten", 10);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
