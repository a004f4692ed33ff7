/* SPDX-License-Identifier: MIT */
/* aw/waiters.h: a line of tasks that wait for their turn.
 *
 * Every primitive of this chapter and the next has one or more of these.  Each
 * task that waits has a waiter on its own stack, so waiting needs no memory:
 *
 *      list --> [ woken ] --> [ gave up ] --> [ waits ] --> [ waits ] --> list
 *                                                 ^
 *                                               next
 *
 * Whoever is woken, or gives up, stays in line until he goes on, a turn later.
 * That is not untidy but needed: as long as somebody stands there who has been
 * woken, what he was woken for is his, and newcomers stand behind him.
 *
 *   Memory   none.
 *   Threads  the loop's. */
#ifndef AW_WAITERS_H
#define AW_WAITERS_H

#include "aw/task.h"

struct aw_waiters {
    struct aw_list list;  /* aw_waiter, by `link`; in the order of coming */
    struct aw_list *next; /* nobody in front of it waits; or &list */
    size_t n;             /* those in line who have not given up */
    const struct aw_future_ops *ops; /* of their futures */
    const char *name;                /* what people call it, or NULL */
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* One who waits.  It stands on the stack of its task. */
struct aw_waiter {
    struct aw_future future; /* settled when he is woken, or gives up */
    struct aw_list link;
    struct aw_waiters *line;
    struct aw_task *task;
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* The table of a kind of future that somebody in line waits for: "lock". */
#define AW_WAITER_OPS(KIND)                                                    \
    {                                                                          \
        .kind = (KIND), .cancel = aw_waiter_cancel, .name = aw_waiter_name     \
    }

/* Give up, for who waits for `future`: he is counted out, and it is settled as
 * cancelled.
 *
 * Returns true: nobody refuses. */
bool aw_waiter_cancel(struct aw_future *future);

/* Returns what people call his line, or NULL. */
const char *aw_waiter_name(const struct aw_future *future);

/* Make `line` a line in which nobody stands.
 *
 * ops   made by AW_WAITER_OPS
 * name  for people, when they ask what a task waits for; borrowed; or NULL */
void aw_waiters_init(struct aw_waiters *line, const struct aw_future_ops *ops,
                     const char *name);

/* Be done with `line`.  Misuse while somebody stands there. */
void aw_waiters_deinit(struct aw_waiters *line);

/* Stand in line, at its end, until woken.  Counts in live[AW_WAITERS] of the
 * loop meanwhile.
 *
 * woken  whether he was: that may be although this returns -ECANCELED, and then
 *        what he was woken for has to go to somebody else
 *
 * Misuse outside of a task.
 *
 * Returns 0, or -ECANCELED, when this task was asked to end. */
int aw_waiters_wait(struct aw_waiters *line, bool *woken);

/* Wake the first who waits still: he goes on in the next turn.  Each one is
 * passed over once, so that waking all of n takes n steps.
 *
 * Returns false when nobody waits. */
bool aw_waiters_wake(struct aw_waiters *line);

/* Wake the first in line.  If he was woken already or has given up nothing
 * happens: he will go on, and see to it.
 *
 * Returns true when he was woken. */
bool aw_waiters_wake_first(struct aw_waiters *line);

#endif
