/* SPDX-License-Identifier: MIT */
#include "probe_gather.h"

Test(probe_gather, write_your_tests_here)
{
    cr_assert(false, "the tests are yours to write");
}
