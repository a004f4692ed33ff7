/* SPDX-License-Identifier: MIT */
#include "hunt_mirrors.h"

static int fetches(void *arg)
{
    struct hunt_part *part = arg;
    struct hunt_page *page = part->page;
    int size = page->fetch(page, part->number), i = 0;

    if (size < 0)
        return size;
    while (page->part[i].size > 0)
        i++;
    page->part[i].size = size;
    return size;
}

int hunt_mirrors(struct hunt_page *page)
{
    struct aw_task *task[HUNT_PARTS];
    struct aw_member member[HUNT_PARTS];
    int size = 0;

    for (int i = 0; i < page->n; i++) {
        page->part[i] = (struct hunt_part){.page = page, .number = i};
        task[i] = aw_spawn(aw_loop_current(), fetches, &page->part[i], NULL);
        if (!task[i])
            return -ENOMEM;
        member[i].future = &task[i]->future;
    }
    aw_gather(member, (size_t)page->n, AW_FAIL_FAST);
    for (int i = 0; i < page->n; i++) {
        if (aw_member_result(&member[i], NULL) > 0)
            size += page->part[i].size;
        aw_task_drop(task[i]);
    }
    return size;
}
