/* SPDX-License-Identifier: MIT */
/* fixture.h: chapter 09's bodies, jobs for children, and a loop of which every
 * byte is counted. */
#ifndef GROUP_FIXTURE_H
#define GROUP_FIXTURE_H

#include "../09-cancellation/fixture.h"
#include "aw/group_parts.h"

static struct graded_alloc memory;
static struct aw_group group; /* of most tests */

/* Reports are said: an error that gets lost is "reported-EIO". */
static inline void open_all(void)
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    loop.on_error = note_report;
}

/* What a child does: it sleeps for `ms`, and returns `rc`.  If it is asked to
 * end it cleans up for `clean` ms, if that is above 0, and returns `late`, if
 * that is an error. */
struct job {
    int ms, rc, clean, late;
};

static inline int works(void *arg)
{
    const struct job *job = arg;
    int rc = aw_sleep(job->ms * AW_MS);

    if (rc >= 0)
        return say_when(job->rc);
    if (job->clean > 0)
        aw_sleep(job->clean * AW_MS);
    return say_when(job->late < 0 ? job->late : rc);
}

static inline struct aw_task *add(struct aw_group *to, const char *name,
                                  struct job *job)
{
    return aw_group_spawn(to, works, job, AW_NAMED(name));
}

/* A child "NAME" that takes so many ms and returns that. */
#define ADD(name, ...) add(&group, (name), &(struct job){.ms = __VA_ARGS__})

/* Asks `task` to end at `ms`; its timer is the last one of that moment. */
struct late_asker {
    struct aw_task *task;
    int ms;
};

static inline int asks_late(void *arg)
{
    const struct late_asker *late = arg;

    aw_yield();
    aw_yield();
    aw_sleep(late->ms * AW_MS);
    aw_task_cancel(late->task, "asked");
    return 0;
}

static inline void say_error(const struct aw_error *error, void *ctx)
{
    (void)ctx;
    say("%s:%s", error->name, aw_error_name(error->code));
}

/* Say all errors of the task that runs: "a:EIO". */
static inline void say_errors(void)
{
    aw_errors_each(aw_errors(), say_error, NULL);
}

/* Say what has come of a group: "p=AW_EGROUP@5 a:EIO". */
static inline int say_group(int rc)
{
    say_when(rc);
    if (rc == AW_EGROUP)
        say_errors();
    return rc;
}

/* A body that returns its argument. */
static inline int returns(void *arg)
{
    return (int)(intptr_t)arg;
}

static inline void add_failing(struct aw_group *to, const char *name, int code)
{
    aw_group_spawn(to, returns, num(code), AW_NAMED(name));
}

/* A group in which "m1" and "m2" fail. */
static inline int fetches(void *arg)
{
    struct aw_group mine;

    (void)arg;
    aw_group_begin(&mine);
    add_failing(&mine, "m1", -ETIMEDOUT);
    add_failing(&mine, "m2", -ECONNREFUSED);
    return aw_group_close(&mine, 0);
}

/* The tree of aw/errors.h, in the task that runs: p { load, fetch { m1, m2 },
 * p }.  Returns what aw_group_close returns. */
static inline int grow_tree(void)
{
    aw_group_begin(&group);
    add_failing(&group, "load", -EIO);
    aw_group_spawn(&group, fetches, NULL, AW_NAMED("fetch"));
    aw_sleep(AW_MS);
    return aw_group_close(&group, -EINVAL);
}

static inline void say_line(const char *text, void *ctx)
{
    (void)ctx;
    say("[%s]", text);
}

/* Run the parent, "p", to its end and let it go. */
static inline void run_parent(aw_body fn, void *arg)
{
    launch("p", fn, arg);
    run_all();
}

/* ---- Drawn --------------------------------------------------------------*/

static int letters; /* so many have been given as names */

/* The next name, "a" to "z"; NULL when there is none left. */
static inline const char *next_name(void)
{
    static char name[26][2];

    if (letters == 26)
        return NULL;
    name[letters][0] = (char)('a' + letters);
    return name[letters++];
}

/* What `rc` says, or the request that comes while this task waits for its own
 * moment: behind that only its own turns count, and not how many there were. */
static inline int at_own_moment(int rc)
{
    int asked = wait_for_own_moment();

    return rc >= 0 && asked < 0 ? asked : rc;
}

static inline int draw_code(void)
{
    static const int code[] = {-EIO, -ENOENT, -ETIMEDOUT, -EINVAL};

    return code[graded_random(4)];
}

#endif
