/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { WAITERS = 4, INNER = 24 };

static struct aw_task *waiter[WAITERS], *held[INNER];
static int nheld;

static void is_released(void *value)
{
    (void)value;
    say("%s-released", me());
}

/* Takes `arg` ms, and comes to a value, a result or an error. */
static int comes_to_something(void *arg)
{
    uint64_t how = graded_random(5);
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    if (rc < 0 && how < 3) {
        say("%s-cleans@%d", me(), now_ms());
        rc = aw_sleep((aw_time)graded_random(4) * AW_MS);
    }
    if (how == 0)
        return say_when(-EIO);
    aw_task_return(how == 1 ? &loop : NULL);
    return say_when(rc < 0 && how != 1 ? rc : (int)how);
}

/* A new one, or one that somebody else may be waiting for. */
static struct aw_task *drawn_inner(void)
{
    char name[16];

    if (nheld == INNER || (nheld > 0 && graded_random(2)))
        return held[nheld - 1 - (int)graded_random(nheld < 3 ? 1 : 3)];
    snprintf(name, sizeof(name), "%d", nheld);
    held[nheld] =
        aw_spawn(&loop, comes_to_something, num((intptr_t)graded_random(9)),
                 AW_NAMED(name, .lazy = graded_random(4) == 0));
    return held[nheld++];
}

/* In half milliseconds, so that the limit strikes alone; or none, or never. */
static aw_time drawn_limit(void)
{
    switch (graded_random(6)) {
    case 0:
    case 1:
        return graded_random(2) ? 0 : -AW_MS;
    case 2:
        return AW_NEVER;
    default:
        return (aw_time)graded_random(9) * AW_MS + AW_MS / 2;
    }
}

static int waits_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 6; i++) {
        struct aw_task *task = drawn_inner();
        aw_time limit = drawn_limit();
        void *value = &value;
        int rc, at;

        say("%s>%s", me(), task->name);
        if (graded_random(2))
            rc = aw_wait_for(&task->future, limit, &value);
        else
            rc = aw_wait_for_owned(&task->future, limit, &value, is_released);
        at = now_ms();
        wait_for_own_moment();
        say("%s-%s", me(),
            value == &loop ? "value" : (value ? "other" : "none"));
        if (rc < 0)
            say("%s=%s@%d", me(), aw_error_name(rc), at);
        else
            say("%s+%d@%d", me(), rc, at);
    }
    return 0;
}

/* Asks one or the other to end, three quarters behind a millisecond. */
static int asks_some(void *arg)
{
    (void)arg;
    for (int i = 0; i < 12; i++) {
        struct aw_task *task = waiter[graded_random(WAITERS)];

        aw_sleep_until((now_ms() + (aw_time)graded_random(4)) * AW_MS +
                       AW_MS * 3 / 4);
        say("-%s%d", task->name, aw_task_cancel(task, NULL));
        aw_sleep(AW_MS / 2);
    }
    return 0;
}

GRADED(wait_for, drawn_waits_end_as_in_the_reference,
       "Neither an outcome nor a request is lost.")
{
    open_loop();
    nheld = 0;
    for (int i = 0; i < WAITERS; i++)
        waiter[i] =
            spawn((const char[]){(char)('a' + i), '\0'}, waits_often, NULL);
    launch("asks", asks_some, NULL);
    run_all();
    for (int i = 0; i < WAITERS; i++)
        aw_task_drop(waiter[i]);
    for (int i = 0; i < nheld; i++)
        aw_task_drop(held[i]);
    EXPECT_AS_REFERENCE("four tasks wait for others (a>3) within drawn limits, "
                        "say what value they were given, and are asked to end "
                        "(-a1)");
    close_clean();
}
