/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int tries_to_join(void *arg)
{
    struct aw_task *task = aw_group_spawn(
        &group, passes, arg, AW_NAMED("late", .drop = say_dropped));

    say(task ? "joined" : "refused");
    return 0;
}

static int joins_afterwards(void *arg)
{
    aw_group_begin(&group);
    say(aw_group_is_open(&group) ? "open" : "over");
    aw_group_close(&group, 0);
    say(aw_group_is_open(&group) ? "open" : "over");
    return tries_to_join(arg);
}

/* E10 */
GRADED(group, a_group_that_is_closed_takes_no_more,
       "and when it is closing and has no child left: then `drop` is given "
       "`arg`.")
{
    open_all();
    run_parent(joins_afterwards, num(3));
    EXPECT_SAID("open over dropped-3 refused", "spawned into a closed group");
    close_clean();
}

static int joins_late(void *arg)
{
    aw_sleep(AW_SEC);
    tries_to_join(arg);
    return -ECANCELED;
}

static int has_one_that_joins_late(void *arg)
{
    aw_group_begin(&group);
    aw_group_spawn(&group, joins_late, arg, NULL);
    ADD("b", 5, -EIO);
    return say_group(aw_group_close(&group, 0)) == 0;
}

/* E10 */
GRADED(group, a_group_that_is_ending_takes_no_more,
       "A group takes no more children when it is ending")
{
    open_all();
    run_parent(has_one_that_joins_late, num(4));
    EXPECT_SAID("b=EIO@5 dropped-4 refused p=AW_EGROUP@5 b:EIO",
                "spawned into it while it ends");
    close_clean();
}

/* Waits for the turn in which there is no child left, and close goes on. */
static int joins_too_late(void *arg)
{
    while (!group.closing || !aw_list_empty(&group.children))
        aw_yield();
    say(aw_group_is_open(&group) ? "open" : "over");
    return tries_to_join(arg);
}

static int closes_without_a_guest(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, passes, NULL, AW_NAMED("a"));
    return say_group(aw_group_close(&group, 0));
}

GRADED(group, when_none_is_left_it_takes_no_more,
       "when it is closing and has no child left: then `drop` is given `arg`.")
{
    open_all();
    launch("p", closes_without_a_guest, NULL);
    launch("o", joins_too_late, num(4));
    run_all();
    EXPECT_SAID("a over dropped-4 refused p+0@0",
                "the last child has ended, and the parent has not gone on");
    close_clean();
}

static int joins(void *arg)
{
    static struct job job = {.ms = 3, .rc = 1};

    aw_sleep(2 * AW_MS);
    add(&group, "c", &job);
    return tries_to_join(arg);
}

static int has_one_that_joins(void *arg)
{
    aw_group_begin(&group);
    aw_group_spawn(&group, joins, arg, NULL);
    return say_group(aw_group_close(&group, 0));
}

/* E11 */
GRADED(group, children_may_spawn_while_close_waits,
       "Any task of the loop may do so, children among them, also while "
       "aw_group_close waits.")
{
    open_all();
    run_parent(has_one_that_joins, num(4));
    EXPECT_SAID("joined late c+1@5 p+0@5", "a child spawns two others");
    close_clean();
}

static int heads;

/* Each has two more, until one of them fails. */
static int hydra(void *arg)
{
    if (++heads == 20)
        return -EIO;
    for (int i = 0; i < 2; i++)
        aw_group_spawn(&group, hydra, arg, NULL);
    return aw_sleep(AW_SEC);
}

static int has_a_hydra(void *arg)
{
    aw_group_begin(&group);
    aw_group_spawn(&group, hydra, arg, NULL);
    say_when(aw_group_close(&group, 0));
    say("%d", (int)aw_errors_count(aw_errors()));
    return 0;
}

/* E11 */
GRADED(group, who_spawns_without_end_ends_with_the_first_error,
       "A group takes no more children when it is ending")
{
    open_all();
    heads = 0;
    run_parent(has_a_hydra, NULL);
    EXPECT_SAID("p=AW_EGROUP@0 1",
                "each has two more, and the twentieth fails");
    EXPECT_AT_MOST(heads, 41, "and counted heads");
    close_clean();
}

static int spawns_and_looks(void *arg)
{
    aw_group_begin(&group);
    say("%s", aw_task_state_name(aw_group_spawn(&group, passes, arg,
                                                AW_NAMED("a", .lazy = true))
                                     ->state));
    say("spawned");
    return say_group(aw_group_close(&group, 0));
}

/* E12 */
GRADED(group, a_child_never_begins_inside_of_the_spawn,
       "Spawn a child: aw_spawn in the parent's loop, and `lazy` is not looked "
       "at.")
{
    open_all();
    run_parent(spawns_and_looks, NULL);
    EXPECT_SAID("ready spawned a p+0@0", "spawned one that is to be lazy");
    close_clean();
}

static int does_nothing(void *arg)
{
    (void)arg;
    return 0;
}

static int many(void *arg)
{
    int most = 0;

    (void)arg;
    aw_group_begin(&group);
    for (int i = 0; i < 2000; i++) {
        aw_group_spawn(&group, does_nothing, NULL, NULL);
        aw_sleep(0);
        aw_sleep(0);
        if (loop.live[AW_FUTURES] > most)
            most = (int)loop.live[AW_FUTURES];
    }
    EXPECT_AT_MOST(most, 9, "counted live futures while they came and went");
    return say_group(aw_group_close(&group, 0));
}

/* E21 */
GRADED(group, who_has_ended_is_let_go,
       "Returns the child, which the group holds until it has ended")
{
    open_all();
    run_parent(many, NULL);
    EXPECT_SAID("p+0@0", "two thousand came and went while it was open");
    close_clean();
}

static int holds_a_child(void *arg)
{
    struct aw_task *a;

    (void)arg;
    aw_group_begin(&group);
    a = ADD("a", 5, 9);
    aw_task_hold(a);
    aw_group_close(&group, 0);
    say("%d", aw_future_result(&a->future, NULL));
    aw_task_drop(a);
    return 0;
}

GRADED(group, who_holds_a_child_can_look_later,
       "whoever wants to look at it later has to hold it, too "
       "(aw_task_hold).")
{
    open_all();
    run_parent(holds_a_child, NULL);
    EXPECT_SAID("a+9@5 9", "held a child beyond the end of its group");
    close_clean();
}

static int without_memory(void *arg)
{
    aw_group_begin(&group);
    memory.fail_from = memory.calls + 1;
    for (int i = 0; i < 2; i++) {
        /* Stacks of another size: none rests in the pool. */
        bool none = !aw_group_spawn(
            &group, passes, arg,
            AW_NAMED("late", .drop = say_dropped, .stack = 256 * 1024));

        say(none ? "none" : "one");
    }
    memory.fail_from = 0;
    return say_group(aw_group_close(&group, 0));
}

GRADED(group, without_memory_there_is_no_child,
       "NULL when the group takes no more, or there is no memory: then, too, "
       "`arg` has been dropped.")
{
    open_all();
    run_parent(without_memory, num(6));
    EXPECT_SAID("dropped-6 none dropped-6 none p+0@0",
                "spawned without memory");
    close_clean();
}

static int outsider(void *arg)
{
    static struct job job = {.ms = 1, .rc = -EIO};

    (void)arg;
    aw_sleep(AW_MS);
    add(&group, "c", &job);
    return 0;
}

static int has_a_guest(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 9);
    say_group(aw_group_close(&group, 0));
    return 0;
}

GRADED(group, anybody_may_spawn_into_it, "Any task of the loop may do so")
{
    open_all();
    launch("o", outsider, NULL);
    run_parent(has_a_guest, NULL);
    EXPECT_SAID("c=EIO@2 a=ECANCELED@2 p=AW_EGROUP@2 c:EIO",
                "somebody else spawns a child, and that fails");
    close_clean();
}
