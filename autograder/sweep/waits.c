/* SPDX-License-Identifier: MIT */
/* What chapters 08 to 10 wait for. */
#include "sweep.h"

static struct aw_future f;

static void make_future(void)
{
    aw_future_init(&f, &loop, NULL);
}

static void end_future(void)
{
    aw_future_deinit(&f);
}

/* Settles `f` with a token, after `arg` milliseconds; if nobody takes it any
 * more it is thrown away here. */
static int settles(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    tokens++;
    if (!aw_future_settle(&f, 0, &f))
        tokens--;
    return rc;
}

static void take_back(void *value)
{
    must(value == &f, "the value that was released is not the one that came");
    tokens--;
}

static void settled_in_time(void)
{
    make_future();
    launch("settler", settles, num(2));
}

/* What came and was not handed over is thrown away by nobody: `f` has it. */
static int awaits(void *arg)
{
    int rc = aw_await(&f, NULL);

    (void)arg;
    if (rc >= 0 || f.state == AW_DONE)
        tokens--;
    return rc < 0 ? rc : aw_yield();
}

static int awaits_owned(void *arg)
{
    void *value;
    int rc = aw_await_owned(&f, &value, take_back);

    (void)arg;
    if (rc >= 0)
        take_back(value);
    return rc;
}

/* ---- Chapter 08 ---------------------------------------------------------*/

static int joins(void *arg)
{
    struct aw_task *task = aw_spawn(&loop, sleeps, num(2), NULL);

    (void)arg;
    return aw_join(task, NULL);
}

static int yields(void *arg)
{
    (void)arg;
    for (int i = 0; i < 3; i++)
        if (aw_yield() < 0)
            return -ECANCELED;
    return 0;
}

static int sleeps_twice(void *arg)
{
    (void)arg;
    if (aw_sleep(AW_MS) < 0)
        return -ECANCELED;
    return aw_sleep(0);
}

static int sleeps_until(void *arg)
{
    (void)arg;
    return aw_sleep_until(2 * AW_MS);
}

/* ---- Chapter 09 ---------------------------------------------------------*/

static int awaits_shielded(void *arg)
{
    struct aw_task *task = aw_spawn(&loop, sleeps, num(2), NULL);
    int rc = aw_await_shielded(&task->future, NULL);

    (void)arg;
    must(aw_cancelling(task) == 0, "a request went through a shield");
    aw_task_drop(task);
    return rc;
}

/* In time, too late, and without any time. */
static int waits_for(void *arg)
{
    struct aw_task *early = aw_spawn(&loop, sleeps, num(1), NULL);
    struct aw_task *late = aw_spawn(&loop, sleeps, num(9), NULL);
    struct aw_task *soon = aw_spawn(&loop, sleeps, num(1), NULL);
    int rc = aw_wait_for(&early->future, 3 * AW_MS, NULL);

    (void)arg;
    if (rc == 0)
        rc = aw_wait_for(&late->future, 3 * AW_MS, NULL);
    if (rc == -ETIMEDOUT)
        rc = aw_wait_for(&soon->future, 0, NULL);
    must(rc != -ETIMEDOUT, "what is there is too late");
    aw_task_drop(early);
    aw_task_drop(late);
    aw_task_drop(soon);
    return rc;
}

static int waits_for_owned(void *arg)
{
    void *value;
    int rc = aw_wait_for_owned(&f, 9 * AW_MS, &value, take_back);

    (void)arg;
    if (rc >= 0)
        take_back(value);
    return rc;
}

static int cleans_up(void *arg)
{
    int *left = arg;

    for (int i = 0; i < 3; i++)
        aw_yield();
    *left -= 1;
    return 0;
}

static int has_cleaned_up(void *arg)
{
    int left = 1;
    int rc = aw_clean_up(cleans_up, &left, AW_SEC);

    (void)arg;
    must(left == 0, "it was broken off in its clean-up");
    must(rc == 0, "its clean-up has come to %d", rc);
    return aw_yield();
}

/* ---- Chapter 10 ---------------------------------------------------------*/

enum { MEMBERS = 3 };

static struct aw_task *task[MEMBERS];
static struct aw_member member[MEMBERS];

static void start_members(void)
{
    for (int i = 0; i < MEMBERS; i++) {
        task[i] = aw_spawn(&loop, sleeps, num(i + 1), NULL);
        member[i] = (struct aw_member){.future = &task[i]->future};
    }
}

static void drop_members(void)
{
    for (int i = 0; i < MEMBERS; i++)
        aw_task_drop(task[i]);
}

static void nobody_watches(void)
{
    for (int i = 0; i < MEMBERS; i++)
        must(aw_list_empty(&task[i]->future.watches) &&
                 task[i]->future.awaits == 0,
             "a watch was left in member %d", i);
}

static int gathers(void *arg)
{
    int rc = aw_gather(member, MEMBERS, AW_FAIL_FAST);

    (void)arg;
    nobody_watches();
    return rc;
}

static int gathers_in_place(void *arg)
{
    int rc = aw_gather(member, MEMBERS, AW_IN_PLACE);

    (void)arg;
    for (int i = 0; i < MEMBERS; i++)
        must(aw_future_done(&task[i]->future),
             "it has returned before member %d has ended", i);
    return rc;
}

static int waits_for_some(void *arg)
{
    int rc = aw_wait(member, MEMBERS, AW_FIRST_SETTLED, AW_NEVER);

    (void)arg;
    nobody_watches();
    if (rc >= 0)
        rc = aw_wait(member, MEMBERS, AW_ALL_SETTLED, AW_MS);
    nobody_watches();
    return rc;
}

static void nobody_was_asked(void)
{
    for (int i = 0; i < MEMBERS; i++)
        must(aw_cancelling(task[i]) == 0, "member %d was asked to end", i);
    drop_members();
}

/* It goes on when it is asked to end: then none may be missing. */
static int takes_each(void *arg)
{
    struct aw_as_completed each;
    struct aw_member *one;
    int taken = 0, asked = 0, rc;

    (void)arg;
    aw_as_completed_begin(&each, member, MEMBERS, AW_NEVER);
    while ((rc = aw_as_completed_next(&each, &one)) != 0) {
        taken += rc > 0;
        asked += rc < 0;
    }
    aw_as_completed_end(&each);
    nobody_watches();
    must(taken == MEMBERS, "%d members were handed over", taken);
    return asked ? -ECANCELED : 0;
}

static int jobs_running;

static int job(void *arg)
{
    int rc;

    jobs_running++;
    rc = sleeps(arg);
    jobs_running--;
    return rc;
}

static int runs_jobs(int (*how)(const struct aw_jobs *jobs,
                                struct aw_member *room, size_t size))
{
    void *const arg[] = {num(3), num(1), num(2), num(1), num(0)};
    int result[5], rc;
    struct aw_member room[2];
    const struct aw_jobs jobs = {job, arg, result, 5};

    jobs_running = 0;
    rc = how(&jobs, room, 2);
    must(jobs_running == 0, "%d jobs run still", jobs_running);
    return rc;
}

static int runs_batches(void *arg)
{
    (void)arg;
    return runs_jobs(aw_in_batches);
}

static int runs_at_most(void *arg)
{
    (void)arg;
    return runs_jobs(aw_at_most);
}

const struct scenario waits[] = {
    {"aw_await", settled_in_time, awaits, end_future},
    {"aw_await_owned", settled_in_time, awaits_owned, end_future},
    {"aw_join", NULL, joins, NULL},
    {"aw_yield", NULL, yields, NULL},
    {"aw_sleep", NULL, sleeps_twice, NULL},
    {"aw_sleep_until", NULL, sleeps_until, NULL},
    {"aw_await_shielded", NULL, awaits_shielded, NULL},
    {"aw_wait_for", NULL, waits_for, NULL},
    {"aw_wait_for_owned", settled_in_time, waits_for_owned, end_future},
    {"aw_clean_up", NULL, has_cleaned_up, NULL},
    {"aw_gather", start_members, gathers, drop_members},
    {"aw_gather (in place)", start_members, gathers_in_place, drop_members},
    {"aw_wait", start_members, waits_for_some, nobody_was_asked},
    {"aw_as_completed_next", start_members, takes_each, nobody_was_asked},
    {"aw_in_batches", NULL, runs_batches, NULL},
    {"aw_at_most", NULL, runs_at_most, NULL},
    {NULL, NULL, NULL, NULL},
};
