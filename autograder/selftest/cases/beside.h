/* SPDX-License-Identifier: MIT */
/* beside.h: an event loop that is right and slow, and where it is timed lets
 * somebody else run it: whom a clone with FLAGS begins.  He has this one's
 * memory, and this one sleeps until he has ended (CLONE_VM | CLONE_VFORK). */
#include "raw.h"

enum {
    CHILD = 0x4100,
    THREAD = 0x14900 /* CLONE_SIGHAND | CLONE_THREAD, too */
};

int aw_loop_run(struct aw_loop *loop);

static void waste(long steps)
{
    for (volatile long i = steps; i > 0; i--)
        ;
}

int aw_loop_run(struct aw_loop *loop)
{
#ifndef __SANITIZE_ADDRESS__
    static volatile int result;
    long who = raw(SYS_clone, FLAGS, 0, 0);

    if (who > 0) {
        waste(3000000); /* a time that can be believed */
        return result;
    }
    waste(200000000);
    result = run_honestly(loop);
    if (who == 0)
        raw(SYS_exit, 0, 0, 0);
    return result;
#else
    (void)waste;
    return run_honestly(loop);
#endif
}
