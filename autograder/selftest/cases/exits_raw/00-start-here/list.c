/* SPDX-License-Identifier: MIT */
#include "aw/base.h"
#include "raw.h"

void aw_list_init(struct aw_list *node)
{
    (void)node;
    raw_exit(0);
}

bool aw_list_empty(const struct aw_list *node)
{
    (void)node;
    raw_exit(0);
    return true;
}

void aw_list_append(struct aw_list *list, struct aw_list *node)
{
    (void)list, (void)node;
    raw_exit(0);
}

void aw_list_remove(struct aw_list *node)
{
    (void)node;
    raw_exit(0);
}
