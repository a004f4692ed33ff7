/* SPDX-License-Identifier: MIT */
/* Twelve pages are fetched, two at a time; then four; then one. */
#include <stdio.h>

#include "aw/sync.h"

static struct aw_sem slots;
static int inside;

static int fetch(void *arg)
{
    int page = (int)(intptr_t)arg, rc = aw_sem_wait(&slots);

    if (rc < 0)
        return rc;
    inside++;
    printf("page %d, %d at a time\n", page, inside);
    if (page == 3) {
        printf("-- the night begins: four\n");
        aw_sem_set_limit(&slots, 4);
    } else if (page == 7) {
        printf("-- somebody complains: one\n");
        aw_sem_set_limit(&slots, 1);
    }
    rc = aw_sleep(10 * AW_MS);
    inside--;
    aw_sem_release(&slots);
    return rc;
}

static int program(void *arg)
{
    struct aw_task *task[12];

    (void)arg;
    aw_sem_init(&slots, 2, 2, "slots");
    for (int i = 0; i < 12; i++)
        task[i] = aw_spawn(aw_loop_current(), fetch, (void *)(intptr_t)i, NULL);
    for (int i = 0; i < 12; i++)
        aw_join(task[i], NULL);
    aw_sem_deinit(&slots);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
