/* SPDX-License-Identifier: MIT */
/* A log that knows for whom it is written, though nobody tells it. */
#include <stdio.h>

#include "aw/task.h"

static const char user; /* its address is the key */

static void note(const char *what)
{
    const char *who = aw_local_get(&user);

    printf("[%s] %s\n", who ? who : "-", what);
}

static int ask_database(void *arg)
{
    (void)arg;
    note("query");
    aw_sleep(10 * AW_MS);
    note("rows");
    return 0;
}

static int serve(void *name)
{
    struct aw_task *query;

    aw_local_set(&user, name);
    note("hello");
    query = aw_spawn(aw_loop_current(), ask_database, NULL, NULL);
    aw_yield();
    aw_local_set(&user, "nobody");
    note("logged out");
    return aw_join(query, NULL);
}

static int server(void *arg)
{
    struct aw_task *ann, *ben;

    (void)arg;
    ann = aw_spawn(aw_loop_current(), serve, "ann", NULL);
    ben = aw_spawn(aw_loop_current(), serve, "ben", NULL);
    note("two guests");
    aw_join(ann, NULL);
    aw_join(ben, NULL);
    note("all gone");
    return 0;
}

int main(void)
{
    return aw_run(server, NULL, NULL) < 0;
}
