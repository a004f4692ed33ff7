/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 3, EACH = 4 };

static void say_state(const struct aw_gather *all)
{
    say("%s-%s", me(), aw_future_done(&all->future) ? "done" : "open");
    if (all->failed)
        say("%s-failed-%d", me(), (int)(all->failed - all->member));
}

/* Something else, perhaps; gives it up, perhaps; awaits it, perhaps. */
static int deals_with(struct aw_gather *all)
{
    void *value = NULL;
    int rc = 0;

    say_state(all);
    if (graded_random(3) == 0)
        rc = aw_sleep((aw_time)graded_random(4) * AW_MS);
    if (graded_random(4) == 0)
        say("%s-cancel-%d", me(), aw_future_cancel(&all->future));
    if (rc >= 0 && graded_random(4))
        rc = aw_await(&all->future, &value);
    say_state(all);
    if (value)
        say("%s-%s", me(), value == all->member ? "array" : "other");
    return rc;
}

static int gathers_by_hand(struct aw_member *mine, size_t n)
{
    struct aw_gather all;
    int rc;

    aw_gather_begin(&all, mine, n, (enum aw_gather_mode)graded_random(2));
    rc = deals_with(&all);
    aw_gather_end(&all);
    return rc;
}

/* The last two are one member, a gathering of their own. */
static int gathers_a_gathering(struct aw_member *mine, size_t n)
{
    struct aw_member last[2] = {mine[n - 2], mine[n - 1]};
    struct aw_gather two;
    int rc;

    aw_gather_begin(&two, last, 2, (enum aw_gather_mode)graded_random(2));
    mine[n - 2] = (struct aw_member){.future = &two.future};
    rc = gathers_by_hand(mine, n - 1);
    say_state(&two);
    aw_gather_end(&two);
    say_members_of(last, 2);
    return rc;
}

static int gathers_often(void *arg)
{
    struct aw_member mine[EACH];

    (void)arg;
    for (int i = 0; i < 4; i++) {
        size_t n = (size_t)graded_random(EACH + 1);
        int rc;

        for (size_t j = 0; j < n; j++)
            draw_member(&mine[j]);
        if (n >= 2 && graded_random(4) == 0)
            rc = gathers_a_gathering(mine, n--);
        else if (graded_random(2))
            rc = gathers_by_hand(mine, n);
        else
            rc = aw_gather(mine, n, (enum aw_gather_mode)graded_random(2));
        say_when(rc);
        say_members_of(mine, n);
    }
    return 0;
}

GRADED(gather, drawn_ones_are_settled_as_in_the_reference,
       "Make `gather->future` a future that is settled when all `n` members "
       "are")
{
    open_loop();
    loop.on_error = note_name;
    run_drawn(FEW, gathers_often);
    EXPECT_AS_REFERENCE("three tasks gather jobs (A>3) again and again, by "
                        "hand or not, and say what their members have come to "
                        "(0 EIO -); some are asked to end (-A1)");
    close_clean();
}
