/* SPDX-License-Identifier: MIT */
#ifndef QUEUE_TESTS_H
#define QUEUE_TESTS_H

#include "../fixture.h"

static inline bool of_lower_number(const void *a, const void *b)
{
    return (intptr_t)a < (intptr_t)b;
}

static inline int gets_two(void *arg)
{
    gets_it(arg);
    return gets_it(arg);
}

#endif
