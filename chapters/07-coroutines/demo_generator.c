/* SPDX-License-Identifier: MIT */
/* A generator without a stack: sent to, thrown into, closed. */
#include <stdio.h>

#include "aw/gen.h"

static struct aw_count count;
static int open;

static void begin(long next, long last)
{
    aw_count_init(&count, next, last, &open);
    printf("count(%ld, %ld)\n", next, last);
}

static void show(const char *what, int rc)
{
    static const char *const state[] = {"created", "suspended", "running",
                                        "finished"};

    printf("  %s: ", what);
    if (rc == AW_YIELDED)
        printf("yields %ld", (long)count.gen.value);
    else if (rc == 0)
        printf("returns %ld", (long)count.gen.value);
    else
        printf("fails with %s", aw_error_name(rc));
    printf("; %s, %d open\n", state[count.gen.state], open);
}

int main(void)
{
    begin(1, 3);
    for (int i = 0; i < 4; i++)
        show("send 0", aw_gen_send(&count.gen, 0));

    begin(10, 99);
    show("send 0", aw_gen_send(&count.gen, 0));
    show("send 9", aw_gen_send(&count.gen, 9));
    show("throw EIO", aw_gen_throw(&count.gen, -EIO));

    begin(1, 9);
    show("send 0", aw_gen_send(&count.gen, 0));
    printf("  close: %s\n", aw_error_name(aw_gen_close(&count.gen)));
    printf("  %d open\n", open);
    return 0;
}
