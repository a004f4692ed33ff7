/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "aw/group_parts.h"

struct aw_error *aw_errors(void)
{
    AW_TODO();
}

struct aw_error *aw_errors_of(const struct aw_future *future)
{
    AW_TODO();
}

void aw_errors_each(const struct aw_error *tree,
                    void (*fn)(const struct aw_error *error, void *ctx),
                    void *ctx)
{
    AW_TODO();
}

size_t aw_errors_count(const struct aw_error *tree)
{
    AW_TODO();
}

void aw_errors_print(const struct aw_error *tree,
                     void (*line)(const char *text, void *ctx), void *ctx)
{
    AW_TODO();
}

int aw_except(int rc, int code,
              void (*fn)(const struct aw_error *error, void *ctx), void *ctx)
{
    AW_TODO();
}

int aw_except_if(int rc, bool (*is)(int code),
                 void (*fn)(const struct aw_error *error, void *ctx), void *ctx)
{
    AW_TODO();
}
