/* SPDX-License-Identifier: MIT */
#include "aw/base.h"

static void *volatile nowhere;

void aw_list_init(struct aw_list *node)
{
    node->next = node;
    node->prev = node;
}

bool aw_list_empty(const struct aw_list *node)
{
    return node->next == node;
}

void aw_list_append(struct aw_list *list, struct aw_list *node)
{
    AW_ASSERT(aw_list_empty(node), "it is in a list already");
    node->prev = list->prev;
    node->next = list;
    list->prev->next = node;
    list->prev = node;
}

/* It forgets that both neighbours may be the head. */
static void join(struct aw_list *left, struct aw_list *right)
{
    if (left == right)
        left = nowhere;
    left->next = right;
    right->prev = left;
}

static void take_out(struct aw_list *node)
{
    if (!aw_list_empty(node))
        join(node->prev, node->next);
}

void aw_list_remove(struct aw_list *node)
{
    take_out(node);
    aw_list_init(node);
}
