/* SPDX-License-Identifier: MIT */
#include "honest.h"
#include "raw.h"

static void flood(void)
{
    static const char line[] =
        "0123456789abcdef0123456789abcdef "
        "end list/a_new_node_is_its_own_neighbour\t9999\n"
        "0123456789abcdef0123456789abcdef "
        "post list/a_new_node_is_its_own_neighbour\tended\t0\t0\t\t0.1\n";
    static bool done;

    for (int i = 0; i < 5000 && !done; i++)
        for (long fd = 3; fd < 20; fd++)
            raw(SYS_write, fd, (long)line, sizeof(line) - 1);
    done = true;
}

IDLE_LIST(flood())
