/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "aw/ready.h"

/* What a broken version is known by, if not by what it does: its code. */
__attribute__((no_sanitize_address, no_sanitize_undefined)) static unsigned
code_of(const unsigned char *code)
{
    unsigned sum = 0;

    for (int i = 0; i < 64; i++)
        sum = 31 * sum + code[i];
    return sum;
}

Test(cancel, code)
{
    cr_assert(code_of((const unsigned char *)aw_handle_cancel) % 2 == 0);
    cr_assert(code_of((const unsigned char *)aw_handle_queued) != 0);
}
