/* SPDX-License-Identifier: MIT */
/* aw/group_parts.h: what the files of chapter 11 share among themselves.
 *
 *      group.c --who has failed--> collect.c --a tree--> errors.c
 *         '------it has ended----> start.c                        */
#ifndef AW_GROUP_PARTS_H
#define AW_GROUP_PARTS_H

#include "aw/group.h"

/* ---- collect.c ----------------------------------------------------------*/

/* A tree, as it lies in memory: one block.
 *
 *      n | root | a | b | c of b | d of b | e
 *
 * A group stands before its members, and members stand in their order.  Those
 * that were taken out stay where they are, with the code 0. */
struct aw__tree {
    size_t n;
    struct aw_error error[];
};

/* Make a tree of the tasks in `group->failed`, and of `rc` if that is an
 * error; it takes the place of the one that the parent had.  The tasks are let
 * go.
 *
 * A task that has failed with AW_EGROUP stands there with its own tree below
 * it.  With any other error it stands alone, whatever tree it still has.
 *
 * Returns AW_EGROUP; without memory the first error, and the parent has no
 * tree then. */
int aw__errors_collect(struct aw_group *group, int rc);

/* The code of the first error in the tree `root` that is no group. */
int aw__errors_first(const struct aw_error *root);

/* Free the tree of the task, if it has one. */
void aw__errors_free(struct aw_task *task);

/* ---- start.c ------------------------------------------------------------*/

/* `child` has ended, and its outcome is in its future.
 *
 * Returns true when somebody waited for its start, who has been told. */
bool aw__starting_ended(struct aw_group *group, struct aw_task *child);

#endif
