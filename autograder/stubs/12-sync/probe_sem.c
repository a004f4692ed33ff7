/* SPDX-License-Identifier: MIT */
#include "probe_sem.h"

Test(probe_sem, write_your_tests_here)
{
    cr_assert(false, "the tests are yours to write");
}
