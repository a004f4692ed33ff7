/* SPDX-License-Identifier: MIT */
/* Errors: walks through trees, and errors that are taken out of them. */
#include "../fixture.h"

/* ---- Trees made by hand -------------------------------------------------*/

/* Put `error` behind the members of `to`. */
static void put(struct aw_error *to, struct aw_error *error, int code,
                const char *name)
{
    struct aw_error **end = &to->first;

    *error = (struct aw_error){.code = code, .where = "x.c:1", .group = to};
    snprintf(error->name, sizeof(error->name), "%s", name);
    while (*end)
        end = &(*end)->next;
    *end = error;
}

/* 0 { 1, 2 { 3, 4 { 5 } }, 6 } */
static struct aw_error node[7];

static void make_tree(void)
{
    static struct aw_error nothing;

    put(&nothing, &node[0], AW_EGROUP, "main");
    node[0].group = NULL;
    nothing.first = NULL;
    put(&node[0], &node[1], -EIO, "one");
    put(&node[0], &node[2], AW_EGROUP, "two");
    put(&node[2], &node[3], -EPIPE, "three");
    put(&node[2], &node[4], AW_EGROUP, "four");
    put(&node[4], &node[5], -ENOENT, "five");
    put(&node[0], &node[6], -EINVAL, "six");
}

GRADED(errors, they_are_walked_in_their_order,
       "Call `fn` for each of them, in the order in which they stand there.")
{
    make_tree();
    aw_errors_each(&node[0], say_error, NULL);
    EXPECT_SAID("one:EIO three:EPIPE five:ENOENT six:EINVAL",
                "walked a tree of three levels");
}

GRADED(errors, a_part_is_walked_and_no_more,
       "Call `fn` for each of them, in the order in which they stand there.")
{
    make_tree();
    aw_errors_each(&node[2], say_error, NULL);
    say("|");
    aw_errors_each(&node[6], say_error, NULL);
    say("|");
    aw_errors_each(NULL, say_error, NULL);
    EXPECT_SAID("three:EPIPE five:ENOENT | six:EINVAL |",
                "walked a group in the tree, one error, and none");
}

static void count_up(const struct aw_error *error, void *ctx)
{
    *(int *)ctx -= error->code;
}

GRADED(errors, the_context_is_handed_on, "Call `fn` for each of them")
{
    int sum = 0;

    make_tree();
    aw_errors_each(&node[2], count_up, &sum);
    EXPECT_INT(sum, EPIPE + ENOENT, "added codes up");
}

GRADED(errors, groups_are_not_counted,
       "How many errors there are in `tree`, groups not counted; 0 for NULL.")
{
    make_tree();
    EXPECT_INT(aw_errors_count(&node[0]), 4, "counted all");
    EXPECT_INT(aw_errors_count(&node[4]), 1, "counted a group of one");
    EXPECT_INT(aw_errors_count(&node[5]), 1, "counted one error");
    EXPECT_INT(aw_errors_count(NULL), 0, "counted nothing");
}

static int counts(void *tree)
{
    say("%d", (int)aw_errors_count(tree));
    return 0;
}

GRADED(errors, a_hundred_thousand_levels_need_no_stack,
       "However deep that is, it needs no stack.")
{
    enum { N = 100000 };
    static struct aw_error deep[N];

    for (int i = 0; i < N; i++) {
        deep[i] = (struct aw_error){.code = AW_EGROUP, .where = ""};
        deep[i].group = i > 0 ? &deep[i - 1] : NULL;
        deep[i].first = i < N - 1 ? &deep[i + 1] : NULL;
    }
    deep[N - 1].code = -EIO;
    open_all();
    run_parent(counts, deep);
    EXPECT_SAID("1", "one error in 99999 groups, on the stack of a task");
    close_clean();
}

/* ---- Printing -----------------------------------------------------------*/

GRADED(errors, it_is_printed_with_two_spaces_for_each_level,
       "Say what is in `tree`, one line each, two spaces for each level:")
{
    make_tree();
    aw_errors_print(&node[0], say_line, NULL);
    EXPECT_SAID("[AW_EGROUP in main, x.c:1] [  EIO in one, x.c:1] "
                "[  AW_EGROUP in two, x.c:1] [    EPIPE in three, x.c:1] "
                "[    AW_EGROUP in four, x.c:1] [      ENOENT in five, x.c:1] "
                "[  EINVAL in six, x.c:1]",
                "printed a tree");
}

GRADED(errors, a_part_is_printed_from_its_own_level,
       "Say what is in `tree`, one line each, two spaces for each level:")
{
    make_tree();
    aw_errors_print(&node[4], say_line, NULL);
    aw_errors_print(NULL, say_line, NULL);
    EXPECT_SAID("[AW_EGROUP in four, x.c:1] [  ENOENT in five, x.c:1]",
                "printed a group in the tree, and nothing");
}

static size_t longest;

static void measure(const char *text, void *ctx)
{
    size_t n = strlen(text);

    (void)ctx;
    longest = n > longest ? n : longest;
}

GRADED(errors, long_lines_are_cut, "Long lines are cut at 159 bytes.")
{
    static char where[300];

    make_tree();
    memset(where, 'w', sizeof(where) - 1);
    node[5].where = where;
    longest = 0;
    aw_errors_print(&node[0], measure, NULL);
    EXPECT_INT(longest, 159, "printed a place of 299 bytes");
}

/* ---- Whose they are -----------------------------------------------------*/

static int looks_for_errors(void *arg)
{
    (void)arg;
    say(aw_errors() ? "some" : "none");
    grow_tree();
    say(aw_errors() ? "some" : "none");
    aw_group_begin(&group);
    aw_group_close(&group, 0);
    say(aw_errors() ? "some" : "none");
    return 0;
}

GRADED(errors, a_task_has_those_of_its_last_group_that_failed,
       "The errors of the group of this task that has failed last; NULL when "
       "there are none, and outside of tasks.")
{
    open_all();
    EXPECT(!aw_errors(), "looked outside of tasks");
    run_parent(looks_for_errors, NULL);
    EXPECT_SAID("none some some",
                "before, behind, and behind one that is well");
    close_clean();
}

static int fails_as_a_group(void *arg)
{
    int rc = grow_tree();

    return arg ? (int)(intptr_t)arg : rc;
}

GRADED(errors, a_future_has_them_if_it_has_failed_with_them,
       "The errors of a future that has failed with AW_EGROUP; NULL when there "
       "are none.")
{
    struct aw_task *a, *b;

    open_all();
    a = spawn("a", fails_as_a_group, NULL);
    EXPECT(!aw_errors_of(&a->future), "looked before it has begun");
    run_all();
    b = spawn("b", fails_as_a_group, num(-EIO));
    run_all();
    EXPECT_INT(aw_errors_count(aw_errors_of(&a->future)), 4, "looked at both");
    EXPECT(!aw_errors_of(&b->future), "b has failed with -EIO");
    aw_future_result(&a->future, NULL);
    aw_future_result(&b->future, NULL);
    aw_task_drop(a);
    aw_task_drop(b);
    close_clean();
}
