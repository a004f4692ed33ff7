/* SPDX-License-Identifier: MIT */
/* Members: what is known of them, and what it means to look on. */
#include "fixture.h"

static int told_of(struct aw_handle *handle)
{
    struct aw_member *member =
        aw_container_of(handle, struct aw_member, watch.handle);

    say("%s%d", (const char *)member->of, (int)member->tag);
    return 0;
}

static void look_on(void)
{
    open_loop();
    futures_are_members();
    for (int i = 0; i < 2; i++) {
        aw__member_init(&m[i], told_of, "m");
        aw__member_look_on(&m[i]);
    }
}

static void end_of_both(void)
{
    aw__member_look_away(&m[0]);
    aw__member_look_away(&m[1]);
    close_clean();
}

GRADED(members, it_is_told_in_the_next_turn,
       "is called a turn after its future is settled, at once or later")
{
    look_on();
    aw_future_resolve(&g, NULL);
    EXPECT_SAID("", "settled the second of two");
    turn();
    EXPECT_SAID("m1", "and let a turn pass");
    end_of_both();
}

GRADED(members, what_is_settled_already_is_told_in_the_next_turn,
       "is called a turn after its future is settled, at once or later")
{
    open_loop();
    futures_are_members();
    aw_future_resolve(&f, NULL);
    aw__member_init(&m[0], told_of, "m");
    aw__member_look_on(&m[0]);
    EXPECT_SAID("", "looked on at what is settled");
    turn();
    EXPECT_SAID("m0", "and let a turn pass");
    close_clean();
}

GRADED(members, its_result_is_known_at_once,
       "It is known from the moment in which its future is settled, and that "
       "need not be there any more.")
{
    look_on();
    aw_future_settle(&f, 7, NULL);
    EXPECT_INT(aw_member_result(&m[0], NULL), 7, "settled, and no turn since");
    aw_future_deinit(&f);
    memset(&f, 0xAA, sizeof(f));
    turn();
    EXPECT_INT(aw_member_result(&m[0], NULL), 7, "the future is gone");
    aw_future_init(&f, &loop, NULL);
    end_of_both();
}

GRADED(members, its_value_is_handed_over,
       "where to put the value, NULL included; may be NULL")
{
    void *value = NULL;

    look_on();
    aw_future_settle(&f, 0, &loop);
    aw_future_settle(&g, 4, NULL);
    EXPECT_INT(aw_member_result(&m[0], &value), 0, "asked with room for it");
    EXPECT_PTR(value, &loop, "asked with room for it");
    EXPECT_INT(aw_member_result(&m[1], &value), 4, "and one without a value");
    EXPECT_PTR(value, NULL, "and one without a value");
    end_of_both();
}

GRADED(members, an_error_is_a_result,
       "Returns the result, as aw_future_result does: 0 or more, a negative "
       "code, or -ECANCELED.")
{
    look_on();
    aw_future_fail(&f, -EIO);
    aw_future_cancel(&g);
    EXPECT_INT(aw_member_result(&m[0], NULL), -EIO, "one that failed");
    EXPECT_INT(aw_member_result(&m[1], NULL), -ECANCELED, "one cancelled");
    f.quiet = true;
    end_of_both();
}

GRADED(members, what_is_pending_says_so,
       "-EINPROGRESS, when it was not settled while it was waited for: then "
       "`*value` is left alone.")
{
    void *value = &loop;

    look_on();
    EXPECT_INT(aw_member_result(&m[0], &value), -EINPROGRESS, "pending");
    EXPECT_PTR(value, &loop, "and looked at the value");
    aw__member_look_away(&m[0]);
    aw_future_resolve(&f, NULL);
    EXPECT_INT(aw_member_result(&m[0], &value), -EINPROGRESS,
               "settled when nobody waited any more");
    end_of_both();
}

GRADED(members, an_error_is_not_retrieved_by_looking_on,
       "It counts as awaited until then, and yet is not retrieved by that.")
{
    look_on();
    loop.on_error = note_report;
    aw_future_fail(&f, -EIO);
    turn();
    EXPECT_INT(aw_member_result(&m[0], NULL), -EIO, "the result is known");
    aw_future_deinit(&f);
    EXPECT_SAID("m0 reported-EIO", "and nobody has asked the future");
    aw_future_init(&f, &loop, NULL);
    end_of_both();
}

GRADED(members, it_counts_as_awaited,
       "It counts as awaited until then, and yet is not retrieved by that.")
{
    struct aw_task *task;

    look_on();
    task = spawn("a", awaits, &f);
    turn();
    EXPECT_INT(f.awaits, 2, "a member, and a task that awaits");
    aw_task_cancel(task, "enough");
    turn();
    EXPECT_INT(f.state, AW_PENDING, "the task gave up");
    EXPECT_INT(f.awaits, 1, "the task gave up");
    aw_task_drop(task);
    end_of_both();
    EXPECT_SAID("a=ECANCELED", "the task gave up");
}

GRADED(members, a_lazy_task_is_started, "A lazy task is started.")
{
    struct aw_task *task;

    open_loop();
    task = aw_spawn(&loop, passes, NULL, AW_NAMED("lazy", .lazy = true));
    m[0] = (struct aw_member){.future = &task->future};
    aw__member_init(&m[0], told_of, "m");
    aw__member_look_on(&m[0]);
    run_all();
    EXPECT_SAID("lazy m0", "looked on at a lazy task");
    aw_task_drop(task);
    close_clean();
}

GRADED(members, looking_away_leaves_nothing,
       "Look away, be it settled or not.  Doing so twice is harmless.")
{
    look_on();
    for (int i = 0; i < 2; i++) {
        aw__member_look_away(&m[0]);
        expect_alone(&f);
    }
    aw_future_resolve(&f, NULL);
    turn();
    EXPECT_SAID("", "settled it when nobody looked on any more");
    end_of_both();
}

GRADED(members, looking_away_when_it_is_settled_and_gone,
       "Look away, be it settled or not.")
{
    look_on();
    aw_future_resolve(&f, NULL);
    aw_future_deinit(&f);
    memset(&f, 0xAA, sizeof(f));
    aw__member_look_away(&m[0]);
    EXPECT_INT(f.awaits, 0xAAAAAAAA, "looked at the future's old place");
    turn();
    EXPECT_SAID("", "looked away in the turn between");
    aw_future_init(&f, &loop, NULL);
    end_of_both();
}

GRADED(members, looking_away_keeps_the_outcome,
       "It is known from the moment in which its future is settled, and that "
       "need not be there any more.")
{
    look_on();
    aw_future_settle(&f, 7, NULL);
    aw__member_look_away(&m[0]);
    EXPECT_INT(aw_member_result(&m[0], NULL), 7, "looked away before its turn");
    turn();
    EXPECT_INT(aw_member_result(&m[0], NULL), 7, "and a turn later");
    end_of_both();
}

GRADED(members, it_can_be_used_again, "Its outcome is not known")
{
    look_on();
    aw_future_settle(&f, 7, NULL);
    turn();
    m[0].future = &g;
    aw__member_init(&m[0], told_of, "n");
    EXPECT_INT(aw_member_result(&m[0], NULL), -EINPROGRESS, "made anew");
    aw__member_look_on(&m[0]);
    aw_future_settle(&g, 8, NULL);
    turn();
    EXPECT_SAID("m0 m1 n0", "two look on at the second future");
    EXPECT_INT(aw_member_result(&m[0], NULL), 8, "looked on again");
    end_of_both();
}

/* ---- Drawn --------------------------------------------------------------*/

enum { SOME = 5, BOXES = 50 };

static struct aw_future box[BOXES];
static int used;

/* A new future, or one of the latest three. */
static int drawn_box(void)
{
    int i = used - 1 - (int)graded_random(3);

    if (i >= 0 && (used == BOXES || graded_random(3)))
        return i;
    aw_future_init(&box[used], &loop, NULL);
    return used++;
}

/* Member `i` looks away, if it looks on, and then on at another one. */
static void looks_elsewhere(int i)
{
    int at = drawn_box();

    if (m[i].future)
        aw__member_look_away(&m[i]);
    m[i] = (struct aw_member){.future = &box[at], .tag = (uintptr_t)i};
    aw__member_init(&m[i], told_of, "m");
    aw__member_look_on(&m[i]);
    say("%d>%d:%u", i, at, box[at].awaits);
}

static void says_result(int i)
{
    void *value = &used;
    int rc;

    if (!m[i].future)
        return;
    rc = aw_member_result(&m[i], &value);
    say("%d=%s-%s", i, aw_error_name(rc),
        value == &loop ? "value" : (value ? "old" : "none"));
}

static void does_something(void)
{
    static const int outcome[] = {7, 0, -EIO, -ECANCELED};
    int i = (int)graded_random(SOME), at = drawn_box();
    int rc = outcome[graded_random(4)];

    switch (graded_random(6)) {
    case 0:
    case 1:
        looks_elsewhere(i);
        break;
    case 2:
        if (m[i].future)
            aw__member_look_away(&m[i]);
        say("%d<", i);
        break;
    case 3:
        say("!%d:%d", at,
            aw_future_settle(&box[at], rc, rc == 7 ? &loop : NULL));
        break;
    default:
        says_result(i);
    }
    if (graded_random(3) == 0) {
        turn();
        say("|");
    }
}

GRADED(members, drawn_ones_look_on_as_in_the_reference,
       "is called a turn after its future is settled, at once or later")
{
    open_loop();
    loop.on_error = note_report;
    used = 0;
    memset(m, 0, sizeof(m));
    for (int i = 0; i < 120; i++)
        does_something();
    for (int i = 0; i < SOME; i++)
        if (m[i].future)
            aw__member_look_away(&m[i]);
    while (used > 0) {
        say("%d:%u", used - 1, box[used - 1].awaits);
        aw_future_deinit(&box[--used]);
    }
    EXPECT_AS_REFERENCE("five members look on (1>4:2: at future 4, which two "
                        "await), are told (m1), look away (1<), and have "
                        "results (1=OK); futures are settled (!4:1)");
    close_clean();
}
