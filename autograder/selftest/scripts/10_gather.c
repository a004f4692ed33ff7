/* SPDX-License-Identifier: MIT */
/* Gathering: all of them, enough of them, one after the other, so many at a
 * time. */
#include "aw/cancel.h"
#include "aw/gather.h"
#include "script.h"

enum { JOBS = 5 };

static struct aw_task *task[JOBS];
static struct aw_member member[JOBS];
static int result[JOBS], running;

/* Sleeps for 1 to 5 ms; number 3 fails. */
static int works(void *arg)
{
    int i = (int)(intptr_t)arg, rc;

    running++;
    rc = aw_sleep((i + 1) * AW_MS);
    running--;
    return rc < 0 ? rc : i == 3 ? -EIO : i;
}

static void drop(int n)
{
    while (n-- > 0) {
        aw_future_result(&task[n]->future, NULL);
        aw_task_drop(task[n]);
    }
}

/* All tasks, or none and -ENOMEM. */
static int start(void)
{
    for (int i = 0; i < JOBS; i++) {
        task[i] = aw_spawn(aw_loop_current(), works, (void *)(intptr_t)i, NULL);
        if (!task[i]) {
            for (int k = 0; k < i; k++)
                aw_task_cancel(task[k], "no memory");
            aw_gather(member, (size_t)i, AW_IN_PLACE);
            drop(i);
            return -ENOMEM;
        }
        member[i] = (struct aw_member){.future = &task[i]->future};
    }
    return 0;
}

static int gathers(void)
{
    int rc = start();

    if (rc < 0)
        return rc;
    HOLDS(aw_gather(member, JOBS, AW_FAIL_FAST) == -EIO);
    HOLDS(aw_member_result(&member[4], NULL) == -EINPROGRESS);
    HOLDS(aw_gather(member, JOBS, AW_IN_PLACE) == 0);
    HOLDS(aw_member_result(&member[4], NULL) == 4);
    drop(JOBS);
    return 0;
}

static int waits(void)
{
    int rc = start();

    if (rc < 0)
        return rc;
    HOLDS(aw_wait(member, JOBS, AW_FIRST_SETTLED, AW_NEVER) == 1);
    HOLDS(aw_wait(member, JOBS, AW_FIRST_FAILED, AW_NEVER) == 4);
    HOLDS(aw_wait(member, JOBS, AW_ALL_SETTLED, 0) == 4);
    HOLDS(aw_wait(member, JOBS, AW_ALL_SETTLED, AW_SEC) == JOBS);
    HOLDS(aw_wait(member, 0, AW_ALL_SETTLED, AW_SEC) == -EINVAL);
    drop(JOBS);
    return 0;
}

static int takes(void)
{
    struct aw_as_completed each;
    struct aw_member *next;
    int rc = start(), n = 0;

    if (rc < 0)
        return rc;
    aw_as_completed_begin(&each, member, JOBS, 3 * AW_MS + AW_MS / 2);
    while ((rc = aw_as_completed_next(&each, &next)) > 0)
        HOLDS(next == &member[n++]);
    HOLDS(rc == -ETIMEDOUT && n == 3);
    aw_as_completed_end(&each);
    HOLDS(aw_gather(member, JOBS, AW_IN_PLACE) == 0);
    drop(JOBS);
    return 0;
}

static const struct aw_jobs jobs = {
    .fn = works, .arg = NULL, .result = result, .n = JOBS};

/* Jobs whose task is asked to end while they run. */
static int runs(void *arg)
{
    struct aw_member room[2];
    int rc = arg ? aw_at_most(&jobs, room, 2) : aw_in_batches(&jobs, room, 2);

    HOLDS(running == 0);
    return rc;
}

static int ends(void *at_most)
{
    struct aw_task *runner =
        aw_spawn(aw_loop_current(), runs, at_most, AW_NAMED("runs"));
    int rc;

    if (!runner)
        return -ENOMEM;
    aw_yield();
    aw_sleep(AW_MS / 2);
    aw_task_cancel(runner, "enough");
    rc = aw_join(runner, NULL);
    HOLDS(rc == -ECANCELED || rc == -ENOMEM);
    return rc == -ENOMEM ? rc : 0;
}

static int program(void *arg)
{
    static int (*const part[])(void) = {gathers, waits, takes};
    int rc = 0;

    for (size_t i = 0; i < sizeof(part) / sizeof(*part) && rc == 0; i++)
        rc = part[i]();
    if (rc == 0)
        rc = ends(NULL);
    if (rc == 0)
        rc = ends(&running);
    if (rc == 0)
        rc = runs(arg);
    if (rc == 0)
        rc = runs(&running);
    return rc;
}

static int script(const struct aw_loop_options *options)
{
    struct aw_run_options run = {.loop = *options};

    running = 0;
    return aw_run(program, NULL, &run);
}

int main(int argc, char **argv)
{
    return script_main(argc, argv, script);
}
