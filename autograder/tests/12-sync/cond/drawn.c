/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 6 };

static struct aw_cond other; /* of the same lock */

static bool is_so_high(void *want)
{
    return level >= (int)(intptr_t)want;
}

/* With the lock, and at a moment of its own. */
static void does_something(void)
{
    struct aw_cond *which = graded_random(3) ? &cond : &other;
    const char *name = which == &cond ? "" : "2";
    intptr_t want = (intptr_t)graded_random(4);

    switch (graded_random(6)) {
    case 0:
    case 1:
        say("%s-waits%s", me(), name);
        say_when(aw_cond_wait(which));
        break;
    case 2:
        say("%s-wants%s-%d", me(), name, (int)want);
        say_when(aw_cond_wait_for(which, is_so_high, num(want)));
        break;
    case 3:
        say("%s-all%s", me(), name);
        level = (int)graded_random(4);
        aw_cond_notify_all(which);
        break;
    default:
        say("%s-notifies%s-%d", me(), name, (int)want);
        level = (int)graded_random(4);
        aw_cond_notify(which, (size_t)want);
    }
    say("%s%s", me(), lock.owner == aw_task_self() ? "*" : "-without");
    if (graded_random(2))
        wait_for_own_moment();
}

static int meets_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 6; i++) {
        wait_for_own_moment();
        if (aw_lock_wait(&lock) < 0)
            continue;
        does_something();
        aw_lock_release(&lock);
    }
    return 0;
}

GRADED(cond, drawn_meetings_go_as_in_the_reference,
       "Release the lock, wait until notified, and take the lock again.")
{
    open_cond();
    aw_cond_init(&other, &lock, "other");
    for (int i = 0; i < FEW; i++)
        task[i] = spawn_letter(i, meets_often);
    ask_in_between(task, FEW, 16);
    end_all(task, FEW);
    EXPECT_AS_REFERENCE("six with one lock (a*: a has it) wait for two "
                        "conditions, or until a level is high enough, notify "
                        "some or all, and are asked to end (-a1)");
    aw_cond_deinit(&other);
    close_cond();
}
