/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 3, EACH = 4 };

/* In half milliseconds, so that the time is up by itself; or none, or never. */
static aw_time drawn_limit(void)
{
    switch (graded_random(6)) {
    case 0:
        return graded_random(2) ? 0 : -AW_MS;
    case 1:
        return AW_NEVER;
    default:
        return (aw_time)graded_random(9) * AW_MS + AW_MS / 2;
    }
}

static int waits_often(void *arg)
{
    static const char *const words[] = {"all", "first", "failed"};
    struct aw_member mine[EACH];

    (void)arg;
    for (int i = 0; i < 6; i++) {
        size_t n = (size_t)graded_random(EACH + 1);
        uint64_t until = graded_random(3);

        for (size_t j = 0; j < n; j++)
            draw_member(&mine[j]);
        say("%s-%s", me(), words[until]);
        say_when(aw_wait(mine, n, (enum aw_until)until, drawn_limit()));
        say_members_of(mine, n);
        for (size_t j = 0; j < n; j++)
            if (mine[j].future)
                say("%s-%u", me(), mine[j].future->awaits);
        /* Whole milliseconds again, for all jobs. */
        aw_sleep_until((now_ms() + 1) * AW_MS);
    }
    return 0;
}

GRADED(wait, drawn_ones_end_as_in_the_reference,
       "Wait until all members are settled, or one is, or one has failed, or "
       "`limit` has passed, whichever is first.")
{
    open_loop();
    loop.on_error = note_name;
    run_drawn(FEW, waits_often);
    EXPECT_AS_REFERENCE(
        "three tasks wait for jobs (A>3), for all, the first "
        "or the first that fails (A-failed), and say what they "
        "have come to (0 EIO -), and how many await each (A-1)");
    close_clean();
}
