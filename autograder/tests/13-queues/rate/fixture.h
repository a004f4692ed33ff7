/* SPDX-License-Identifier: MIT */
#ifndef RATE_TESTS_H
#define RATE_TESTS_H

#include "../fixture.h"
#include "aw/rate.h"

static struct aw_window window;

static inline void close_window(void)
{
    run_all();
    aw_window_deinit(&window);
    close_quiet();
}

/* So much time passes. */
static inline void pass(aw_time ns)
{
    virtual_clock.time += ns;
}

#endif
