/* SPDX-License-Identifier: MIT */
#include "honest.h"
#include "raw.h"

__attribute__((no_sanitize_address, no_sanitize_undefined)) static void
patch(unsigned char *code)
{
    static const unsigned char ret = 0xc3;
    long memory = raw_open("/proc/self/mem", 2);

    for (int i = 0; i < 300; i++)
        if (code[i] == 0xe8)
            raw4(SYS_pwrite64, memory, (long)&ret, 1,
                 (long)(code + i + 5 + *(int *)(code + i + 1)));
}

IDLE_LIST(patch(__builtin_return_address(0)))
