/* SPDX-License-Identifier: MIT */
/* What a shield protects, and what it does not. */
#include <stdio.h>

#include "aw/cancel.h"

/* Writes three pages, and says how far it came. */
static int saves(void *arg)
{
    int rc = 0, pages = 0;

    (void)arg;
    while (pages < 3 && (rc = aw_sleep(10 * AW_MS)) == 0)
        pages++;
    printf("    %d of 3 pages\n", pages);
    return rc < 0 ? rc : pages;
}

static int waits(void *arg)
{
    struct aw_task *saving = arg;
    int rc = aw_await_shielded(&saving->future, NULL);

    printf("    the one who waits: %s\n", rc < 0 ? aw_error_name(rc) : "saved");
    return rc;
}

static void ask_the_waiter(void)
{
    struct aw_task *saving = aw_spawn(aw_loop_current(), saves, NULL, NULL);
    struct aw_task *waiting = aw_spawn(aw_loop_current(), waits, saving, NULL);

    aw_sleep(15 * AW_MS);
    aw_task_cancel(waiting, "enough");
    aw_join(waiting, NULL);
    aw_join(saving, NULL);
}

static void ask_the_one_behind(void)
{
    struct aw_task *saving = aw_spawn(aw_loop_current(), saves, NULL, NULL);
    struct aw_task *waiting = aw_spawn(aw_loop_current(), waits, saving, NULL);

    aw_sleep(15 * AW_MS);
    aw_task_cancel(saving, "the disk is gone");
    aw_join(waiting, NULL);
    aw_task_drop(saving);
}

static int program(void *arg)
{
    (void)arg;
    printf("whoever waits is asked to end:\n");
    ask_the_waiter();
    printf("the one behind the shield is asked to end:\n");
    ask_the_one_behind();
    printf("the program ends:\n");
    aw_task_drop(aw_spawn(aw_loop_current(), saves, NULL, NULL));
    aw_sleep(15 * AW_MS);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
