/* SPDX-License-Identifier: MIT */
/* The future itself: its state, its outcome, its end. */
#include <limits.h>

#include "../fixture.h"

GRADED(future, a_new_future_is_pending,
       "Make `future` a pending future of `loop`, which nobody watches.")
{
    arrange_futures();

    EXPECT(!aw_future_done(&f), "asked a new future");
    EXPECT_INT(f.state, AW_PENDING, "looked at a new future");
    EXPECT_INT(f.result, 0, "looked at a new future");
    EXPECT_PTR(f.value, NULL, "looked at a new future");
    EXPECT_PTR(f.detail, NULL, "looked at a new future");
    EXPECT_PTR(f.loop, &loop, "looked at a new future");
    EXPECT(aw_list_empty(&f.watches), "looked who watches a new future");
    EXPECT_INT(f.awaits, 0, "looked at a new future");
    EXPECT(!f.retrieved, "looked at a new future");
    EXPECT(!f.quiet, "looked at a new future");
}

GRADED(future, without_a_kind_it_is_a_plain_one,
       "what kind of future; NULL: a plain one, of kind \"future\"")
{
    static const struct aw_future_ops kind = {.kind = "sleep"};

    arrange_futures();
    EXPECT(f.ops, "made a future without a kind");
    EXPECT_STR(f.ops->kind, "future", "made a future without a kind");
    EXPECT(!f.ops->cancel, "looked at its kind");
    EXPECT(!f.ops->name, "looked at its kind");

    aw_future_init(&g, &loop, &kind);
    EXPECT_PTR(g.ops, &kind, "made one of another kind");
}

GRADED(future, it_remembers_where_it_was_made,
       "It remembers where in the source it was called, for reports.")
{
    arrange_futures();

    aw__future_init(&f, &loop, NULL, "lookup.c:42");

    EXPECT_STR(f.where, "lookup.c:42", "made a future");
    EXPECT_HAS(g.where, "fixture.h:", "fixture.h has made one: where");
}

GRADED(future, the_loop_counts_its_futures,
       "Counts in live[AW_FUTURES] of the loop.")
{
    arrange_futures();
    EXPECT_INT(loop.live[AW_FUTURES], 2, "made two futures");

    aw_future_resolve(&f, NULL);
    EXPECT_INT(loop.live[AW_FUTURES], 2, "settled one of two");
    aw_future_deinit(&f);
    EXPECT_INT(loop.live[AW_FUTURES], 1, "deinitialised one of two");
    aw_future_deinit(&g);
    EXPECT_INT(loop.live[AW_FUTURES], 0, "deinitialised a pending one");
}

/* ---- Outcomes -----------------------------------------------------------*/

GRADED(future, resolving_hands_over_the_value,
       "Settle with a value, and the result 0.")
{
    void *value = NULL;

    arrange_futures();
    aw_future_resolve(&f, num(7));

    EXPECT(aw_future_done(&f), "resolved a future with 7");
    EXPECT_INT(f.state, AW_DONE, "resolved a future with 7");
    EXPECT_INT(aw_future_result(&f, &value), 0, "asked for its result");
    EXPECT_PTR(value, num(7), "asked for its value");
    EXPECT_INT(aw_future_result(&f, NULL), 0, "asked for the result alone");
}

GRADED(future, failing_hands_over_the_error,
       "Returns the result: 0 or more with a value, the negative code with an "
       "error, -ECANCELED when it was cancelled.")
{
    void *value = num(1);

    arrange_futures();
    aw_future_fail(&f, -EIO);

    EXPECT(aw_future_done(&f), "failed a future");
    EXPECT_INT(f.state, AW_FAILED, "failed a future");
    EXPECT_INT(aw_future_result(&f, &value), -EIO, "asked for its result");
    EXPECT_PTR(value, NULL, "asked a failed future for its value");
}

GRADED(future, the_result_says_the_state,
       "An outcome is a result and a value, and the result says it all:")
{
    static const struct {
        int result, state;
    } is[] = {
        {0, AW_DONE},           {1, AW_DONE},
        {INT_MAX, AW_DONE},     {-1, AW_FAILED},
        {-EIO, AW_FAILED},      {-ECANCELED, AW_CANCELLED},
        {AW_EGROUP, AW_FAILED}, {INT_MIN, AW_FAILED},
    };

    arrange_futures();
    for (size_t i = 0; i < sizeof(is) / sizeof(is[0]); i++) {
        aw_future_init(&f, &loop, NULL);
        aw_future_settle(&f, is[i].result, num(7));
        EXPECT_INT(f.state, is[i].state, "settled with %d", is[i].result);
        EXPECT_INT(f.result, is[i].result, "settled with %d", is[i].result);
        EXPECT_PTR(f.value, is[i].state == AW_DONE ? num(7) : NULL,
                   "settled with %d, and a value", is[i].result);
    }
}

/* B3 */
GRADED(future, asking_too_early_retrieves_nothing,
       "While it is pending, returns -EINPROGRESS, and retrieves nothing.")
{
    arrange_futures();
    listen_for_reports();

    EXPECT_INT(aw_future_result(&f, NULL), -EINPROGRESS, "asked too early");
    EXPECT(!f.retrieved, "asked too early");
    aw_future_fail(&f, -EIO);
    aw_future_deinit(&f);
    EXPECT_SAID("reported-EIO", "asked too early, and never again");
}

/* B1 */
GRADED(future, settling_twice_changes_nothing,
       "Returns true, or false when it was settled already: then nothing "
       "changes.")
{
    arrange_futures();

    EXPECT(aw_future_settle(&f, 0, num(7)), "settled a pending future");
    EXPECT(!aw_future_settle(&f, -EIO, NULL), "settled it again, as failed");
    EXPECT(!aw_future_settle(&f, 3, num(8)), "settled it again, with 8");
    EXPECT(!aw_future_settle(&f, -ECANCELED, NULL), "settled it once more");

    EXPECT_INT(f.state, AW_DONE, "settled it four times, first with 7");
    EXPECT_INT(f.result, 0, "settled it four times, first with 7");
    EXPECT_PTR(f.value, num(7), "settled it four times, first with 7");
}

/* B2 */
GRADED(future, a_late_outcome_leaves_a_cancelled_future_alone,
       "This is what completions use that may come late")
{
    arrange_futures();

    EXPECT(aw_future_settle(&f, -ECANCELED, NULL), "settled as cancelled");
    EXPECT(!aw_future_settle(&f, 0, num(7)), "settled it again, with 7");

    EXPECT_INT(f.state, AW_CANCELLED, "a value came late");
    EXPECT_INT(aw_future_result(&f, NULL), -ECANCELED, "a value came late");
}

/* B1, B2 */
GRADED(future, resolving_or_failing_twice_is_misuse,
       "Settle with a value, and the result 0.  Misuse when it is settled "
       "already.")
{
    arrange_futures();
    aw_future_resolve(&f, num(7));
    aw_future_settle(&g, -ECANCELED, NULL);

    EXPECT_MISUSE(aw_future_resolve(&f, num(8)), "", "resolved it twice");
    EXPECT_MISUSE(aw_future_fail(&f, -EIO), "", "failed a resolved one");
    EXPECT_MISUSE(aw_future_resolve(&g, num(8)), "", "resolved a cancelled");
    EXPECT_MISUSE(aw_future_fail(&g, -EIO), "", "failed a cancelled one");
    EXPECT_PTR(f.value, num(7), "resolved it twice");
    EXPECT_INT(g.state, AW_CANCELLED, "resolved and failed a cancelled one");
}

GRADED(future, failing_without_an_error_is_misuse,
       "Misuse when it is settled already, when `error` is not negative, and "
       "when it is -ECANCELED: that is aw_future_cancel.")
{
    arrange_futures();

    EXPECT_MISUSE(aw_future_fail(&f, 0), "", "failed a future with 0");
    EXPECT_MISUSE(aw_future_fail(&f, EIO), "", "failed a future with +EIO");
    EXPECT_MISUSE(aw_future_fail(&f, -ECANCELED), "", "failed: cancelled");
    EXPECT(!aw_future_done(&f), "failed a future with what is no error");
}

static const void *heard_subject;

static void note_event(struct aw_probe *probe, enum aw_probe_event event,
                       const void *subject, uint64_t arg)
{
    (void)probe;
    heard_subject = subject;
    say(event == AW_PROBE_SETTLE ? "settle-%d" : "other-%d", (int)arg);
}

GRADED(future, a_probe_hears_of_settling,
       "If the loop has a probe it hears AW_PROBE_SETTLE: the subject is the "
       "future, the argument its new state.")
{
    static struct aw_probe probe;
    struct aw_future three[3];
    static const int result[] = {5, -EIO, -ECANCELED};

    arrange_futures();
    probe.event = note_event;
    aw_loop_set_probe(&loop, &probe);
    for (int i = 0; i < 3; i++) {
        aw_future_init(&three[i], &loop, NULL);
        aw_future_settle(&three[i], result[i], NULL);
        EXPECT_PTR(heard_subject, &three[i], "settled a future");
        aw_future_settle(&three[i], -EPERM, NULL);
    }
    EXPECT_SAID("settle-1 settle-2 settle-3",
                "settled three under a probe, each of them twice");
}

/* ---- The end ------------------------------------------------------------*/

/* B8 */
GRADED(future, an_error_never_retrieved_is_reported,
       "An error that nobody has retrieved is reported to the loop, with "
       "`future` as its subject, its name, and where it was made")
{
    arrange_futures();
    listen_for_reports();
    aw__future_init(&f, &loop, NULL, "lookup.c:42");
    aw_future_fail(&f, -EIO);
    EXPECT_SAID("", "failed a future: before its aw_future_deinit");

    aw_future_deinit(&f);

    EXPECT_SAID("reported-EIO", "failed a future, never asked, and ended it");
    EXPECT_PTR(told.subject, &f, "looked at the report");
    EXPECT_STR(told.where, "lookup.c:42", "looked at the report");
    EXPECT(told.what, "looked at the report's sentence");
    EXPECT_AT_LEAST(strlen(told.what), 1, "looked at the report's sentence");
    EXPECT(!told.fn, "looked at the report of a future that has no callback");
    EXPECT_PTR(told.name, NULL, "looked at the report of one without a name");
}

static const char *name_of(const struct aw_future *future)
{
    return future == &f ? "breakfast" : "supper";
}

GRADED(future, a_report_has_the_name_of_the_future,
       "What people call this very one, or NULL; for reports.")
{
    static const struct aw_future_ops kind = {.kind = "meal", .name = name_of};

    arrange_futures();
    listen_for_reports();
    aw_future_init(&f, &loop, &kind);
    aw_future_fail(&f, -ENOENT);
    aw_future_deinit(&f);

    EXPECT_SAID("reported-ENOENT", "failed a meal that has a name");
    EXPECT_STR(told.name, "breakfast", "looked at the report");
}

/* B8 */
GRADED(future, who_retrieves_an_error_has_been_told,
       "An error that nobody has retrieved is reported to the loop")
{
    arrange_futures();
    listen_for_reports();
    aw_future_fail(&f, -EIO);
    aw_future_done(&f);
    EXPECT(!f.retrieved, "asked a failed future whether it is done");

    aw_future_result(&f, NULL);

    EXPECT(f.retrieved, "asked for its result");
    aw_future_deinit(&f);
    EXPECT_SAID("", "asked for its result, and deinitialised it");
}

/* B8 */
GRADED(future, what_is_no_error_is_not_reported,
       "A pending or cancelled future has no error.")
{
    arrange_futures();
    listen_for_reports();

    aw_future_deinit(&f);
    aw_future_settle(&g, -ECANCELED, NULL);
    aw_future_deinit(&g);
    EXPECT_SAID("", "deinitialised a pending one and a cancelled one");
    aw_future_init(&f, &loop, NULL);
    aw_future_settle(&f, 3, num(7));
    aw_future_deinit(&f);
    EXPECT_SAID("", "deinitialised one whose value nobody has retrieved");
    aw_future_init(&f, &loop, NULL);
    f.quiet = true;
    aw_future_fail(&f, -EIO);
    aw_future_deinit(&f);
    EXPECT_SAID("", "deinitialised a failed one that is quiet");
}

GRADED(future, deinitialising_what_is_watched_is_misuse,
       "Calling it while a watch is linked is misuse.")
{
    struct aw_list node;

    arrange_futures();
    aw_list_init(&node);
    aw_list_append(&f.watches, &node);

    EXPECT_MISUSE(aw_future_deinit(&f), "", "deinitialised a watched future");
    EXPECT_PTR(f.watches.next, &node, "deinitialised a watched future");
    EXPECT_INT(loop.live[AW_FUTURES], 2, "deinitialised a watched future");
    aw_list_remove(&node);
    aw_future_deinit(&f);
    EXPECT_INT(loop.live[AW_FUTURES], 1, "did it again, without the watch");
}

GRADED(future, what_is_deinitialised_is_nobodys,
       "Afterwards `loop` is NULL, and settling, watching or deinitialising "
       "it again is misuse.")
{
    arrange_futures();
    aw_future_deinit(&f);

    EXPECT_PTR(f.loop, NULL, "deinitialised a future");
    EXPECT_MISUSE(aw_future_settle(&f, 0, NULL), "",
                  "settled what was deinitialised");
    EXPECT_MISUSE(aw_future_deinit(&f), "", "deinitialised it twice");
    EXPECT_INT(loop.live[AW_FUTURES], 1, "deinitialised one of two, twice");
    aw_future_cancel(&g);
    aw_future_deinit(&g);
    EXPECT_MISUSE(aw_future_settle(&g, 0, NULL), "",
                  "settled one late that was cancelled, and has gone");
    aw_future_init(&f, &loop, NULL);
    EXPECT(!aw_future_done(&f), "used its memory for a new one");
}

GRADED(future, a_future_may_outlive_its_loop,
       "The loop's memory must be there as long; it may be closed before.")
{
    arrange_futures();
    listen_for_reports();
    aw_loop_close(&loop);

    EXPECT(aw_future_settle(&f, -EIO, NULL), "settled after the close");
    aw_future_deinit(&f);
    aw_future_deinit(&g);

    EXPECT_SAID("reported-EIO", "deinitialised two after the close");
    EXPECT_INT(loop.live[AW_FUTURES], 0, "deinitialised two after the close");
}
