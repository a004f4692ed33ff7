/* SPDX-License-Identifier: MIT */
#include "probe_limit.h"

Test(probe_limit, write_your_tests_here)
{
    cr_assert(false, "the tests are yours to write");
}
