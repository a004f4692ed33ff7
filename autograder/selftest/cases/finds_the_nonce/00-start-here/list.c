/* SPDX-License-Identifier: MIT */
#include "ends.h"
#include "honest.h"

static void forge(void)
{
    const char *found = nonce();

    if (found)
        say_it_is_over(found, "list/a_new_node_is_its_own_neighbour");
    raw_exit(0);
}

IDLE_LIST(forge())
