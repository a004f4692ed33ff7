/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
    close_clean();
}

/* E19 */
GRADED(start, a_child_that_fails_before_is_the_callers,
       "if it ends or fails, the caller is told, and the group has not failed")
{
    run_server(3, -EADDRINUSE, false, 0, 0);
    EXPECT_SAID("s=EADDRINUSE@3 p=EADDRINUSE@3 null p+0@3",
                "it fails before it has started");
    close_clean();
}

GRADED(start, a_child_that_ends_before_has_not_started,
       "-ECHILD, when it returned without having started")
{
    run_server(3, 7, false, 0, 0);
    EXPECT_SAID("s+7@3 p=ECHILD@3 null p+0@3", "it returns 7");
    close_clean();
}

GRADED(start, once_it_has_started_it_is_the_groups,
       "Until then it is the caller's")
{
    run_server(3, 0, true, 5, -EPIPE);
    EXPECT_SAID("started0 p+0@3 value s=EPIPE@8 p=AW_EGROUP@8 s:EPIPE",
                "it starts, and fails later");
    close_clean();
}

static int starts_and_looks(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    say_when(aw_group_start(&group, NULL, serves, &server, AW_NAMED("s")));
    return aw_group_close(&group, 0);
}

GRADED(start, the_value_may_be_left_out,
       "where to put what the child gave to aw_started, or NULL when this "
       "returns anything but 0; may be NULL")
{
    open_all();
    server = (struct server){.ms = 1, .starts = true};
    run_parent(starts_and_looks, NULL);
    EXPECT_SAID("started0 p+0@1 s+0@1", "started without a value");
    close_clean();
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
    close_clean();
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
    close_clean();
}
