/* SPDX-License-Identifier: MIT */
/* Ten tasks count to ten together: read, wait, write. */
#include <stdio.h>

#include "aw/sync.h"

static int counter; /* stands for a row in a database */
static struct aw_lock lock;

static int add_one(void *arg)
{
    int seen = counter;

    (void)arg;
    aw_sleep(AW_MS); /* the database answers */
    counter = seen + 1;
    return 0;
}

static int add_one_locked(void *arg)
{
    return aw_lock_with(&lock, add_one, arg);
}

static int count(aw_body fn)
{
    struct aw_task *task[10];

    counter = 0;
    for (int i = 0; i < 10; i++)
        task[i] = aw_spawn(aw_loop_current(), fn, NULL, NULL);
    for (int i = 0; i < 10; i++)
        aw_join(task[i], NULL);
    return counter;
}

static int program(void *arg)
{
    (void)arg;
    aw_lock_init(&lock, "counter");
    printf("without a lock: %d\n", count(add_one));
    printf("with a lock: %d\n", count(add_one_locked));
    aw_lock_deinit(&lock);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
