/* SPDX-License-Identifier: MIT */
#include "../steps.h"

#include <stdlib.h>

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
       "Running a queue from inside one of its own callbacks is misuse")
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

GRADED(run, running_another_queue_is_fine, "running another one is not")
{
    arrange("ac");
    step[0].act = run_another;
    aw_ready_run(&ready);

    EXPECT_SAID("a b 1 c", "a ran another queue, with b in it");
}
