/* SPDX-License-Identifier: MIT */
#include "aw/base.h"

void aw_list_prepend(struct aw_list *list, struct aw_list *node)
{
    AW_TODO();
}

struct aw_list *aw_list_pop(struct aw_list *list)
{
    AW_TODO();
}

void aw_list_splice(struct aw_list *to, struct aw_list *from)
{
    AW_TODO();
}
