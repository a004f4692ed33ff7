/* SPDX-License-Identifier: MIT */
/* aw/errors.h: several errors at once.
 *
 * When a group fails, several tasks may have failed, and some of them because a
 * group of theirs has.  That is a tree, and its code is AW_EGROUP:
 *
 *      AW_EGROUP                           the group of "main"
 *        |-- -EIO                          its child "load"
 *        |-- AW_EGROUP                     its child "fetch", whose own group
 *        |     |-- -ETIMEDOUT              has failed, with "mirror-1"
 *        |     '-- -ECONNREFUSED           and "mirror-2"
 *        '-- -EINVAL                       what the body of "main" returned
 *
 * It is for the program as much as for people: errors are handled by kind with
 * aw_except, and what nobody handles goes on.
 *
 * A tree is one block of loop->alloc, and belongs to the task whose group has
 * failed: until the next group of that task fails, aw_except has taken out the
 * last error, or the task is freed.
 *
 *   Threads  the loop's.
 *
 * Source: Python's ExceptionGroup and except*. */
#ifndef AW_ERRORS_H
#define AW_ERRORS_H

#include "aw/task.h"

enum { AW_ERROR_NAME = 32 };

struct aw_error {
    int code;                 /* negative; AW_EGROUP: see `first` */
    char name[AW_ERROR_NAME]; /* of the task that has failed */
    const char *where;        /* "file:line": it was spawned there; or, of a
                                 group or a body's error, the group was begun */
    struct aw_error *group;   /* the one that it is in; NULL: it is the root */
    struct aw_error *first;   /* the first in it; NULL: it is no group */
    struct aw_error *next;    /* in the same group; or NULL */
};

/* The errors of the group of this task that has failed last; NULL when there
 * are none, and outside of tasks. */
struct aw_error *aw_errors(void);

/* The errors of a future that has failed with AW_EGROUP; NULL when there are
 * none.  They are borrowed from the task that has failed with them, for as
 * long as somebody holds it. */
struct aw_error *aw_errors_of(const struct aw_future *future);

/* Make a copy of aw_errors_of(future) this task's own aw_errors(), in place of
 * those that it had: for who hands on AW_EGROUP of something that he has
 * awaited, and that is no child of his.
 *
 * Misuse outside of a task.
 *
 * Returns 0; -ENOENT, when the future has none; -ENOMEM: then, too, nothing has
 * changed. */
int aw_errors_adopt(const struct aw_future *future);

/* How many errors there are in `tree`, groups not counted; 0 for NULL. */
size_t aw_errors_count(const struct aw_error *tree);

/* Call `fn` for each of them, in the order in which they stand there.  `fn`
 * must not change the tree.  However deep that is, it needs no stack. */
void aw_errors_each(const struct aw_error *tree,
                    void (*fn)(const struct aw_error *error, void *ctx),
                    void *ctx);

/* Handle one kind of error, as `except*` does.
 *
 *      rc = aw_group_close(&group, rc);
 *      rc = aw_except(rc, -ETIMEDOUT, count_one, &late);
 *      rc = aw_except(rc, -ENOENT, NULL, NULL);
 *      return rc;
 *
 * rc    what aw_group_close has returned, or an aw_except behind it
 * code  which errors; misuse with 0 and more, -ECANCELED and AW_EGROUP
 * fn    called for each of them, in the order in which they stand in the tree;
 *       it must neither suspend nor use the tree; NULL: they are passed over
 *
 * With AW_EGROUP, errors of that code are taken out of aw_errors(), and so are
 * groups that are empty by that.  With an rc that is `code` itself `fn` is
 * called once, with that error, the name of this task, and nothing else.
 *
 * Returns 0 when no error is left; AW_EGROUP when some are, or when there is no
 * tree; any other `rc` as it is. */
int aw_except(int rc, int code,
              void (*fn)(const struct aw_error *error, void *ctx), void *ctx);

/* The same for all codes of which `is` says yes.  It is not asked about
 * -ECANCELED and AW_EGROUP. */
int aw_except_if(int rc, bool (*is)(int code),
                 void (*fn)(const struct aw_error *error, void *ctx),
                 void *ctx);

/* Say what is in `tree`, one line each, two spaces for each level:
 *
 *      AW_EGROUP in main, serve.c:40
 *        EIO in load, serve.c:41
 *        AW_EGROUP in fetch, fetch.c:12
 *          ETIMEDOUT in mirror-1, fetch.c:14
 *
 * Long lines are cut at 159 bytes. */
void aw_errors_print(const struct aw_error *tree,
                     void (*line)(const char *text, void *ctx), void *ctx);

#endif
