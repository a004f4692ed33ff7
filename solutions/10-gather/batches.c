/* SPDX-License-Identifier: MIT */
/* So many at a time: in batches, or with a window that moves.
 *
 *      in batches of 3     aaaa|dd  |       the slowest one holds up all
 *                          bb  |eeee|
 *                          ccc |f   |
 *
 *      at most 3           aaaaf            when one ends, another begins
 *                          bbdd
 *                          ccceeee
 *
 * Both spawn tasks, so both have to see that none of them is left, whatever
 * happens: a gathering would return with the first one that has ended.  The
 * hard thing is that these functions can be asked to end at each point, and
 * more than once. [none-left] */
#include <stdio.h>

#include "aw/cancel.h"
#include "aw/gather_parts.h"

static struct aw_task *task_of(const struct aw_member *member)
{
    return aw_container_of(member->future, struct aw_task, future);
}

/* Let job `i` begin, in this place.  Returns 0, or -ENOMEM, which is the job's
 * result then. */
static int begin_job(const struct aw_jobs *jobs, size_t i,
                     struct aw_member *place)
{
    struct aw_task *self = aw_task_self(), *task;
    char name[64];

    snprintf(name, sizeof(name), "%s[%zu]", self->name, i);
    task = aw_spawn(self->future.loop, jobs->fn,
                    jobs->arg ? jobs->arg[i] : NULL, AW_NAMED(name));
    if (!task) {
        jobs->result[i] = -ENOMEM;
        return -ENOMEM;
    }
    place->future = &task->future;
    place->tag = i;
    return 0;
}

/* The job in this place has ended; the place is free. */
static void end_job(const struct aw_jobs *jobs, struct aw_member *place)
{
    if (!place->future)
        return;
    jobs->result[place->tag] = aw_future_result(place->future, NULL);
    aw_task_drop(task_of(place));
    place->future = NULL;
}

/* Does one still run?  Then the gathering was cancelled and has given it up,
 * because somebody else awaits it, too: so it has to be asked by name. */
static bool is_left(const struct aw_member *place)
{
    if (!place->future || aw_future_done(place->future))
        return false;
    if (aw_member_result(place, NULL) == -ECANCELED)
        aw_task_cancel(task_of(place), aw_task_self()->reason);
    return true;
}

static bool any_is_left(const struct aw_member *room, size_t size)
{
    bool any = false;

    for (size_t i = 0; i < size; i++)
        any |= is_left(&room[i]);
    return any;
}

/* Wait for all jobs that run, and ask them to end whenever this task is. */
static int end_jobs(const struct aw_jobs *jobs, struct aw_member *room,
                    size_t size)
{
    /* [none-left] In place: an error of one is no reason to leave the others,
     * and it is settled only when all have ended or were given up. */
    int rc = aw_gather(room, size, AW_IN_PLACE);

    while (any_is_left(room, size))
        aw_gather(room, size, AW_IN_PLACE);
    for (size_t i = 0; i < size; i++)
        end_job(jobs, &room[i]);
    return rc;
}

static void check(struct aw_member *room, size_t size)
{
    AW_ASSERT(aw_task_self(), "something that waits was called outside of a "
                              "task: the loop itself cannot wait; spawn a task "
                              "for it");
    AW_ASSERT(size > 0, "jobs were to be run 0 at a time: none would ever be "
                        "done");
    for (size_t i = 0; i < size; i++)
        room[i].future = NULL;
}

/* None begins from job `from` on.  Returns what the whole has come to, which is
 * what has come of each of them, too. */
static int none_begin(const struct aw_jobs *jobs, size_t from, int rc)
{
    for (size_t i = from; i < jobs->n; i++)
        jobs->result[i] = rc;
    return rc;
}

int aw_in_batches(const struct aw_jobs *jobs, struct aw_member *room,
                  size_t size)
{
    size_t i = 0;
    int rc = 0, ended;

    check(room, size);
    while (i < jobs->n && rc == 0) {
        for (size_t k = 0; k < size && i < jobs->n && rc == 0; k++)
            rc = begin_job(jobs, i++, &room[k]);
        ended = end_jobs(jobs, room, size);
        /* Why a request counts more than a want of memory: nobody else would
         * hear of it. */
        rc = ended < 0 ? ended : rc;
    }
    return rc < 0 ? none_begin(jobs, i, rc) : 0;
}

/* ---- A window -----------------------------------------------------------*/

/* Ask all that run to end: nobody has done so yet. */
static void ask_jobs(const struct aw_member *room, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (room[i].future)
            aw_task_cancel(task_of(&room[i]), aw_task_self()->reason);
}

/* Begin the next job, in this place. */
static int begin_next(const struct aw_jobs *jobs, size_t *i,
                      struct aw_member *place, struct aw_as_completed *each)
{
    int rc = begin_job(jobs, (*i)++, place);

    if (rc == 0)
        aw_as_completed_add(each, place);
    return rc;
}

int aw_at_most(const struct aw_jobs *jobs, struct aw_member *room, size_t size)
{
    struct aw_as_completed each;
    struct aw_member *place;
    size_t i = 0;
    int rc = 0, next;

    check(room, size);
    aw_as_completed_begin(&each, NULL, 0, AW_NEVER);
    for (size_t k = 0; k < size && i < jobs->n && rc == 0; k++)
        rc = begin_next(jobs, &i, &room[k], &each);
    while ((next = aw_as_completed_next(&each, &place)) > 0) {
        end_job(jobs, place);
        if (i < jobs->n && rc == 0)
            rc = begin_next(jobs, &i, place, &each);
    }
    aw_as_completed_end(&each);
    if (next < 0) {
        /* [none-left] Wrong turn: to return here.  It is what the first version
         * of everybody does; no_job_runs_on_when_asked_to_end catches it. */
        ask_jobs(room, size);
        end_jobs(jobs, room, size);
        rc = next;
    }
    return rc < 0 ? none_begin(jobs, i, rc) : 0;
}
