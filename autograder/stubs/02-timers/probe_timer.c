/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "aw/timer.h"

Test(probe_timer, write_your_tests_here)
{
    cr_assert(false, "the tests are yours to write");
}
