/* SPDX-License-Identifier: MIT */
#include "../steps.h"

#include <errno.h>

/* ---- Running ------------------------------------------------------------*/

/* A1 */
GRADED(run, callbacks_run_once_and_in_order,
       "It runs the handles that were queued when it opened, in the order in "
       "which they were pushed.")
{
    arrange("bca");

    aw_ready_run(&ready);
    EXPECT_SAID("b c a", "pushed b, c, a and ran");
    aw_ready_run(&ready);
    EXPECT_SAID("b c a", "ran again, with nothing pushed");
}

GRADED(run, running_tells_how_many_it_called,
       "Returns how many callbacks it called.")
{
    arrange("bca");

    EXPECT_INT(aw_ready_run(&ready), 3, "ran b, c, a");
    EXPECT_INT(aw_ready_run(&ready), 0, "ran again, with nothing pushed");
}

GRADED(run, running_counts_turns_and_calls,
       "callbacks that aw_ready_run has called")
{
    arrange("ab");
    aw_ready_run(&ready);
    aw_ready_run(&ready);
    push("c");
    aw_ready_run(&ready);

    EXPECT_INT(ready.turns, 3, "ran three times");
    EXPECT_INT(ready.ran, 3, "ran a and b, then nothing, then c");
}

GRADED(run, what_is_left_runs_first,
       "behind what an earlier turn may have left")
{
    arrange("abc");
    aw_ready_turn(&ready);
    aw_ready_take(&ready);
    push("de");

    EXPECT_INT(aw_ready_run(&ready), 4, "took a of a, b, c; pushed d, e; ran");
    EXPECT_SAID("b c d e", "took a of a, b, c; pushed d, e; ran");
}

/* A2 */
GRADED(run, what_a_callback_pushes_waits_for_the_next_turn,
       "A callback pushed while a turn runs is not called in that turn.")
{
    arrange("ac");
    step[0].act = push_next;
    step[2].act = push_self;

    EXPECT_INT(aw_ready_run(&ready), 2,
               "ran a, which pushes b, and c, which pushes itself");
    EXPECT_SAID("a c", "ran a turn");
    EXPECT_INT(aw_ready_run(&ready), 2, "ran the next turn");
    EXPECT_SAID("a c b c", "ran two turns");
}

/* A2 */
GRADED(run, a_chain_takes_one_turn_for_each_link,
       "What a callback pushes meanwhile waits for the next turn, however "
       "long the chain")
{
    arrange("a");
    step[0].act = push_self;

    for (int turn = 0; turn < 1000; turn++)
        if (aw_ready_run(&ready) != 1)
            break;

    EXPECT_INT(ready.turns, 1000, "ran a chain for 1000 turns");
    EXPECT_INT(ready.ran, 1000, "ran a chain for 1000 turns");
}

static size_t last(void *ctx, size_t n)
{
    (void)ctx;
    say("of%zu", n);
    return n - 1;
}

GRADED(run, a_picker_orders_a_run_too, "It honours `pick` where one is set")
{
    arrange("abc");
    ready.pick = last;
    step[2].act = push_next;

    EXPECT_INT(aw_ready_run(&ready), 3, "ran a, b, c, the last one first");
    EXPECT_SAID("of3 c of2 b of1 a", "ran a, b, c, the last one first");
}

/* ---- Errors -------------------------------------------------------------*/

static int wreck(struct aw_handle *handle)
{
    memset(handle, 0xff, sizeof(*handle));
    say("wrecked");
    return -ENOENT;
}

static struct aw_ready *told_by;
static aw_fn told_fn;

static const char *callback(aw_fn fn)
{
    return fn == called  ? "called"
           : fn == wreck ? "wreck"
           : fn          ? "none of the test's"
                         : "NULL";
}

static void tell_error(struct aw_ready *r, aw_fn fn, int error)
{
    told_by = r;
    told_fn = fn;
    if (error < 0)
        say("%s", aw_error_name(error));
    else
        say("told-of-%d", error);
}

/* A9 */
GRADED(run, an_error_is_reported_and_the_rest_still_runs,
       "A callback that returns a negative code is reported to `on_error` "
       "where that is set, before the next one is called, and those behind it "
       "still run.")
{
    arrange("abcd");
    step[0].result = -EIO;
    step[1].result = 1;
    step[3].result = -1; /* the smallest of errors, -EPERM */
    ready.on_error = tell_error;

    EXPECT_INT(aw_ready_run(&ready), 4, "ran four, of which two failed");
    EXPECT_SAID("a EIO b c d EPERM", "a and d failed, b returned 1");
    EXPECT_PTR(told_by, &ready, "looked which queue on_error was given");
    EXPECT_STR(callback(told_fn), "called",
               "looked which callback on_error was given");
}

GRADED(run, without_on_error_errors_are_ignored, "NULL ignores errors")
{
    arrange("abc");
    step[0].result = -EIO;
    step[2].result = -ENOMEM;

    EXPECT_INT(aw_ready_run(&ready), 3, "ran three, of which two failed");
    EXPECT_SAID("a b c", "ran three, of which two failed");
}

GRADED(run, the_error_report_survives_the_handle,
       "It is given `fn`, not the handle, which may be freed by then.")
{
    arrange("");
    aw_handle_init(&step[0].handle, wreck);
    push("ab");
    ready.on_error = tell_error;
    aw_ready_run(&ready);

    EXPECT_SAID("wrecked ENOENT b", "a callback wrote over its own handle");
    EXPECT_STR(callback(told_fn), "wreck",
               "looked which callback on_error was given");
}

static void mend(struct aw_ready *r, aw_fn fn, int error)
{
    (void)fn, (void)error;
    say(aw_handle_cancel(&step[1].handle) ? "cancels" : "misses");
    aw_ready_push(r, &step[0].handle);
    step[0].result = 0;
}

GRADED(run, the_error_report_may_push_and_cancel,
       "It may push and cancel, as a callback may.")
{
    arrange("abc");
    step[0].result = -EAGAIN;
    ready.on_error = mend;

    aw_ready_run(&ready);
    EXPECT_SAID("a cancels c", "a failed; on_error cancelled b, pushed a");
    aw_ready_run(&ready);
    EXPECT_SAID("a cancels c a", "ran the turn after that");
}
