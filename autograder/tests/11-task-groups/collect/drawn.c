/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { DEEP = 3, TREES = 5 };

static struct aw_task *grower[TREES];

/* One behind the other, each at its own moment; they may be asked to end. */
static int fails_or_not(void *arg)
{
    struct aw_group mine;
    int deep = (int)(intptr_t)arg, rc = 0;

    if (deep == 0 || graded_random(3) == 0) {
        rc = at_own_moment(0);
        return graded_random(4) ? draw_code() : rc;
    }
    aw_group_begin(&mine);
    for (uint64_t n = 1 + graded_random(4); n > 0; n--) {
        const char *name = next_name();

        if (name)
            aw_group_spawn(&mine, fails_or_not, num(deep - 1), AW_NAMED(name));
        if (rc >= 0 && graded_random(3) == 0)
            rc = at_own_moment(0);
    }
    rc = aw_group_close(&mine, graded_random(5) ? rc : draw_code());
    say("%s=%s", me(), aw_error_name(rc));
    say_tree(aw_errors());
    at_own_moment(0);
    return graded_random(6) ? rc : 0;
}

/* Awaits the one before, adopts what it has, and perhaps fails by it. */
static int adopts_and_grows(void *arg)
{
    const struct aw_task *before = grower[(intptr_t)arg];
    struct aw_group mine;
    int rc = aw_await(&grower[(intptr_t)arg]->future, NULL);

    say("%s:%s", me(), aw_error_name(rc));
    say_tree(aw_errors_of(&before->future));
    if (graded_random(2))
        fails_or_not(num(1));
    say("%s", aw_error_name(aw_errors_adopt(&before->future)));
    say_tree(aw_errors());
    aw_group_begin(&mine);
    return aw_group_close(&mine, rc);
}

GRADED(collect, drawn_trees_are_handed_on_as_in_the_reference,
       "Make a copy of aw_errors_of(future) this task's own aw_errors(), in "
       "place of those that it had")
{
    open_all();
    letters = 0;
    grower[0] = spawn(next_name(), fails_or_not, num(DEEP));
    for (int i = 1; i < TREES; i++) {
        bool grows_first = graded_random(3) == 0;

        grower[i] =
            spawn(next_name(), grows_first ? fails_or_not : adopts_and_grows,
                  num(grows_first ? DEEP : i - 1));
    }
    run_all();
    for (int i = 0; i < TREES; i++) {
        aw_future_result(&grower[i]->future, NULL);
        say_tree(aw_errors_of(&grower[i]->future));
    }
    for (int i = 0; i < TREES; i++)
        aw_task_drop(grower[i]);
    EXPECT_AS_REFERENCE("tasks fail in groups of groups (a=AW_EGROUP), or with "
                        "what others have failed with, and say their trees: "
                        "a{b c{d}}");
    close_clean();
}
