/* SPDX-License-Identifier: MIT */
#include "probe_close.h"

Test(probe_close, write_your_tests_here)
{
    cr_assert(false, "the tests are yours to write");
}
