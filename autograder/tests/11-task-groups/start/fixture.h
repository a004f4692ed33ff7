/* SPDX-License-Identifier: MIT */
/* Children that have to begin first: whose they are, and who is told. */
#ifndef START_TESTS_H
#define START_TESTS_H

#include "../fixture.h"

/* How a server is to come up: it listens for `ms`, and then either says that
 * it has started, or returns `rc`. */
struct server {
    int ms, rc;
    bool starts;
    int serves; /* ms, once it has started; it returns `late` */
    int late;
};

static inline int serves(void *arg)
{
    const struct server *server = arg;
    int rc = aw_sleep(server->ms * AW_MS);

    if (rc < 0)
        return say_when(server->late < 0 ? server->late : rc);
    if (!server->starts)
        return say_when(server->rc);
    say("started%d", aw_started(&loop));
    rc = aw_sleep(server->serves * AW_MS);
    return say_when(rc < 0 ? rc : server->late);
}

static struct server server;
static void *value;

/* Start the server as "s", and say what has come of it. */
static inline int start(void)
{
    int rc;

    value = &server;
    rc = aw_group_start(&group, &value, serves, &server, AW_NAMED("s"));
    say_when(rc);
    return rc;
}

static inline int starts_one(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    start();
    say(value == &loop ? "value" : value ? "old" : "null");
    say_group(aw_group_close(&group, 0));
    return 0;
}

#endif
