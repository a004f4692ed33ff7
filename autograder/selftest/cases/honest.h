/* SPDX-License-Identifier: MIT */
/* The functions of list.c: right, or doing nothing, with a statement that each
 * call begins with. */
#ifndef HONEST_H
#define HONEST_H

#include "aw/base.h"

#define RIGHT_LIST(statement)                                                  \
    void aw_list_init(struct aw_list *node)                                    \
    {                                                                          \
        statement;                                                             \
        node->next = node;                                                     \
        node->prev = node;                                                     \
    }                                                                          \
    bool aw_list_empty(const struct aw_list *node)                             \
    {                                                                          \
        statement;                                                             \
        return node->next == node;                                             \
    }                                                                          \
    void aw_list_append(struct aw_list *list, struct aw_list *node)            \
    {                                                                          \
        statement;                                                             \
        AW_ASSERT(node->next == node, "it is in a list already");              \
        node->prev = list->prev;                                               \
        node->next = list;                                                     \
        list->prev->next = node;                                               \
        list->prev = node;                                                     \
    }                                                                          \
    void aw_list_remove(struct aw_list *node)                                  \
    {                                                                          \
        statement;                                                             \
        node->prev->next = node->next;                                         \
        node->next->prev = node->prev;                                         \
        node->next = node;                                                     \
        node->prev = node;                                                     \
    }

#define IDLE_LIST(statement)                                                   \
    void aw_list_init(struct aw_list *node)                                    \
    {                                                                          \
        (void)node;                                                            \
        statement;                                                             \
    }                                                                          \
    bool aw_list_empty(const struct aw_list *node)                             \
    {                                                                          \
        (void)node;                                                            \
        statement;                                                             \
        return false;                                                          \
    }                                                                          \
    void aw_list_append(struct aw_list *list, struct aw_list *node)            \
    {                                                                          \
        (void)list, (void)node;                                                \
        statement;                                                             \
    }                                                                          \
    void aw_list_remove(struct aw_list *node)                                  \
    {                                                                          \
        (void)node;                                                            \
        statement;                                                             \
    }

#endif
