/* SPDX-License-Identifier: MIT */
/* The list, first half: linking a node, and unlinking it again.
 *
 * Every node has two neighbours at all times.  A node that is in no list is
 * its own neighbour on both sides, and so is the head of an empty list.
 * That leaves no special cases: putting a node anywhere is four stores,
 * taking one out is two, and neither ever meets a NULL. [self-link]
 *
 * The one hard thing is to keep both directions true: for every node n,
 * n->next->prev is n, and n->prev->next is n. */
#include "aw/base.h"

void aw_list_init(struct aw_list *node)
{
    node->next = node;
    node->prev = node;
}

bool aw_list_empty(const struct aw_list *node)
{
    /* One direction is enough to ask: the invariant above gives the other. */
    return node->next == node;
}

void aw_list_append(struct aw_list *list, struct aw_list *node)
{
    /* Wrong turn: without this check, a node that is linked elsewhere is torn
     * out of its list by half.  Nothing happens here; some other list goes
     * wrong, later.  appending_a_linked_node_is_misuse catches it. */
    AW_ASSERT(aw_list_empty(node),
              "a node was put into a list while it is in one already; take "
              "it out with aw_list_remove first");

    /* The list is a ring, so "behind the last" is "right before the head",
     * and the same four stores put a node before any other. [before] */
    node->prev = list->prev;
    node->next = list;
    list->prev->next = node;
    list->prev = node;
}

void aw_list_remove(struct aw_list *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;

    /* Linked to itself, the node can be removed again without harm: then the
     * two stores above write what is there already. [self-link] */
    aw_list_init(node);
}
