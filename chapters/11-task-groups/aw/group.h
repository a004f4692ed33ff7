/* SPDX-License-Identifier: MIT */
/* aw/group.h: tasks that nobody can lose.
 *
 * A group is a part of a body: it begins, tasks are spawned into it, and its
 * end waits for all of them.
 *
 *      struct aw_group group;
 *
 *      aw_group_begin(&group);
 *      aw_group_spawn(&group, fetch, "a", NULL);
 *      aw_group_spawn(&group, fetch, "b", NULL);
 *      rc = work_beside_them();
 *      rc = aw_group_close(&group, rc);
 *
 *      parent   begin ----- body ------ close ...waits... > goes on
 *      a          '-spawn---------------------> ended
 *      b            '-spawn----------------------------> ended
 *
 * It guarantees three things:
 *
 *   None is left.         When aw_group_close returns, no child runs.
 *   One fails, all end.   A child that fails has the others and the body asked
 *                         to end; so does a body that fails.  A group that is
 *                         ending already asks nobody.
 *   No error is lost.     All of them arrive together, as AW_EGROUP with a
 *                         tree of what failed where (aw/errors.h).
 *
 * A child that was cancelled has not failed.
 *
 * Groups may stand inside of each other, in one body or in the bodies of
 * children.  A group stands on the stack of the task that begins it, its
 * parent, and is a scope (aw/scope.h): a body that returns inside of one is
 * told which, and that is misuse.  It needs no memory for its children; an
 * error tree is one block of loop->alloc.
 *
 *   Threads  the loop's.
 *
 * Source: asyncio's TaskGroup; aw_group_start is trio's nursery.start. */
#ifndef AW_GROUP_H
#define AW_GROUP_H

#include "aw/errors.h"
#include "aw/task.h"

struct aw_group {
    struct aw_scope scope;   /* scope.task: the parent, until it is closed */
    struct aw_list children; /* aw_task, by `owner_link`; until it hears of
                                their end */
    struct aw_list failed;   /* and those that failed, in the order heard */
    struct aw_list starting; /* those that aw_group_start waits for */
    struct aw_future *empty; /* what aw_group_close waits for; or NULL */
    uint32_t base;           /* requests that had reached the parent before */
    bool closing;            /* aw_group_close has been called */
    bool ending;             /* all children were asked to end */
    bool asked;              /* so was the parent, by the group */
    uintptr_t spare[2];      /* yours, if you need room; otherwise leave it */
};

/* Begin a group, whose parent is the task that runs.
 *
 * Misuse outside of a task, and while `group` is open already.
 *
 * Owns:  the caller's memory, until aw_group_close has returned. */
#define aw_group_begin(group) aw__group_begin((group), AW_WHERE)
void aw__group_begin(struct aw_group *group, const char *where);

/* Spawn a child: aw_spawn in the parent's loop, and `lazy` is not looked at.
 *
 * Any task of the loop may do so, children among them, also while
 * aw_group_close waits.  A group takes no more children when it is ending, and
 * when it is closing and has no child left: then `drop` is given `arg`.
 *
 * Returns the child, which the group holds until it has ended: whoever wants
 * to look at it later has to hold it, too (aw_task_hold).  NULL when the group
 * takes no more, or there is no memory: then, too, `arg` has been dropped. */
#define aw_group_spawn(group, fn, arg, ...)                                    \
    aw__group_spawn((group), (fn), (arg), (__VA_ARGS__), AW_WHERE)
struct aw_task *aw__group_spawn(struct aw_group *group, aw_body fn, void *arg,
                                const struct aw_spawn_options *options,
                                const char *where);

/* Does the group take one more? */
bool aw_group_is_open(const struct aw_group *group);

/* Ask all children to end, and then the parent unless it is the one who calls
 * or is closing already; none of this is a failure.  The group takes no more.
 * A child that calls this is one of them.
 *
 * For those who have what they wanted: the first answer of several.  Calling it
 * twice, or when the group is ending, does nothing.  Misuse when it is closed.
 *
 * reason  as with aw_task_cancel */
void aw_group_cancel(struct aw_group *group, const char *reason);

/* Wait until all children have ended, whatever happens.
 *
 * rc  what has come of the body: 0 or more, or a negative error code
 *
 * If rc is negative, or a child fails, or the parent hears here that it was
 * asked to end, all children are asked to end, once, in the order of their
 * spawning; and they are waited for, however often the parent is asked
 * meanwhile.  They are given the reason of the parent's request; and if it is a
 * failure that ends them, a reason that says so.
 *
 * A child that fails while the body runs or close waits has the parent asked to
 * end, once, and behind the children, unless the group is ending already; that
 * request is taken back here.  Without children it does not suspend.
 *
 * What comes of it:
 *
 *   AW_EGROUP   a child failed, or rc is an error: aw_errors() has the tree,
 *               the children's errors in the order in which they were heard,
 *               the body's at the end
 *   -ECANCELED  nobody failed, and the parent has heard of somebody else's
 *               request, in the body (rc is -ECANCELED) or here
 *   0           nobody failed, rc is -ECANCELED, and only the group has asked
 *   rc          otherwise
 *
 * Errors count more than a request of somebody else; it is not lost by that,
 * and the parent's next call that suspends returns -ECANCELED.  One that had
 * reached the parent before the group began does not count; one that was still
 * to be delivered then does.
 *
 * A body that fails with AW_EGROUP hands on the tree that aw_errors() has.
 * Without memory for the tree the first error in it stands for all of them.
 *
 * Misuse while a scope is open that was begun inside of it, and when it is not
 * open in this task. */
int aw_group_close(struct aw_group *group, int rc);

/* ---- Children that have to begin first ----------------------------------*/

/* Spawn a child, and wait until it says that it has started: with aw_started,
 * when it listens, say, and not before.
 *
 * Until then it is the caller's: if it ends or fails, the caller is told, and
 * the group has not failed.  If the caller is asked to end, so is the child
 * when the caller goes on, even if it has started in that turn, unless the
 * group has asked it already; it stays in the group, and is the group's from
 * then on.
 *
 * When it has failed first (its body has returned before the request), its
 * error counts more than a request that comes in the same turn; the caller's
 * next call that suspends returns -ECANCELED.  To have returned without having
 * started counts less: then the request is what is told.
 *
 * value  where to put what the child gave to aw_started, or NULL when this
 *        returns anything but 0; may be NULL
 *
 * Returns 0; what the child has failed with, and with AW_EGROUP its tree is the
 * caller's aw_errors() (without memory: its first error); -ECHILD, when it
 * returned without having started; -ECANCELED, when the caller was asked to
 * end, or the child was; -ESHUTDOWN, when the group takes no more, or -ENOMEM:
 * then `arg` has been dropped. */
#define aw_group_start(group, value, fn, arg, ...)                             \
    aw__group_start((group), (value), (fn), (arg), (__VA_ARGS__), AW_WHERE)
int aw__group_start(struct aw_group *group, void **value, aw_body fn, void *arg,
                    const struct aw_spawn_options *options, const char *where);

/* The child that runs has started.
 *
 * Misuse outside of a task.
 *
 * Returns 0, or -EALREADY when nobody waits for that: it has said so already,
 * was not spawned by aw_group_start, or whoever did has given up. */
int aw_started(void *value);

/* ---- Looking ------------------------------------------------------------*/

/* Say what lives in `loop`: its tasks, the oldest first, and below each one
 * its groups, the outermost first, with their children, as aw_task_describe
 * describes them.
 *
 *      main (#1) waiting for a group
 *        group at serve.c:40
 *          listen (#2) waiting for a connection
 *          fetch (#3) waiting for a group
 *            group at fetch.c:12
 *              mirror (#4) ready
 *      log (#5) waiting for a sleep
 *
 * A group without live children is not shown, nor is a task that has ended.
 * Long lines are cut at 159 bytes, and no level needs any stack.  `line` must
 * neither spawn nor let go of a task. */
void aw_tree_print(struct aw_loop *loop,
                   void (*line)(const char *text, void *ctx), void *ctx);

#endif
