/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int starts_in_vain(void *arg)
{
    aw_group_begin(&group);
    memory.fail_from = memory.calls + 1;
    say_when(aw_group_start(
        &group, NULL, passes, arg,
        AW_NAMED("s", .drop = say_dropped, .stack = 256 * 1024)));
    memory.fail_from = 0;
    aw_group_cancel(&group, "enough");
    say_when(aw_group_start(&group, NULL, passes, arg,
                            AW_NAMED("s", .drop = say_dropped)));
    return aw_group_close(&group, 0);
}

GRADED(start, what_cannot_be_spawned_is_dropped,
       "-ESHUTDOWN, when the group takes no more, or -ENOMEM: then `arg` has "
       "been dropped.")
{
    open_all();
    run_parent(starts_in_vain, num(5));
    EXPECT_SAID("dropped-5 p=ENOMEM@0 dropped-5 p=ESHUTDOWN@0",
                "no memory; and a group that is ending");
    close_clean();
}

static int starts_two_in_vain(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    for (int i = 0; i < 2; i++) {
        start();
        say(value ? "old" : "null");
        aw_group_cancel(&group, "enough");
    }
    return aw_group_close(&group, 0);
}

GRADED(start, what_has_not_started_gives_nothing,
       "or NULL when this returns anything but 0")
{
    server = (struct server){.ms = 1, .rc = -EIO};
    open_all();
    run_parent(starts_two_in_vain, NULL);
    EXPECT_SAID("s=EIO@1 p=EIO@1 null p=ESHUTDOWN@1 null",
                "one that fails, and one that the group does not take");
    close_clean();
}

static int says_it_twice(void *arg)
{
    say("%s", aw_error_name(aw_started(arg)));
    say("%s", aw_error_name(aw_started(arg)));
    return 0;
}

static int starts_twice(void *arg)
{
    aw_group_begin(&group);
    aw_group_start(&group, NULL, says_it_twice, arg, NULL);
    say("|");
    aw_group_spawn(&group, says_it_twice, arg, NULL);
    aw_group_close(&group, 0);
    say("| %s", aw_error_name(aw_started(arg)));
    return 0;
}

/* E19 */
GRADED(start, it_is_said_once,
       "Returns 0, or -EALREADY when nobody waits for that: it has said so "
       "already, was not spawned by aw_group_start, or whoever did has given "
       "up.")
{
    open_all();
    run_parent(starts_twice, NULL);
    EXPECT_SAID("OK EALREADY | EALREADY EALREADY | EALREADY",
                "twice; spawned, and not started; and no child at all");
    close_clean();
}

static int says_it_late(void *arg)
{
    if (aw_sleep(10 * AW_MS) < 0)
        say("%s", aw_error_name(aw_started(arg)));
    return 0;
}

static int says_it_in_the_turn_of_a_request(void *starter)
{
    aw_sleep(AW_MS);
    aw_task_cancel(starter, "by the child");
    say("%s", aw_error_name(aw_started(&loop)));
    return aw_sleep(AW_MS);
}

static int is_asked_by_its_child(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    say_when(aw_group_start(&group, &value, says_it_in_the_turn_of_a_request,
                            aw_task_self(), NULL));
    say(value ? "value" : "null");
    return aw_group_close(&group, 0);
}

GRADED(start, who_is_asked_is_not_told, "or whoever did has given up")
{
    open_all();
    run_parent(is_asked_by_its_child, NULL);
    EXPECT_SAID("EALREADY p=ECANCELED@1 null",
                "the child asks its starter to end, and says that it started");
    close_clean();
}

static int gives_up(void *arg)
{
    struct aw_timeout limit;

    aw_group_begin(&group);
    aw_timeout_begin(&limit, aw_from_now(2 * AW_MS));
    say_when(aw_timeout_end(
        &limit, aw_group_start(&group, NULL, says_it_late, arg, NULL)));
    say_group(aw_group_close(&group, 0));
    return 0;
}

GRADED(start, who_has_given_up_is_not_told, "or whoever did has given up")
{
    open_all();
    run_parent(gives_up, NULL);
    EXPECT_SAID("p=ETIMEDOUT@2 EALREADY p+0@2", "a limit round the start");
    close_clean();
}

/* Two of them, at the same time. */
static int starts_the_other(void *arg)
{
    say_when(aw_group_start(&group, NULL, serves, arg, AW_NAMED("t")));
    return 0;
}

static int starts_two(void *arg)
{
    static struct server slow = {.ms = 6, .starts = true};

    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, starts_the_other, &slow, AW_NAMED("c"));
    start();
    say_group(aw_group_close(&group, 0));
    return 0;
}

GRADED(start, several_may_start_at_once, "The child that runs has started.")
{
    server = (struct server){.ms = 2, .starts = true, .serves = 1};
    open_all();
    run_parent(starts_two, NULL);
    EXPECT_SAID("started0 p+0@2 s+0@3 started0 c+0@6 t+0@6 p+0@6",
                "the parent starts one, and a child another one");
    close_clean();
}

static struct aw_group *elsewhere;

static int ends_before_it_has_started(void *arg)
{
    return aw_sleep((intptr_t)arg * AW_MS);
}

static int starts_elsewhere(void *arg)
{
    int rc;

    aw_sleep(AW_MS);
    rc = aw_group_start(elsewhere, NULL, ends_before_it_has_started, arg, NULL);
    return say_when(rc) == 0;
}

/* Its group stands on its stack, and is gone when the other one goes on. */
static int has_a_guest(void *arg)
{
    struct aw_group mine;

    (void)arg;
    aw_group_begin(&mine);
    elsewhere = &mine;
    add(&mine, "a", &(struct job){.ms = 3});
    return say_when(aw_group_close(&mine, 0));
}

/* K3 */
GRADED(start, the_group_may_be_gone_when_the_caller_goes_on,
       "-ECHILD, when it returned without having started")
{
    open_all();
    launch("p", has_a_guest, NULL);
    launch("o", starts_elsewhere, num(5));
    run_all();
    /* Who of the two goes on first is nobody's business. */
    EXPECT_HAS(said(), "a+0@3 ", "the host's own child");
    EXPECT_HAS(said(), "p+0@6", "the host of the last child");
    EXPECT_HAS(said(), "o=ECHILD@6", "another task starts the last child");
    close_clean();
}

GRADED(start, outside_of_a_task_is_misuse, "Misuse outside of a task.")
{
    open_all();
    EXPECT_MISUSE(aw_started(NULL), "", "started outside of a task");
}
