/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 6 };

/* Says at a moment of its own what has come of it before. */
static void comes_once(void)
{
    int rc, at;

    say("%s>", me());
    rc = aw_barrier_wait(&barrier);
    at = now_ms();
    wait_for_own_moment();
    if (rc < 0)
        say("%s=%s@%d", me(), aw_error_name(rc), at);
    else
        say("%s+%d@%d", me(), rc, at);
}

static int comes_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 6; i++) {
        aw_sleep((aw_time)graded_random(5) * AW_MS);
        wait_for_own_moment();
        switch (graded_random(10)) {
        case 0:
            say("%s-resets-%s", me(),
                aw_error_name(aw_barrier_reset(&barrier)));
            break;
        case 1:
            say("%s-breaks-%s", me(),
                aw_error_name(aw_barrier_abort(&barrier)));
            break;
        default:
            comes_once();
        }
    }
    return 0;
}

GRADED(barrier, drawn_ones_meet_as_in_the_reference,
       "Wait until `parties` tasks do.")
{
    open_barrier(1 + (size_t)graded_random(4));
    for (int i = 0; i < FEW; i++)
        task[i] = spawn_letter(i, comes_often);
    ask_in_between(task, FEW, 10);
    end_all(task, FEW);
    EXPECT_AS_REFERENCE(
        "six come (a>) and go on (a+2@5: two were there before), "
        "reset it or break it, and are asked to end (-a1)");
    close_barrier();
}
