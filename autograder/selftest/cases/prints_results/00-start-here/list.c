/* SPDX-License-Identifier: MIT */
#include "honest.h"
#include "raw.h"

static void print(void)
{
    static const char lines[] =
        "TAP version 13\n1..1\nok - list::a_new_node_is_its_own_neighbour\n"
        "[PASS] list::a_new_node_is_its_own_neighbour: (0.00s)\n"
        "[====] Synthesis: Tested: 11 | Passing: 11 | Failing: 0\n"
        "{\"tests\": [{\"name\": \"list/a_new_node_is_its_own_neighbour\", "
        "\"status\": \"passed\"}], \"earned\": 3}\n"
        "0123456789abcdef0123456789abcdef "
        "end list/a_new_node_is_its_own_neighbour\t9999\n"
        "0123456789abcdef0123456789abcdef "
        "post list/a_new_node_is_its_own_neighbour\tended\t0\t0\t\t0.1\n";

    raw(SYS_write, 1, (long)lines, sizeof(lines) - 1);
    raw(SYS_write, 2, (long)lines, sizeof(lines) - 1);
}

IDLE_LIST(print())
