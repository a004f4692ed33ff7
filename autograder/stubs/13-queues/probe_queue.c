/* SPDX-License-Identifier: MIT */
#include "probe_queue.h"

Test(probe_queue, write_your_tests_here)
{
    cr_assert(false, "the tests are yours to write");
}
