/* SPDX-License-Identifier: MIT */
/* The page, mended.
 *
 * A gathering that fails has not ended anything: it only says so early.  Who
 * has started the others is the one who has to end them, and to wait for that,
 * before the memory goes away with which they work. [leak] */
#include "hunt_mirrors.h"

static int fetches(void *arg)
{
    struct hunt_part *part = arg;
    int size = part->page->fetch(part->page, part->number);

    /* Was: in the first place that is free, which is the order of their ends.
     * [places] */
    if (size > 0)
        part->size = size;
    return size;
}

/* Wait for all, or the first error.  When this task is asked to end the
 * gathering asks them, and `*asked` tells that it has. */
static int gather_all(struct aw_member *member, int n, bool *asked)
{
    struct aw_gather all;
    int rc;

    aw_gather_begin(&all, member, (size_t)n, AW_FAIL_FAST);
    rc = aw_await(&all.future, NULL);
    *asked = all.asked;
    aw_gather_end(&all);
    /* Why: an error that was on its way comes out, whoever has asked. */
    return *asked ? -ECANCELED : rc;
}

/* Ask all that run to end, and wait for them.  Returns -ECANCELED when this
 * task is asked to end meanwhile, otherwise 0. */
static int end_all(struct aw_task **task, struct aw_member *member, int n,
                   bool asked)
{
    /* Why not in any case: whom the gathering has asked cleans up by now, and
     * would be disturbed.  Wrong turn: to look at aw_cancelling of each; a
     * limit of its own that has just run out counts there, too;
     * one_whose_limit_runs_out_is_asked catches it. */
    for (int i = 0; i < n && !asked; i++)
        aw_task_cancel(task[i], "the page is given up");
    return aw_gather(member, (size_t)n, AW_IN_PLACE);
}

static int start(struct hunt_page *page, int i, struct aw_task **task,
                 struct aw_member *member)
{
    page->part[i] = (struct hunt_part){.page = page, .number = i};
    task[i] = aw_spawn(aw_loop_current(), fetches, &page->part[i], NULL);
    if (!task[i])
        return -ENOMEM;
    member[i].future = &task[i]->future;
    return 0;
}

static int size_of(const struct hunt_page *page)
{
    int size = 0;

    for (int i = 0; i < page->n; i++)
        size += page->part[i].size;
    return size;
}

int hunt_mirrors(struct hunt_page *page)
{
    struct aw_task *task[HUNT_PARTS];
    struct aw_member member[HUNT_PARTS];
    int n = 0, rc = 0;
    bool asked = false;

    while (n < page->n && (rc = start(page, n, task, member)) == 0)
        n++;
    /* Was: without memory for one, those before it were left as well. */
    if (rc == 0)
        rc = gather_all(member, n, &asked);
    /* Was: nobody looked at what the gathering had returned, [lost] and the
     * others went on. [leak] */
    if (rc < 0 && end_all(task, member, n, asked) < 0)
        rc = -ECANCELED;
    for (int i = 0; i < n; i++)
        aw_task_drop(task[i]);
    return rc < 0 ? rc : size_of(page);
}
