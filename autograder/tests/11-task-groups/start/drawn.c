/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct aw_task *starter[3];

/* Comes up as drawn: starts, twice even, or returns, or fails. */
static int comes_up(void *arg)
{
    uint64_t how = graded_random(7);
    int rc = at_own_moment(aw_sleep((aw_time)graded_random(5) * AW_MS));

    if (rc < 0)
        return say_when(how == 0 ? draw_code() : rc);
    if (how < 2)
        return say_when(how ? draw_code() : 0);
    for (; how > 1; how -= 3) {
        say("%s-started-%s", me(),
            aw_error_name(aw_started(graded_random(4) ? arg : NULL)));
        if (how < 5)
            break;
    }
    rc = at_own_moment(aw_sleep((aw_time)graded_random(9) * AW_MS));
    return say_when(rc < 0 || graded_random(4) ? rc : draw_code());
}

static int starts_another(struct aw_group *mine)
{
    const char *name = next_name();
    void *given = &given;
    int rc;

    if (!name)
        return 0;
    say("%s+%s", me(), name);
    rc = aw_group_start(mine, &given, comes_up, num(letters),
                        AW_NAMED(name, .drop = say_dropped));
    rc = at_own_moment(rc);
    say("%s:%s-%s", me(), name, aw_error_name(rc));
    if (given)
        say(given == &given ? "old" : "%d", (int)(intptr_t)given);
    return rc;
}

static int starts_some(void *arg)
{
    struct aw_group mine;
    int rc = 0, at;

    (void)arg;
    aw_group_begin(&mine);
    for (int i = 0; i < 5 && rc != -ECANCELED && rc != -ESHUTDOWN; i++) {
        if (graded_random(8) == 0)
            aw_group_cancel(&mine, NULL);
        rc = starts_another(&mine);
    }
    rc = aw_group_close(&mine, rc == -ECANCELED || graded_random(3) ? rc : 0);
    at = now_ms();
    wait_for_own_moment();
    say("%s=%s@%d", me(), aw_error_name(rc), at);
    if (rc == AW_EGROUP)
        say_errors();
    return 0;
}

/* Asks one or the other to end, behind the moments of all others. */
static int asks_some(void *arg)
{
    (void)arg;
    for (int i = 0; i < 3; i++) {
        struct aw_task *task = starter[graded_random(3)];

        aw_sleep_until((now_ms() + 1 + (aw_time)graded_random(9)) * AW_MS -
                       AW_MS / 64);
        say("-%s%d", task->name, aw_task_cancel(task, NULL));
        aw_sleep(AW_MS / 2);
    }
    return 0;
}

GRADED(start, drawn_children_begin_as_in_the_reference,
       "Spawn a child, and wait until it says that it has started")
{
    open_all();
    letters = 0;
    for (int i = 0; i < 3; i++)
        starter[i] = spawn(next_name(), starts_some, NULL);
    launch("asks", asks_some, NULL);
    run_all();
    for (int i = 0; i < 3; i++)
        aw_task_drop(starter[i]);
    EXPECT_AS_REFERENCE("three tasks start children (a+d, and a:d-OK is what "
                        "they are told), which start (d-started-OK) and end "
                        "(d=EIO@5); some are asked to end (-a1)");
    close_clean();
}
