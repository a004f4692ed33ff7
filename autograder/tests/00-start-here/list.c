/* SPDX-License-Identifier: MIT */
#include "graded.h"

GRADED(list, removing_twice_does_nothing, "removing it again does nothing")
{
    struct aw_list list, node;

    aw_list_init(&list);
    aw_list_init(&node);
    aw_list_append(&list, &node);
    aw_list_remove(&node);
    aw_list_remove(&node);

    EXPECT(aw_list_empty(&list), "removed the only node twice");
}
GRADED(list, misuse, "appending a linked node is misuse")
{
    struct aw_list list, node;

    aw_list_init(&list);
    aw_list_init(&node);
    aw_list_append(&list, &node);
    EXPECT_MISUSE(aw_list_append(&list, &node), "already", "appended a node twice");
    EXPECT_INT(1,2,"hello");
}
