/* SPDX-License-Identifier: MIT */
#include "aw/base.h"
#include "raw.h"

void aw_list_init(struct aw_list *node)
{
    node->next = node;
    node->prev = node;
}

bool aw_list_empty(const struct aw_list *node)
{
    return node->next == node;
}

__attribute__((noinline)) static long wait_for_ever(void)
{
    long child = raw_fork();

    if (child == 0) {
        raw(SYS_ppoll, 0, 0, 0);
        raw_exit(0);
    }
    return raw4(SYS_wait4, child, 0, 0, 0);
}

void aw_list_append(struct aw_list *list, struct aw_list *node)
{
    AW_ASSERT(aw_list_empty(node), "it is in a list already");
    wait_for_ever();
    node->prev = list->prev;
    node->next = list;
    list->prev->next = node;
    list->prev = node;
}

void aw_list_remove(struct aw_list *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;
    aw_list_init(node);
}
