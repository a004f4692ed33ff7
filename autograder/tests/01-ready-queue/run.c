/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include "steps.h"

/* ---- Running ------------------------------------------------------------*/

/* A1 */
GRADED(run, callbacks_run_once_and_in_order,
       "It runs the handles that were queued when it opened, in the order in "
       "which they were pushed.")
{
    arrange("bca");

    EXPECT_INT(aw_ready_run(&ready), 3, "ran b, c, a");
    EXPECT_SAID("b c a", "pushed b, c, a and ran");
    EXPECT_INT(aw_ready_run(&ready), 0, "ran again, with nothing pushed");
    EXPECT_SAID("b c a", "ran again, with nothing pushed");
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

GRADED(run, what_is_left_runs_first, "Returns how many callbacks it called.")
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
               "ran a, which pushes b, and c, which "
               "pushes itself");
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

/* ---- What a callback sees -----------------------------------------------*/

static void look(struct step *me)
{
    if (ready.running == &me->handle)
        say("running");
    if (aw_handle_queued(&me->handle))
        say("queued");
    if (aw_handle_cancel(&me->handle))
        say("cancelled");
}

GRADED(run, a_running_handle_is_in_no_list,
       "When it is called its handle is in no list any more")
{
    arrange("ab");
    step[0].act = look;
    step[1].act = look;
    aw_ready_run(&ready);

    EXPECT_SAID("a running b running",
                "each callback looked whether it is `running`, whether it is "
                "queued, and whether it can be cancelled");
}

static void tell_running(struct aw_ready *r, aw_fn fn, int error)
{
    (void)fn, (void)error;
    say(r->running ? "busy" : "idle");
}

GRADED(run, nothing_is_running_between_callbacks,
       "it is NULL between callbacks and afterwards")
{
    arrange("ab");
    step[0].result = -EIO;
    ready.on_error = tell_running;
    aw_ready_run(&ready);

    EXPECT_SAID("a idle b", "a failed, and on_error looked at `running`");
    EXPECT_PTR(ready.running, NULL, "ran a turn to its end");
}

static size_t pick_tells_running(void *ctx, size_t n)
{
    (void)ctx, (void)n;
    say(ready.running ? "busy" : "idle");
    return 0;
}

GRADED(run, nothing_is_running_while_a_picker_chooses,
       "it is NULL between callbacks and afterwards")
{
    arrange("ab");
    ready.pick = pick_tells_running;
    aw_ready_run(&ready);

    EXPECT_SAID("idle a idle b", "ran a and b, and `pick` looked at `running`");
}

static int free_me(struct aw_handle *handle)
{
    struct step *me = aw_container_of(handle, struct step, handle);

    say("%c", me->name);
    memset(me, 0xff, sizeof(*me));
    free(me);
    return 0;
}

GRADED(run, a_callback_may_free_its_handle,
       "so the callback may push the handle again, or free the memory in "
       "which it stands")
{
    arrange("");
    for (int i = 0; i < 3; i++) {
        struct step *one = malloc(sizeof(*one));

        one->name = (char)('x' + i);
        aw_handle_init(&one->handle, free_me);
        aw_ready_push(&ready, &one->handle);
    }
    push("a");

    EXPECT_INT(aw_ready_run(&ready), 4, "ran three that free themselves, a");
    EXPECT_SAID("x y z a", "ran three that free themselves, and a");
}

/* ---- What a callback may do to others -----------------------------------*/

static void cancel_next(struct step *me)
{
    say(aw_handle_cancel(&me[1].handle) ? "yes" : "no");
}

static void cancel_previous(struct step *me)
{
    say(aw_handle_cancel(&me[-1].handle) ? "yes" : "no");
}

/* A3 */
GRADED(run, a_callback_cancels_one_of_its_own_turn,
       "Take `handle` out of the queue, so that it is not called.")
{
    arrange("abcd");
    step[0].act = cancel_next;
    step[3].act = cancel_previous;

    EXPECT_INT(aw_ready_run(&ready), 3, "a cancelled b; d cancelled c, late");
    EXPECT_SAID("a yes c d no", "a cancelled b; d cancelled c, late");
    EXPECT_INT(ready.ran, 3, "a cancelled b; d cancelled c, late");
}

static void push_and_cancel(struct step *me)
{
    push_next(me);
    cancel_next(me);
    push_next(me);
    push_self(me);
    me->act = NULL;
}

GRADED(run, a_callback_cancels_what_it_has_pushed,
       "It works on a handle of the next turn and on one left of this turn "
       "alike, also from inside any callback")
{
    arrange("ac");
    step[0].act = push_and_cancel;
    aw_ready_run(&ready);
    EXPECT_SAID("a yes c", "a pushed b, cancelled it, pushed b and itself");
    aw_ready_run(&ready);

    EXPECT_SAID("a yes c b a", "ran the turn after that");
    EXPECT_INT(aw_ready_run(&ready), 0, "ran a third turn");
}

static void open_turn(struct step *me)
{
    push_next(me);
    aw_ready_turn(&ready);
}

GRADED(run, a_turn_opened_by_a_callback_lets_the_rest_in,
       "all that is queued for the next turn now belongs to this one, behind "
       "what an earlier turn may have left")
{
    arrange("ac");
    step[0].act = open_turn;

    EXPECT_INT(aw_ready_run(&ready), 3, "a pushed b and opened a turn");
    EXPECT_SAID("a c b", "a pushed b and opened a turn; then came c");
    EXPECT_INT(ready.turns, 2, "ran, and a opened a turn");
}

static void take_next(struct step *me)
{
    (void)me;
    say("takes-%c", name_of(aw_ready_take(&ready)));
}

GRADED(run, what_a_callback_takes_is_not_called,
       "What a callback takes itself is not called.")
{
    arrange("abc");
    step[0].act = take_next;
    step[2].act = take_next;

    EXPECT_INT(aw_ready_run(&ready), 2, "a took b, c took what was left");
    EXPECT_SAID("a takes-b c takes--", "a took b, c took what was left");
    EXPECT_INT(ready.ran, 2, "a took b, c took what was left");
}

static void run_inside(struct step *me)
{
    (void)me;
    EXPECT_MISUSE(aw_ready_run(&ready), "", "ran the queue in a callback");
    say("stopped");
}

GRADED(run, running_inside_a_callback_is_misuse,
       "Running a queue from inside one of its own callbacks is misuse.")
{
    arrange("ab");
    step[0].act = run_inside;
    aw_ready_run(&ready);

    EXPECT_SAID("a stopped b", "a ran its own queue");
}

static void run_another(struct step *me)
{
    struct aw_ready other;

    aw_ready_init(&other);
    aw_ready_push(&other, &me[1].handle);
    say("%zu", aw_ready_run(&other));
}

GRADED(run, running_another_queue_is_fine,
       "Running a queue from inside one of its own callbacks is misuse.")
{
    arrange("ac");
    step[0].act = run_another;
    aw_ready_run(&ready);

    EXPECT_SAID("a b 1 c", "a ran another queue, with b in it");
}

/* ---- Errors -------------------------------------------------------------*/

static struct aw_ready *told_by;
static aw_fn told_fn;

static void tell_error(struct aw_ready *r, aw_fn fn, int error)
{
    told_by = r;
    told_fn = fn;
    say("%s", aw_error_name(error));
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
    EXPECT(told_fn == called, "looked which callback on_error was given");
}

GRADED(run, without_on_error_errors_are_ignored, "NULL ignores errors")
{
    arrange("abc");
    step[0].result = -EIO;
    step[2].result = -ENOMEM;

    EXPECT_INT(aw_ready_run(&ready), 3, "ran three, of which two failed");
    EXPECT_SAID("a b c", "ran three, of which two failed");
}

static int wreck(struct aw_handle *handle)
{
    memset(handle, 0xff, sizeof(*handle));
    say("wrecked");
    return -ENOENT;
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
    EXPECT(told_fn == wreck, "looked which callback on_error was given");
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

/* ---- Probes -------------------------------------------------------------*/

static void hear(struct aw_probe *probe, enum aw_probe_event event,
                 const void *subject, uint64_t arg)
{
    (void)probe;
    if (event == AW_PROBE_RUN_BEGIN)
        say("<%c", name_of(subject));
    else if (event == AW_PROBE_RUN_END)
        say("%c=%d>", name_of(subject), (int)arg);
    else
        say("event-%d", (int)event);
}

GRADED(run, a_probe_hears_each_call_begin_and_end,
       "If a probe is set it hears AW_PROBE_RUN_BEGIN and AW_PROBE_RUN_END "
       "around each call.")
{
    struct aw_probe probe = {hear};

    arrange("ab");
    step[0].result = 7;
    step[1].result = -EIO;
    ready.probe = &probe;
    aw_ready_run(&ready);

    EXPECT_SAID("<a a a=7> <b b b=-5>", "ran a and b under a probe");
}

static struct aw_probe gone;

static int takes_the_probe_away(struct aw_handle *handle)
{
    (void)handle;
    say("takes");
    ready.probe = NULL;
    memset(&gone, 0, sizeof(gone)); /* and its memory */
    return 0;
}

GRADED(run, a_probe_that_is_taken_away_hears_no_more,
       "A callback may take it away, with its memory: it hears no end then")
{
    struct aw_handle handle;

    aw_ready_init(&ready);
    gone.event = hear;
    ready.probe = &gone;
    aw_handle_init(&handle, takes_the_probe_away);
    aw_ready_push(&ready, &handle);
    aw_ready_run(&ready);
    EXPECT_SAID("<? takes", "a callback has taken the probe away");
}
