/* SPDX-License-Identifier: MIT */
/* Who lives, and below whom: while a server works, and when it ends. */
#include <stdio.h>
#include <string.h>

#include "aw/group.h"

/* The place of a group is left out: it would name a line of this file. */
static void print_line(const char *text, void *ctx)
{
    const char *at = strstr(text, " at ");

    (void)ctx;
    printf("  %.*s\n", (int)(at ? at - text : (long)strlen(text)), text);
}

static void print_tree(const char *when)
{
    printf("%s\n", when);
    aw_tree_print(aw_loop_current(), print_line, NULL);
}

static int sleeps(void *arg)
{
    return aw_sleep(*(const int *)arg * AW_MS);
}

static int answers(void *arg)
{
    static const int mirror_a = 30, mirror_b = 60;
    struct aw_group group;

    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, sleeps, (void *)&mirror_a, AW_NAMED("mirror a"));
    aw_group_spawn(&group, sleeps, (void *)&mirror_b, AW_NAMED("mirror b"));
    return aw_group_close(&group, 0);
}

static int serves(void *arg)
{
    static const int listens = 1000;
    struct aw_group group;

    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, sleeps, (void *)&listens, AW_NAMED("listen"));
    aw_group_spawn(&group, answers, NULL, AW_NAMED("request"));
    return aw_group_close(&group, 0);
}

static int program(void *arg)
{
    struct aw_task *server;

    (void)arg;
    server = aw_spawn(aw_loop_current(), serves, NULL, AW_NAMED("server"));
    aw_sleep(20 * AW_MS);
    print_tree("after 20 ms");
    aw_sleep(20 * AW_MS);
    print_tree("after 40 ms");
    aw_task_cancel(server, "that is all");
    aw_join(server, NULL);
    print_tree("when it has ended");
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
