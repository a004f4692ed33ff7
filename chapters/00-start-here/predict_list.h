/* SPDX-License-Identifier: MIT */
/* predict_list.h: what do these three programs leave in the list?
 *
 * Read a program, say what its list holds at the end, and only then let the
 * grader run it.  What stands here is what runs.
 *
 * There are five nodes, a to e.  Each holds a number.  The numbers are drawn
 * anew for every run, and you are told only that a < b < c < d < e.
 *
 * Write the names of the nodes from the first to the last, as in "abc". */
#ifndef PREDICT_LIST_H
#define PREDICT_LIST_H

#include "aw/base.h"

struct predict_node {
    struct aw_list link;
    int number;
};

/* Five nodes, in no list, with a.number < b.number < ... < e.number. */
struct predict_nodes {
    struct predict_node a, b, c, d, e;
};

/* ---- Both ends ----------------------------------------------------------
 *
 * `list` is empty when it begins. */
static inline void predict_list_ends(struct aw_list *list,
                                     struct predict_nodes *n)
{
    aw_list_append(list, &n->a.link);
    aw_list_append(list, &n->b.link);
    aw_list_prepend(list, &n->c.link);
    aw_list_append(list, &n->d.link);
    aw_list_remove(&n->b.link);
    aw_list_prepend(list, &n->b.link);
}

/* The list at the end of predict_list_ends, first to last. */
extern const char *const predict_ends;

/* ---- A walk that moves what it visits -----------------------------------
 *
 * `list` holds d b e a c when it begins. */
static inline int predict_list_number(struct aw_list *link)
{
    return aw_container_of(link, struct predict_node, link)->number;
}

static inline void predict_list_walk(struct aw_list *list)
{
    struct aw_list *node, *after;

    aw_list_each_safe (node, after, list) {
        if (predict_list_number(node) < predict_list_number(list->next)) {
            aw_list_remove(node);
            aw_list_prepend(list, node);
        }
    }
}

/* The list at the end of predict_list_walk, first to last. */
extern const char *const predict_walk;

/* ---- Two lists ----------------------------------------------------------
 *
 * `list` holds a b c when it begins, and `other` holds d e. */
static inline void predict_list_two(struct aw_list *list, struct aw_list *other,
                                    struct predict_nodes *n)
{
    aw_list_splice(other, list);
    aw_list_append(list, aw_list_pop(other));
    aw_list_prepend(list, aw_list_pop(other));
    aw_list_splice(list, other);
    aw_list_remove(&n->e.link);
    aw_list_append(&n->b.link, &n->e.link);
}

/* The list at the end of predict_list_two, first to last. */
extern const char *const predict_two;

#endif
