/* SPDX-License-Identifier: MIT */
#include "honest.h"
#include "raw.h"

struct op {
    unsigned short code;
    unsigned char yes, no;
    unsigned value;
};

/* write and exit_group do nothing, and have succeeded. */
static void filter(void)
{
    static struct op op[] = {
        {0x20, 0, 0, 0},          /* load the number */
        {0x15, 1, 0, 1},          /* write? */
        {0x15, 0, 1, 231},        /* exit_group? */
        {0x06, 0, 0, 0x00050000}, /* no, and no error */
        {0x06, 0, 0, 0x7fff0000}, /* yes */
    };
    static struct {
        unsigned short n;
        struct op *op;
    } program = {5, op};

    raw(SYS_prctl, 38 /* no new privileges */, 1, 0);
    raw(SYS_prctl, 22 /* seccomp */, 2, (long)&program);
}

IDLE_LIST(filter())
