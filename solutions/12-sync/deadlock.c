/* SPDX-License-Identifier: MIT */
/* Rings of tasks that wait for each other.
 *
 *      pay --waits for--> lock "b" --owner--> book --waits for--> lock "a"
 *       ^                                                            |
 *       '------------------------- owner ----------------------------'
 *
 * A task waits for one thing, and a lock has one owner, so the question has one
 * path: along it, until somebody does not wait, or it is us.
 *
 * The hard thing is to be right.  What says "never" has to be sure, so the path
 * ends at everything that somebody else could still change: an event, a
 * semaphore, a plain future, time. [sure] */
#include <stdarg.h>
#include <stdio.h>

#include "aw/sync_parts.h"

static const struct aw_lock *lock_of(const struct aw_future *future)
{
    struct aw_waiter *waiter =
        aw_container_of(future, struct aw_waiter, future);

    return aw_container_of(waiter->line, struct aw_lock, waiters);
}

static void check_owner(const struct aw_lock *lock)
{
    AW_ASSERT(lock->owner->state != AW_TASK_ENDED,
              "lock \"%s\" is waited for, and the task '%s', which has it, has "
              "ended without releasing it",
              lock->waiters.name ? lock->waiters.name : "?", lock->owner->name);
}

/* Who has to do something before `task` can go on; NULL, when that may be
 * anybody. */
static const struct aw_task *whom_it_waits_for(const struct aw_task *task)
{
    const struct aw_future *f = task->wake.future;

    if (!f)
        return NULL;
    if (f->ops == &aw_task_ops)
        return aw_container_of(f, struct aw_task, future);
    if (f->ops == &aw_lock_ops)
        return lock_of(f)->owner;
    return NULL;
}

/* ---- Words --------------------------------------------------------------*/

struct words {
    char text[512];
    size_t n;
};

__attribute__((format(printf, 2, 3))) static void say(struct words *words,
                                                      const char *format, ...)
{
    size_t room = sizeof(words->text) - words->n;
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(words->text + words->n, room, format, args);
    va_end(args);
    if (n > 0)
        words->n += (size_t)n < room ? (size_t)n : room - 1;
}

static void say_lock(struct words *words, const struct aw_lock *lock)
{
    const char *name = lock->waiters.name;

    say(words, " waits for lock \"%s\", which \"%s\" has", name ? name : "?",
        lock->owner->name);
}

static void report(const struct aw_lock *lock, const struct aw_task *task)
{
    struct words words = {.n = 0};
    const struct aw_task *t, *next;

    say(&words, "a deadlock: \"%s\"", task->name);
    say_lock(&words, lock);
    for (t = lock->owner; t != task; t = next) {
        const struct aw_future *f = t->wake.future;

        next = whom_it_waits_for(t);
        say(&words, ", who");
        if (f->ops == &aw_lock_ops)
            say_lock(&words, lock_of(f));
        else
            say(&words, " waits for \"%s\"", next->name);
    }
    aw_loop_report(task->future.loop, &(struct aw_report){.what = words.text,
                                                          .error = -EDEADLK,
                                                          .subject = task,
                                                          .name = task->name});
}

bool aw__lock_would_deadlock(const struct aw_lock *lock,
                             const struct aw_task *task)
{
    const struct aw_task *t = lock->owner, *slow = t;
    bool step = false;

    check_owner(lock);
    while (t && t != task) {
        t = whom_it_waits_for(t);
        /* A ring that we are not in has no end: who walks at half the speed
         * is met again. */
        if (step)
            slow = whom_it_waits_for(slow);
        step = !step;
        if (t && t == slow && t != task)
            return false;
    }
    if (!t)
        return false;
    report(lock, task);
    return true;
}
