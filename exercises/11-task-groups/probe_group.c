/* SPDX-License-Identifier: MIT */
#include "probe_group.h"

Test(probe_group, write_your_tests_here)
{
    cr_assert(false, "the tests are yours to write");
}
