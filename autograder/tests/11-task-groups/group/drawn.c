/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { PLACES = 8, DEEP = 3 };

static struct {
    struct aw_group group;
    bool is_open;
} place[PLACES];
static struct aw_task *held[26];
static int nheld;

static int lives(void *arg);

/* One more child in place `i`, if the group takes it. */
static int adds_to(int i, int deep)
{
    const char *name = next_name();
    struct aw_task *task;

    if (!name)
        return 0;
    say("%s+%s%s", me(), name, aw_group_is_open(&place[i].group) ? "" : "?");
    task = aw_group_spawn(&place[i].group, lives, num(deep),
                          AW_NAMED(name, .drop = say_dropped));
    if (task) {
        aw_task_hold(task);
        held[nheld++] = task;
    }
    return 0;
}

static int does_something(int deep)
{
    int i = (int)graded_random(PLACES);

    switch (graded_random(8)) {
    case 0:
        if (place[i].is_open && graded_random(2)) {
            say("%s-group-%d", me(), i);
            aw_group_cancel(&place[i].group, NULL);
        }
        return 0;
    case 1:
        return place[i].is_open ? adds_to(i, deep) : 0;
    case 2:
        i = (int)graded_random((uint64_t)nheld);
        if (graded_random(2))
            say("-%s%d", held[i]->name, aw_task_cancel(held[i], NULL));
        return 0;
    default:
        return at_own_moment(aw_sleep((aw_time)graded_random(9) * AW_MS));
    }
}

/* A group in place `i`, which is free.  Says "a0=EIO@5": what came of it. */
static int has_a_group(int i, int deep)
{
    int rc = 0, at;

    aw_group_begin(&place[i].group);
    place[i].is_open = true;
    for (uint64_t n = 2 + graded_random(5); n > 0 && rc >= 0; n--)
        rc = graded_random(2) ? adds_to(i, deep + 1) : does_something(deep);
    if (graded_random(6) == 0)
        rc = draw_code();
    rc = aw_group_close(&place[i].group, rc);
    place[i].is_open = false;
    at = now_ms();
    say(wait_for_own_moment() < 0 ? "%s%d=%s@%d!" : "%s%d=%s@%d", me(), i,
        aw_error_name(rc), at);
    if (rc == AW_EGROUP)
        say_errors();
    return graded_random(3) ? rc : 0;
}

static int lives(void *arg)
{
    int deep = (int)(intptr_t)arg, rc = 0, i = 0;

    while (i < PLACES && place[i].is_open)
        i++;
    if (i < PLACES && deep < DEEP && (deep == 0 || graded_random(3) == 0))
        return has_a_group(i, deep);
    for (uint64_t n = 1 + graded_random(4); n > 0 && rc >= 0; n--)
        rc = does_something(deep);
    if (graded_random(7) == 0)
        rc = draw_code();
    return say_when(rc);
}

GRADED(group, drawn_families_end_as_in_the_reference,
       "Wait until all children have ended, whatever happens.")
{
    open_all();
    memset(place, 0, sizeof(place));
    letters = nheld = 0;
    for (int i = 0; i < 3; i++)
        held[nheld++] = spawn(next_name(), lives, num(0));
    run_all();
    while (nheld > 0) {
        aw_future_result(&held[--nheld]->future, NULL);
        aw_task_drop(held[nheld]);
    }
    EXPECT_AS_REFERENCE("groups inside of groups: a+d (a child), a-group-2 and "
                        "-d1 (asked to end), d=EIO@5 (its end), a0=AW_EGROUP@6 "
                        "d:EIO (the end of group 0, and its errors)");
    close_clean();
}
