/* SPDX-License-Identifier: MIT */
#include "probe_run.h"

Test(probe_run, write_your_tests_here)
{
    struct probe_scene s;

    probe_open(&s);
    aw_call_soon(&s.loop, &s.a);
    aw_loop_run(&s.loop);

    cr_assert_str_eq(s.order, "ai", "called a, and then the loop was idle");
    cr_assert(false, "the tests are yours to write");
}
