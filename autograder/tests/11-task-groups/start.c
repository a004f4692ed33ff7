/* SPDX-License-Identifier: MIT */
/* Children that have to begin first: whose they are, and who is told. */
#include "fixture.h"

/* How a server is to come up: it listens for `ms`, and then either says that
 * it has started, or returns `rc`. */
struct server {
    int ms, rc;
    bool starts;
    int serves; /* ms, once it has started; it returns `late` */
    int late;
};

static int serves(void *arg)
{
    const struct server *server = arg;
    int rc = aw_sleep(server->ms * AW_MS);

    if (rc < 0)
        return say_when(server->late < 0 ? server->late : rc);
    if (!server->starts)
        return say_when(server->rc);
    say("started%d", aw_started(&loop));
    rc = aw_sleep(server->serves * AW_MS);
    return say_when(rc < 0 ? rc : server->late);
}

static struct server server;
static void *value;

/* Start the server as "s", and say what has come of it. */
static int start(void)
{
    int rc;

    value = &server;
    rc = aw_group_start(&group, &value, serves, &server, AW_NAMED("s"));
    say_when(rc);
    return rc;
}

static int starts_one(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    start();
    say(value == &loop ? "value" : value ? "old" : "null");
    say_group(aw_group_close(&group, 0));
    return 0;
}

static void run_server(int ms, int rc, bool started, int ms_more, int late)
{
    server = (struct server){ms, rc, started, ms_more, late};
    open_all();
    run_parent(starts_one, NULL);
}

/* E19 */
GRADED(start, it_waits_until_the_child_has_started,
       "Spawn a child, and wait until it says that it has started: with "
       "aw_started, when it listens, say, and not before.")
{
    run_server(3, 0, true, 5, 0);
    EXPECT_SAID("started0 p+0@3 value s+0@8 p+0@8", "it listens for 3 ms");
    close_all();
}

/* E19 */
GRADED(start, a_child_that_fails_before_is_the_callers,
       "if it ends or fails, the caller is told, and the group has not failed")
{
    run_server(3, -EADDRINUSE, false, 0, 0);
    EXPECT_SAID("s=EADDRINUSE@3 p=EADDRINUSE@3 null p+0@3",
                "it fails before it has started");
    close_all();
}

GRADED(start, a_child_that_ends_before_has_not_started,
       "-ECHILD, when it returned without having started")
{
    run_server(3, 7, false, 0, 0);
    EXPECT_SAID("s+7@3 p=ECHILD@3 null p+0@3", "it returns 7");
    close_all();
}

GRADED(start, once_it_has_started_it_is_the_groups,
       "Until then it is the caller's")
{
    run_server(3, 0, true, 5, -EPIPE);
    EXPECT_SAID("started0 p+0@3 value s=EPIPE@8 p=AW_EGROUP@8 s:EPIPE",
                "it starts, and fails later");
    close_all();
}

static int starts_and_looks(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    say_when(aw_group_start(&group, NULL, serves, &server, AW_NAMED("s")));
    return aw_group_close(&group, 0);
}

GRADED(start, the_value_may_be_left_out,
       "where to put what the child gave to aw_started; may be NULL")
{
    open_all();
    server = (struct server){.ms = 1, .starts = true};
    run_parent(starts_and_looks, NULL);
    EXPECT_SAID("started0 p+0@1 s+0@1", "started without a value");
    close_all();
}

/* ---- Who gives up -------------------------------------------------------*/

static int starts_and_waits(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    start();
    say(aw_group_is_open(&group) ? "open" : "over");
    say_when(aw_sleep(20 * AW_MS));
    say_group(aw_group_close(&group, 0));
    return 0;
}

static struct asker asker;

static struct aw_task *ask_starter(int ms)
{
    struct aw_task *task;

    open_all();
    task = spawn("p", starts_and_waits, NULL);
    ask_at(&asker, task, ms);
    run_all();
    return task;
}

static void end_starter(struct aw_task *task)
{
    aw_future_result(&task->future, NULL);
    aw_task_drop(task);
    close_all();
}

/* E19 */
GRADED(start, a_caller_who_gives_up_ends_the_child,
       "If the caller is asked to end, so is the child")
{
    struct aw_task *task;

    server = (struct server){.ms = 10, .starts = true};
    task = ask_starter(4);
    EXPECT_SAID("p=ECANCELED@4 open s=ECANCELED@4 p+0@24 p+0@24",
                "asked while it waits for the start");
    end_starter(task);
}

GRADED(start, what_was_given_up_fails_for_the_group,
       "it stays in the group, and is the group's from then on")
{
    struct aw_task *task;

    server = (struct server){.ms = 10, .starts = true, .late = -EPIPE};
    task = ask_starter(4);
    EXPECT_SAID("p=ECANCELED@4 open s=EPIPE@4 p=ECANCELED@4 p=AW_EGROUP@4 "
                "s:EPIPE",
                "it fails when it is asked to end");
    end_starter(task);
}

static int fails_at_once(void *arg)
{
    aw_sleep(4 * AW_MS);
    if (arg)
        aw_task_cancel(arg, "by the child");
    say("failed");
    return -EBADF;
}

static int starts_the_failing(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    say_when(aw_group_start(&group, NULL, fails_at_once, aw_task_self(), NULL));
    say_group(aw_group_close(&group, 0));
    return 0;
}

GRADED(start, an_error_behind_the_request_is_the_groups,
       "it stays in the group, and is the group's from then on")
{
    open_all();
    run_parent(starts_the_failing, NULL);
    EXPECT_SAID("failed p=ECANCELED@4 p=AW_EGROUP@4 task-2:EBADF",
                "the child asks its starter to end, and fails in that turn");
    close_all();
}

/* Its timer is the last one of that moment. */
static int asks_at_4(void *arg)
{
    aw_yield();
    aw_yield();
    aw_sleep(4 * AW_MS);
    aw_task_cancel(arg, "asked");
    return 0;
}

GRADED(start, an_error_in_the_turn_of_the_request_counts_more,
       "When it has failed first, its error counts more than a request that "
       "comes in the same turn; the caller's next call that suspends returns "
       "-ECANCELED.")
{
    struct aw_task *task;

    server = (struct server){.ms = 4, .rc = -EBADF};
    open_all();
    task = spawn("p", starts_and_waits, NULL);
    launch("o", asks_at_4, task);
    run_all();
    EXPECT_SAID("s=EBADF@4 p=EBADF@4 open p=ECANCELED@4 p+0@4",
                "the child fails, and then the caller is asked");
    end_starter(task);
}

GRADED(start, an_error_before_the_request_counts_more,
       "When it has failed first, its error counts more than a request that "
       "comes in the same turn; the caller's next call that suspends returns "
       "-ECANCELED.")
{
    struct aw_task *task;

    server = (struct server){.ms = 4, .rc = -EBADF};
    open_all();
    task = spawn("p", starts_and_waits, NULL);
    turn();
    turn();
    while (task->wake.future)
        turn(); /* until the outcome has woken it */
    aw_task_cancel(task, "too late");
    run_all();
    EXPECT_SAID("s=EBADF@4 p=EBADF@4 open p=ECANCELED@4 p+0@4",
                "the child fails, and then the caller is asked");
    end_starter(task);
}

static int starts_beside_one_that_fails(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("b", 2, -EIO);
    say_when(aw_group_start(&group, NULL, cleans, num(10), AW_NAMED("s")));
    return say_group(aw_group_close(&group, 0)) == 0;
}

GRADED(start, who_cleans_up_is_left_alone,
       "If the caller is asked to end, so is the child, unless the group has "
       "asked it already")
{
    open_all();
    run_parent(starts_beside_one_that_fails, NULL);
    EXPECT_SAID("b=EIO@2 s-cleans@2 p=ECANCELED@2 s=ECANCELED@5 "
                "p=AW_EGROUP@5 b:EIO",
                "another child fails while one starts");
    close_all();
}

static int cancels_the_child(void *arg)
{
    struct aw_task *child;

    (void)arg;
    aw_sleep(2 * AW_MS);
    child = aw_container_of(group.children.next, struct aw_task, owner_link);
    aw_task_cancel(child, "alone");
    return 0;
}

GRADED(start, a_child_that_is_cancelled_is_no_failure,
       "-ECANCELED, when the caller was asked to end, or the child was")
{
    open_all();
    server = (struct server){.ms = 10, .starts = true};
    launch("o", cancels_the_child, NULL);
    run_parent(starts_one, NULL);
    EXPECT_SAID("s=ECANCELED@2 p=ECANCELED@2 null p+0@2",
                "somebody cancels the child");
    close_all();
}

/* ---- A child with a group of its own ------------------------------------*/

static int starts_a_fetch(void *arg)
{
    int rc;

    (void)arg;
    aw_group_begin(&group);
    rc = aw_group_start(&group, NULL, fetches, NULL, AW_NAMED("fetch"));
    say_group(rc);
    return aw_group_close(&group, 0);
}

GRADED(start, the_tree_of_a_child_is_the_callers,
       "what the child has failed with, and with AW_EGROUP its tree is the "
       "caller's aw_errors()")
{
    open_all();
    run_parent(starts_a_fetch, NULL);
    EXPECT_SAID("p=AW_EGROUP@0 m1:ETIMEDOUT m2:ECONNREFUSED",
                "a child whose group fails before it has started");
    close_all();
}

static int fetches_and_forgets(void *arg)
{
    int rc = fetches(arg);

    memory.fail_from = memory.calls + 1;
    return rc;
}

static int starts_without_memory(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    say_when(aw_group_start(&group, NULL, fetches_and_forgets, NULL, NULL));
    memory.fail_from = 0;
    say(aw_errors() ? "some" : "none");
    return aw_group_close(&group, 0);
}

GRADED(start, without_memory_its_first_error_is_told,
       "(without memory: its first error)")
{
    open_all();
    run_parent(starts_without_memory, NULL);
    EXPECT_SAID("p=ETIMEDOUT@0 none", "no memory for the tree");
    close_all();
}

/* ---- Refused ------------------------------------------------------------*/

static int starts_in_vain(void *arg)
{
    aw_group_begin(&group);
    memory.fail_from = memory.calls + 1;
    say_when(aw_group_start(
        &group, NULL, passes, arg,
        AW_NAMED("s", .drop = say_dropped, .stack = 256 * 1024)));
    memory.fail_from = 0;
    aw_group_cancel(&group, "enough");
    value = &server;
    say_when(aw_group_start(&group, &value, passes, arg,
                            AW_NAMED("s", .drop = say_dropped)));
    say(value ? "old" : "null");
    return aw_group_close(&group, 0);
}

GRADED(start, what_cannot_be_spawned_is_dropped,
       "-ESHUTDOWN, when the group takes no more, or -ENOMEM: then `arg` has "
       "been dropped.")
{
    open_all();
    run_parent(starts_in_vain, num(5));
    EXPECT_SAID("dropped-5 p=ENOMEM@0 dropped-5 p=ESHUTDOWN@0 null",
                "no memory; and a group that is ending");
    close_all();
}

static int says_it_twice(void *arg)
{
    say("%d", aw_started(arg));
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
    EXPECT_SAID("0 EALREADY | -114 EALREADY | EALREADY",
                "twice; spawned, and not started; and no child at all");
    close_all();
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
    close_all();
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
    close_all();
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
    close_all();
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
    EXPECT_SAID("a+0@3 p+0@6 o=ECHILD@6", "another task starts the last child");
    close_all();
}

GRADED(start, outside_of_a_task_is_misuse, "Misuse outside of a task.")
{
    open_all();
    EXPECT_MISUSE(aw_started(NULL), "", "started outside of a task");
}
