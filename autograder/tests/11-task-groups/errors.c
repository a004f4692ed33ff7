/* SPDX-License-Identifier: MIT */
/* Errors: walks through trees, and errors that are taken out of them. */
#include "fixture.h"

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
    close_all();
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
    close_all();
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
    close_all();
}

/* ---- Handling -----------------------------------------------------------*/

/* Handle these codes one after the other, say who is handled and what is left,
 * each time. */
static int codes[5];

static int handles(void *arg)
{
    int rc = grow_tree();

    (void)arg;
    for (int i = 0; codes[i]; i++) {
        rc = aw_except(rc, codes[i], say_error, NULL);
        say("%s:", rc == 0 ? "0" : aw_error_name(rc));
        aw_errors_print(aw_errors(), say_line, NULL);
    }
    return 0;
}

static void grow_and_handle(int a, int b, int c, int d)
{
    codes[0] = a;
    codes[1] = b;
    codes[2] = c;
    codes[3] = d;
    open_all();
    run_parent(handles, NULL);
}

/* Who is left, without places: they have lines of the fixture in them. */
static const char *names_said(void)
{
    static char text[2000];
    const char *from = said();
    size_t n = 0;

    while (*from && n < sizeof(text) - 1)
        if (*from == ',')
            from = strchr(from, ']');
        else
            text[n++] = *from++;
    text[n] = '\0';
    return text;
}

GRADED(errors, errors_of_one_kind_are_taken_out,
       "With AW_EGROUP, errors of that code are taken out of aw_errors()")
{
    grow_and_handle(-ETIMEDOUT, 0, 0, 0);
    EXPECT_STR(names_said(),
               "m1:ETIMEDOUT AW_EGROUP: [AW_EGROUP in p] [  EIO in load] "
               "[  AW_EGROUP in fetch] [    ECONNREFUSED in m2] "
               "[  EINVAL in p]",
               "handled -ETIMEDOUT");
    close_all();
}

GRADED(errors, the_first_and_the_last_can_be_taken_out,
       "With AW_EGROUP, errors of that code are taken out of aw_errors()")
{
    grow_and_handle(-EINVAL, -EIO, 0, 0);
    EXPECT_STR(names_said(),
               "p:EINVAL AW_EGROUP: [AW_EGROUP in p] [  EIO in load] "
               "[  AW_EGROUP in fetch] [    ETIMEDOUT in m1] "
               "[    ECONNREFUSED in m2] load:EIO AW_EGROUP: "
               "[AW_EGROUP in p] [  AW_EGROUP in fetch] [    ETIMEDOUT in m1] "
               "[    ECONNREFUSED in m2]",
               "handled -EINVAL, then -EIO");
    close_all();
}

GRADED(errors, an_empty_group_goes_as_well,
       "and so are groups that are empty by that.")
{
    grow_and_handle(-ECONNREFUSED, -ETIMEDOUT, 0, 0);
    EXPECT_STR(names_said(),
               "m2:ECONNREFUSED AW_EGROUP: [AW_EGROUP in p] [  EIO in load] "
               "[  AW_EGROUP in fetch] [    ETIMEDOUT in m1] [  EINVAL in p] "
               "m1:ETIMEDOUT AW_EGROUP: [AW_EGROUP in p] [  EIO in load] "
               "[  EINVAL in p]",
               "handled both errors of the group inside");
    close_all();
}

GRADED(errors, when_none_is_left_all_is_well,
       "Returns 0 when no error is left; AW_EGROUP when some are")
{
    grow_and_handle(-EIO, -EINVAL, -ETIMEDOUT, -ECONNREFUSED);
    EXPECT_STR(names_said() + strlen(names_said()) - 19,
               " m2:ECONNREFUSED 0:", "handled all four");
    close_all();
}

GRADED(errors, those_of_another_kind_are_left_alone,
       "Returns 0 when no error is left; AW_EGROUP when some are")
{
    grow_and_handle(-ENOENT, 0, 0, 0);
    EXPECT_STR(names_said(),
               "AW_EGROUP: [AW_EGROUP in p] [  EIO in load] "
               "[  AW_EGROUP in fetch] [    ETIMEDOUT in m1] "
               "[    ECONNREFUSED in m2] [  EINVAL in p]",
               "handled what is not there");
    close_all();
}

static int handles_all_of_it(void *arg)
{
    size_t before = memory.bytes;
    int rc;

    (void)arg;
    aw_group_begin(&group);
    rc = aw_group_close(&group, -EIO);
    rc = aw_except(rc, -EIO, NULL, NULL);
    say("%d %d %s", rc, memory.bytes == before, aw_errors() ? "some" : "none");
    return rc;
}

GRADED(errors, a_tree_without_errors_is_freed,
       "fn called for each of them, in the order in which they stand in the "
       "tree; it must neither suspend nor use the tree; NULL: they are passed "
       "over")
{
    open_all();
    run_parent(handles_all_of_it, NULL);
    EXPECT_SAID("0 1 none", "passed over the only error");
    close_all();
}

static int has_three(void *arg)
{
    int rc;

    (void)arg;
    aw_group_begin(&group);
    add_failing(&group, "a", -EIO);
    add_failing(&group, "b", -EPIPE);
    add_failing(&group, "c", -EIO);
    rc = aw_except(aw_group_close(&group, 0), -EIO, say_error, NULL);
    say("%s:", aw_error_name(rc));
    say_errors();
    return 0;
}

GRADED(errors, all_of_that_kind_are_handled,
       "fn called for each of them, in the order in which they stand in the "
       "tree")
{
    open_all();
    run_parent(has_three, NULL);
    EXPECT_SAID("a:EIO c:EIO AW_EGROUP: b:EPIPE", "two of three are -EIO");
    close_all();
}

/* p { p { p { p } } } */
static int wraps_three_times(void *arg)
{
    struct aw_group three[3];
    int rc = -EIO;

    (void)arg;
    for (int i = 0; i < 3; i++)
        aw_group_begin(&three[i]);
    for (int i = 3; i-- > 0;)
        rc = aw_group_close(&three[i], rc);
    rc = aw_except(rc, -ENOENT, NULL, NULL);
    aw_errors_print(aw_errors(), say_line, NULL);
    rc = aw_except(rc, -EIO, say_error, NULL);
    say("%d %s", rc, aw_errors() ? "some" : "none");
    return 0;
}

GRADED(errors, three_groups_go_with_the_only_error,
       "and so are groups that are empty by that.")
{
    open_all();
    run_parent(wraps_three_times, NULL);
    EXPECT_STR(names_said(),
               "[AW_EGROUP in p] [  AW_EGROUP in p] [    AW_EGROUP in p] "
               "[      EIO in p] p:EIO 0 none",
               "an error in a group in a group in a group");
    close_all();
}

static int hands_the_rest_on(void *arg)
{
    int rc;

    (void)arg;
    rc = aw_except(grow_tree(), -EIO, NULL, NULL);
    rc = aw_except(rc, -ETIMEDOUT, NULL, NULL);
    aw_group_begin(&group);
    rc = aw_group_close(&group, rc);
    aw_errors_print(aw_errors(), say_line, NULL);
    rc = aw_except(rc, -EINVAL, NULL, NULL);
    aw_errors_print(aw_errors(), say_line, NULL);
    return rc == 0;
}

GRADED(errors, what_is_left_can_be_handed_on, "what nobody handles goes on")
{
    open_all();
    run_parent(hands_the_rest_on, NULL);
    EXPECT_STR(names_said(),
               "[AW_EGROUP in p] [  AW_EGROUP in p] [    AW_EGROUP in fetch] "
               "[      ECONNREFUSED in m2] [    EINVAL in p] "
               "[AW_EGROUP in p] [  AW_EGROUP in p] [    AW_EGROUP in fetch] "
               "[      ECONNREFUSED in m2]",
               "handled two, and the next group gets the rest");
    close_all();
}

static void say_all_of_it(const struct aw_error *error, void *ctx)
{
    say("%s %s %d %d", aw_error_name(error->code), error->name,
        error->group || error->first || error->next, ctx == &memory);
}

static int handles_a_single_one(void *arg)
{
    say("%d", aw_except(-EIO, -EIO, say_all_of_it, &memory));
    say("%d", aw_except(-EIO, -EIO, NULL, NULL));
    say("%s", aw_error_name(aw_except(-EIO, -ENOENT, say_all_of_it, arg)));
    say("%d", aw_except(0, -EIO, say_all_of_it, arg));
    say("%d", aw_except(3, -EIO, say_all_of_it, arg));
    say("%s", aw_error_name(aw_except(-ECANCELED, -EIO, say_all_of_it, arg)));
    say("%s", aw_error_name(aw_except(AW_EGROUP, -EIO, say_all_of_it, arg)));
    return 0;
}

GRADED(errors, an_error_by_itself_is_handled_as_well,
       "With an rc that is `code` itself `fn` is called once, with that error, "
       "the name of this task, and nothing else.")
{
    open_all();
    run_parent(handles_a_single_one, NULL);
    EXPECT_SAID("EIO p 0 1 0 0 EIO 0 3 ECANCELED AW_EGROUP",
                "-EIO, twice; another one; results; and no tree");
    close_all();
}

static int not_what_it_has(void *arg)
{
    (void)arg;
    grow_tree();
    say("%d", aw_except(-ENOENT, -ENOENT, say_error, NULL));
    say("%d", aw_except(2, -EIO, say_error, NULL));
    say("%d", (int)aw_errors_count(aw_errors()));
    return 0;
}

GRADED(errors, rc_says_whether_the_tree_is_meant, "any other `rc` as it is.")
{
    open_all();
    run_parent(not_what_it_has, NULL);
    EXPECT_SAID("p:ENOENT 0 2 4", "an older tree is there, and rc is no group");
    close_all();
}

static bool of_the_network(int code)
{
    say("%s?", aw_error_name(code));
    return code == -ETIMEDOUT || code == -ECONNREFUSED;
}

static int handles_by_a_question(void *arg)
{
    (void)arg;
    aw_except_if(grow_tree(), of_the_network, say_error, NULL);
    say("|");
    aw_except_if(-ECANCELED, of_the_network, say_error, NULL);
    aw_except_if(AW_EGROUP, of_the_network, say_error, NULL);
    aw_except_if(7, of_the_network, say_error, NULL);
    say("|");
    return aw_except_if(-ETIMEDOUT, of_the_network, say_error, NULL);
}

GRADED(errors, kinds_can_be_asked_for,
       "The same for all codes of which `is` says yes.  It is not asked about "
       "-ECANCELED and AW_EGROUP.")
{
    open_all();
    run_parent(handles_by_a_question, NULL);
    EXPECT_SAID("EIO? ETIMEDOUT? m1:ETIMEDOUT ECONNREFUSED? m2:ECONNREFUSED "
                "EINVAL? | EIO? EINVAL? | ETIMEDOUT? p:ETIMEDOUT",
                "asked for errors of the network");
    close_all();
}

GRADED(errors, what_is_no_kind_is_misuse,
       "misuse with 0 and more, -ECANCELED and AW_EGROUP")
{
    EXPECT_MISUSE(aw_except(-EIO, 0, NULL, NULL), "", "0");
    EXPECT_MISUSE(aw_except(-EIO, EIO, NULL, NULL), "", "EIO without its sign");
    EXPECT_MISUSE(aw_except(0, -ECANCELED, NULL, NULL), "", "-ECANCELED");
    EXPECT_MISUSE(aw_except(0, AW_EGROUP, NULL, NULL), "", "AW_EGROUP");
}
