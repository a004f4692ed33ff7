/* SPDX-License-Identifier: MIT */
#include "aw/base.h"

void aw_list_init(struct aw_list *node)
{
    AW_TODO();
}

bool aw_list_empty(const struct aw_list *node)
{
    AW_TODO();
}

void aw_list_append(struct aw_list *list, struct aw_list *node)
{
    AW_TODO();
}

void aw_list_remove(struct aw_list *node)
{
    AW_TODO();
}
