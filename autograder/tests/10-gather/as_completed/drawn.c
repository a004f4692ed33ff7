/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 3, EACH = 12 };

static struct {
    struct aw_as_completed each;
    struct aw_member member[EACH];
    size_t n;
    bool is_open;
} taker[FEW];

/* One more for whoever is drawn, if he takes some just now. */
static void adds_one(void)
{
    uint64_t to = graded_random(FEW);
    struct aw_member *member = &taker[to].member[taker[to].n];

    if (!taker[to].is_open || taker[to].n == EACH)
        return;
    draw_member(member);
    if (!member->future)
        return;
    taker[to].n++;
    say("%c+", (char)('A' + to));
    aw_as_completed_add(&taker[to].each, member);
}

/* "A<3@5": was handed job 3. */
static int takes_one(struct aw_as_completed *from)
{
    struct aw_member *member = &m[0];
    int rc = aw_as_completed_next(from, &member);

    if (rc > 0)
        say("%s<%d@%d:%s", me(), (int)member->tag, now_ms(),
            aw_error_name(aw_member_result(member, NULL)));
    else
        say("%s<%s@%d", me(), rc < 0 ? aw_error_name(rc) : "none", now_ms());
    EXPECT_PTR(rc > 0 ? NULL : member, NULL,
               "looked at *member when aw_as_completed_next returned %d", rc);
    return rc;
}

static void takes_some(int own)
{
    struct aw_member *mine = taker[own].member;
    size_t n = (size_t)graded_random(6);
    aw_time limit = (aw_time)graded_random(12) * AW_MS + AW_MS / 2;

    for (size_t i = 0; i < n; i++)
        draw_member(&mine[i]);
    aw_as_completed_begin(&taker[own].each, mine, n,
                          graded_random(3) ? AW_NEVER : limit);
    taker[own].n = n;
    taker[own].is_open = true;
    for (int i = 0; i < 12; i++) {
        int rc = takes_one(&taker[own].each);

        if (graded_random(4) == 0)
            adds_one();
        else if (rc == 0)
            break;
        if (graded_random(5) == 0)
            aw_sleep((aw_time)graded_random(3) * AW_MS);
        if (graded_random(16) == 0)
            break;
    }
    taker[own].is_open = false;
    aw_as_completed_end(&taker[own].each);
}

static int takes_often(void *arg)
{
    for (int i = 0; i < 3; i++) {
        takes_some((int)(intptr_t)arg);
        say("%s-end", me());
        aw_sleep_until((now_ms() + 1) * AW_MS);
    }
    return 0;
}

GRADED(as_completed, drawn_ones_are_handed_over_as_in_the_reference,
       "The next member that is settled, in the order in which they were; each "
       "is handed over once.")
{
    open_loop();
    loop.on_error = note_name;
    memset(taker, 0, sizeof(taker));
    UNCOUNTED
    run_drawn(FEW, takes_often);
    EXPECT_AS_REFERENCE("three tasks take jobs (A>3) as they end (A<3@5:EIO), "
                        "add others to each other's (B>4 A+), and are asked to "
                        "end (-A1)");
    close_clean();
}
