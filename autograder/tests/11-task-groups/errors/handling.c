/* SPDX-License-Identifier: MIT */
#include "../fixture.h"

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

static const char *end_of(const char *text, size_t most)
{
    size_t n = strlen(text);

    return n > most ? text + n - most : text;
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
    close_clean();
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
    close_clean();
}

GRADED(errors, an_empty_group_goes_as_well,
       "and so are groups that are empty by that.")
{
    grow_and_handle(-ECONNREFUSED, -ETIMEDOUT, 0, 0);
    EXPECT_STR(
        names_said(),
        "m2:ECONNREFUSED AW_EGROUP: [AW_EGROUP in p] [  EIO in load] "
        "[  AW_EGROUP in fetch] [    ETIMEDOUT in m1] [  EINVAL in p] "
        "m1:ETIMEDOUT AW_EGROUP: [AW_EGROUP in p] [  EIO in load] "
        "[  EINVAL in p]",
        "handled both errors of the group fetch, one kind after the other");
    close_clean();
}

GRADED(errors, when_none_is_left_all_is_well,
       "Returns 0 when no error is left; AW_EGROUP when some are")
{
    grow_and_handle(-EIO, -EINVAL, -ETIMEDOUT, -ECONNREFUSED);
    EXPECT_STR(end_of(names_said(), 19), " m2:ECONNREFUSED 0:",
               "handled all four; what was said at the end");
    close_clean();
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
    close_clean();
}

static int handles_all_of_it(void *arg)
{
    size_t before = memory.bytes;
    int rc;

    (void)arg;
    aw_group_begin(&group);
    rc = aw_group_close(&group, -EIO);
    rc = aw_except(rc, -EIO, NULL, NULL);
    say("%d %s", rc, aw_errors() ? "some" : "none");
    EXPECT_INT(memory.bytes, before, "passed over the only error: bytes");
    return rc;
}

GRADED(errors, a_tree_without_errors_is_freed,
       "until the next group of that task fails, aw_except has taken out the "
       "last error, or the task is freed.")
{
    open_all();
    run_parent(handles_all_of_it, NULL);
    EXPECT_SAID("0 none", "passed over the only error");
    close_clean();
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
    close_clean();
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
    close_clean();
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
    close_clean();
}

/* One child returns AW_EGROUP, and no group of its has failed. */
static int has_a_false_group(void *arg)
{
    int rc;

    (void)arg;
    aw_group_begin(&group);
    add_failing(&group, "load", -EIO);
    add_failing(&group, "x", AW_EGROUP);
    rc = aw_group_close(&group, 0);
    say("%d", (int)aw_errors_count(aw_errors()));
    rc = aw_except(rc, -EIO, NULL, NULL);
    say("%s:", aw_error_name(rc));
    say_errors();
    return 0;
}

GRADED(errors, an_error_without_members_is_no_group,
       "the first in it; NULL: it is no group")
{
    open_all();
    run_parent(has_a_false_group, NULL);
    EXPECT_SAID("2 AW_EGROUP: x:AW_EGROUP",
                "a child returns AW_EGROUP without a tree");
    close_clean();
}

static void say_all_of_it(const struct aw_error *error, void *ctx)
{
    say("%s-%s", aw_error_name(error->code), error->name);
    if (error->group || error->first || error->next ||
        (error->where && *error->where))
        say("and-more");
    say("%s", ctx == &memory ? "ctx" : "another-ctx");
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
    EXPECT_SAID("EIO-p ctx 0 0 EIO 0 3 ECANCELED AW_EGROUP",
                "-EIO, twice; another one; results; and no tree");
    close_clean();
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
    close_clean();
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
    close_clean();
}

GRADED(errors, what_is_no_kind_is_misuse,
       "misuse with 0 and more, -ECANCELED and AW_EGROUP")
{
    EXPECT_MISUSE(aw_except(-EIO, 0, NULL, NULL), "", "asked for 0");
    EXPECT_MISUSE(aw_except(-EIO, EIO, NULL, NULL), "", "asked for EIO");
    EXPECT_MISUSE(aw_except(0, -ECANCELED, NULL, NULL), "",
                  "asked for -ECANCELED");
    EXPECT_MISUSE(aw_except(0, AW_EGROUP, NULL, NULL), "",
                  "asked for AW_EGROUP");
}
