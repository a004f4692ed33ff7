/* SPDX-License-Identifier: MIT */
/* A lookup asks one server after the other.  The second one never answers.
 *
 * First without a limit of its own: whoever is tired of waiting asks the whole
 * lookup to end, and that is all that can be said.  Then with a limit for each
 * server. */
#include <stdio.h>

#include "aw/cancel.h"

enum { SERVERS = 3 };

/* Server 0 refuses, server 1 is silent, server 2 knows. */
static int ask(int server)
{
    int rc;

    printf("  asked server %d\n", server);
    rc = aw_sleep(server == 1 ? 3600 * AW_SEC : 10 * AW_MS);
    if (rc < 0)
        return rc;
    return server == 0 ? -ECONNREFUSED : 42;
}

static int without_a_limit(void *arg)
{
    int rc = -EIO;

    (void)arg;
    for (int i = 0; i < SERVERS && rc < 0 && rc != -ECANCELED; i++)
        rc = ask(i);
    return rc;
}

static int with_limits(void *arg)
{
    int rc = -EIO;

    (void)arg;
    for (int i = 0; i < SERVERS && rc < 0 && rc != -ECANCELED; i++) {
        struct aw_timeout limit;

        aw_timeout_begin(&limit, aw_from_now(30 * AW_MS));
        rc = aw_timeout_end(&limit, ask(i));
    }
    return rc;
}

static void say(const char *what, int rc)
{
    if (rc < 0)
        printf("%s: %s\n", what, aw_error_name(rc));
    else
        printf("%s: %d\n", what, rc);
}

static int program(void *arg)
{
    struct aw_task *task =
        aw_spawn(aw_loop_current(), without_a_limit, NULL, NULL);

    (void)arg;
    aw_sleep(100 * AW_MS);
    aw_task_cancel(task, "it takes too long");
    say("without a limit", aw_join(task, NULL));
    task = aw_spawn(aw_loop_current(), with_limits, NULL, NULL);
    say("with a limit for each", aw_join(task, NULL));
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
