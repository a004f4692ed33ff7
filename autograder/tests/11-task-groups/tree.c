/* SPDX-License-Identifier: MIT */
/* The tree of all that lives. */
#include "fixture.h"

/* Say the lines, with those of groups cut off behind "group". */
static void say_cut(const char *text, void *ctx)
{
    const char *at = strstr(text, "group at ");

    if (at)
        say("[%.*s]", (int)(at - text) + 5, text);
    else
        say("[%s]", text);
    *(int *)ctx += 1;
}

static size_t longest, lines;

static int print(void)
{
    int n = 0;

    aw_tree_print(&loop, say_cut, &n);
    return n;
}

static int prints(void *arg)
{
    (void)arg;
    print();
    return 0;
}

static int holds_two(void *arg)
{
    struct aw_group mine;

    (void)arg;
    aw_group_begin(&mine);
    add(&mine, "m1", &(struct job){.ms = 9});
    add(&mine, "m2", &(struct job){.ms = 9});
    return aw_group_close(&mine, 0);
}

static int holds_a_holder(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("listen", 9);
    aw_group_spawn(&group, holds_two, NULL, AW_NAMED("fetch"));
    ADD("accept", 9);
    return aw_group_close(&group, 0);
}

GRADED(
    tree, tasks_stand_below_their_groups,
    "its tasks, the oldest first, and below each one its groups, the "
    "outermost first, with their children, as aw_task_describe describes them.")
{
    open_all();
    launch("p", holds_a_holder, NULL);
    launch("log", sleeps, num(9));
    turn();
    turn();
    lines = (size_t)print();
    EXPECT_SAID("[p (#1) waiting for a group] [  group] "
                "[    listen (#3) waiting for a sleep] "
                "[    fetch (#4) waiting for a group] [      group] "
                "[        m1 (#6) ready] [        m2 (#7) ready] "
                "[    accept (#5) waiting for a sleep] "
                "[log (#2) waiting for a sleep]",
                "printed seven tasks in two groups");
    EXPECT_INT(lines, 9, "counted the lines");
    forget();
    run_all();
    close_clean();
}

GRADED(tree, an_empty_loop_has_no_tree, "Say what lives in `loop`")
{
    open_all();
    EXPECT_INT(print(), 0, "printed a loop without tasks");
    launch("a", passes, NULL);
    lines = (size_t)print();
    EXPECT_SAID("[a (#1) ready]", "printed one that has not begun");
    EXPECT_INT(lines, 1, "printed one that has not begun");
    run_all();
    EXPECT_INT(print(), 0, "printed a loop whose tasks have ended");
    close_clean();
}

static int holds_one(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    ADD("a", 9);
    return aw_group_close(&group, 0);
}

GRADED(tree, groups_are_shown_with_their_places, "group at serve.c:40")
{
    char want[300];

    open_all();
    launch("p", holds_one, NULL);
    turn();
    turn();
    aw_tree_print(&loop, say_line, NULL);
    snprintf(want, sizeof(want),
             "[p (#1) waiting for a group] [  group at %s] "
             "[    a (#2) waiting for a sleep]",
             group.scope.where);
    EXPECT_STR(said(), want, "printed a group");
    forget();
    run_all();
    close_clean();
}

GRADED(tree, lines_are_shown_whole, "Long lines are cut at 159 bytes")
{
    open_all();
    launch("mirror-of-the-mirror-at-home-00", holds_one, NULL);
    turn();
    turn();
    print();
    EXPECT_SAID("[mirror-of-the-mirror-at-home-00 (#1) waiting for a group] "
                "[  group] [    a (#2) waiting for a sleep]",
                "a name of 31 bytes");
    forget();
    run_all();
    close_clean();
}

static struct aw_group inner;

static int has_two_groups(void *arg)
{
    struct aw_timeout limit;

    (void)arg;
    aw_group_begin(&group);
    ADD("a", 9);
    aw_timeout_begin(&limit, AW_NEVER);
    aw_group_begin(&inner);
    add(&inner, "b", &(struct job){.ms = 5});
    add(&inner, "c", &(struct job){.ms = 5});
    aw_sleep(AW_MS);
    print();
    aw_group_close(&inner, 0);
    forget();
    print();
    aw_timeout_end(&limit, 0);
    return aw_group_close(&group, 0);
}

GRADED(tree, the_outer_group_comes_first,
       "and below each one its groups, the outermost first")
{
    open_all();
    launch("p", has_two_groups, NULL);
    while (loop.timers.live < 4)
        turn();
    while (aw_loop_now(&loop) < AW_MS)
        turn();
    turn();
    EXPECT_SAID("[p (#1) running] [  group] [    a (#2) waiting for a sleep] "
                "[  group] [    b (#3) waiting for a sleep] "
                "[    c (#4) waiting for a sleep]",
                "two groups in one body, and a limit between them");
    run_all();
    EXPECT_SAID("[p (#1) running] [  group] [    a (#2) waiting for a sleep] "
                "a+0@9",
                "one of them is closed");
    close_clean();
}

static int has_an_empty_group(void *arg)
{
    struct aw_group empty;

    (void)arg;
    aw_group_begin(&empty);
    aw_group_begin(&group);
    ADD("a", 1);
    aw_group_spawn(&group, prints, NULL, AW_NAMED("print"));
    aw_group_close(&group, 0);
    return aw_group_close(&empty, 0);
}

GRADED(tree, a_group_without_children_is_not_shown,
       "A group without live children is not shown")
{
    open_all();
    run_parent(has_an_empty_group, NULL);
    EXPECT_SAID("[p (#1) waiting for a group] [  group] "
                "[    a (#2) waiting for a sleep] [    print (#3) running] "
                "a+0@1",
                "an empty group, and one with two children");
    close_clean();
}

static int has_ended_ones(void *arg)
{
    (void)arg;
    aw_group_begin(&group);
    aw_group_spawn(&group, returns, NULL, AW_NAMED("a"));
    aw_group_spawn(&group, prints, NULL, AW_NAMED("print"));
    aw_group_spawn(&group, returns, NULL, AW_NAMED("b"));
    aw_yield();
    say("|");
    print();
    return aw_group_close(&group, 0);
}

GRADED(tree, who_has_ended_is_not_shown, "nor is a task that has ended")
{
    open_all();
    run_parent(has_ended_ones, NULL);
    EXPECT_SAID("[p (#1) ready] [  group] [    print (#3) running] "
                "[    b (#4) ready] | [p (#1) running]",
                "a has ended, and its group has not heard of it: printed");
    close_clean();
}

enum { LEVELS = 1000 };
static int level;

static int goes_down(void *arg)
{
    struct aw_group mine;

    aw_group_begin(&mine);
    if (++level < LEVELS)
        aw_group_spawn(&mine, goes_down, arg, NULL);
    aw_sleep(level < LEVELS ? 9 * AW_MS : 5 * AW_MS);
    return aw_group_close(&mine, 0);
}

static void measure(const char *text, void *ctx)
{
    size_t n = strlen(text);

    (void)ctx;
    lines++;
    longest = n > longest ? n : longest;
}

static int measures(void *arg)
{
    (void)arg;
    aw_tree_print(&loop, measure, NULL);
    return 0;
}

/* C23 */
GRADED(tree, a_thousand_levels_need_no_stack,
       "Long lines are cut at 159 bytes, and no level needs any stack.")
{
    open_all();
    level = 0;
    lines = longest = 0;
    launch("p", goes_down, NULL);
    while (level < LEVELS)
        turn();
    aw_task_drop(
        aw_spawn(&loop, measures, NULL, AW_NAMED("m", .stack = 16 * 1024)));
    turn();
    EXPECT_INT(lines, 2 * LEVELS, "printed a task in a group, and so on");
    EXPECT_INT(longest, 159, "measured the longest line");
    run_all();
    close_clean();
}

static int has_a_long_place(void *arg)
{
    char where[200];

    (void)arg;
    memset(where, 'x', sizeof(where) - 1);
    where[sizeof(where) - 1] = '\0';
    aw__group_begin(&group, where);
    aw_group_spawn(&group, measures, NULL, NULL);
    return aw_group_close(&group, 0);
}

GRADED(tree, a_long_place_is_cut_where_the_line_is,
       "Long lines are cut at 159 bytes")
{
    open_all();
    lines = longest = 0;
    launch("p", has_a_long_place, NULL);
    run_all();
    EXPECT_INT(lines, 3, "printed a group whose place takes 199 bytes");
    EXPECT_INT(longest, 159, "measured its line");
    close_clean();
}

/* ---- Drawn --------------------------------------------------------------*/

/* Has groups in groups of its own, and children in each of them; all at their
 * own moments. */
static int has_some(void *arg)
{
    struct aw_group mine;
    intptr_t deep = (intptr_t)arg;

    at_own_moment(aw_sleep((aw_time)graded_random(6) * AW_MS));
    if (deep == 0)
        return 0;
    aw_group_begin(&mine);
    for (uint64_t n = graded_random(4); n > 0; n--) {
        const char *name = next_name();

        if (name)
            aw_group_spawn(&mine, has_some, num(deep - 1), AW_NAMED(name));
    }
    if (graded_random(2))
        at_own_moment(0);
    if (graded_random(2)) {
        struct aw_timeout limit;

        aw_timeout_begin(&limit, AW_NEVER);
        has_some(num(deep - 1));
        aw_timeout_end(&limit, 0);
    }
    return aw_group_close(&mine, 0);
}

static int does_no_more(struct aw_handle *handle)
{
    (void)handle;
    return 0;
}

GRADED(tree, drawn_families_are_shown_as_in_the_reference,
       "its tasks, the oldest first, and below each one its groups, the "
       "outermost first, with their children, as aw_task_describe describes "
       "them.")
{
    open_all();
    letters = 0;
    for (int i = 0; i < 4; i++)
        launch(next_name(), has_some, num(1 + (intptr_t)graded_random(3)));
    for (aw_time ms = 1; ms < 10; ms += 1 + (aw_time)graded_random(4)) {
        struct aw_timer behind;

        /* Behind all of this millisecond, nobody is ready. */
        aw_timer_init(&behind, does_no_more);
        aw_call_at(&loop, &behind, ms * AW_MS - AW_MS / 64);
        while (aw_loop_now(&loop) < ms * AW_MS - AW_MS / 64)
            turn();
        aw_timer_stop(&loop.timers, &behind);
        say("@%d-%d", (int)ms, print());
    }
    EXPECT_AS_REFERENCE("four tasks with groups in groups, printed now and "
                        "then, without the places of the groups: @3-9 is what "
                        "stood there at 3 ms, in nine lines");
    run_all();
    close_clean();
}
