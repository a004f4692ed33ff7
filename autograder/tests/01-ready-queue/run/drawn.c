/* SPDX-License-Identifier: MIT */
#include "../steps.h"

/* Enough for a program of some turns, and never without end. */
static int deeds_left;

/* Push or cancel whoever is drawn; say so. */
static void does_something(struct step *me)
{
    struct step *other = &step[graded_random(MOST)];

    me->result = graded_random(4) ? 0 : -EIO;
    if (deeds_left-- <= 0)
        return;
    if (graded_random(3) == 0)
        say("-%c%d", other->name, aw_handle_cancel(&other->handle));
    else if (!aw_handle_queued(&other->handle)) {
        aw_ready_push(&ready, &other->handle);
        say("+%c", other->name);
    }
}

static void error_is_said(struct aw_ready *r, aw_fn fn, int error)
{
    (void)r, (void)fn;
    say("%s", aw_error_name(error));
}

GRADED(run, a_drawn_program_runs_as_in_the_reference,
       "It runs the handles that were queued when it opened, in the order in "
       "which they were pushed.")
{
    arrange("abcdef");
    deeds_left = 80;
    ready.on_error = error_is_said;
    for (int i = 0; i < MOST; i++)
        step[i].act = does_something;
    for (int turn = 0; turn < 40; turn++) {
        if (graded_random(2))
            does_something(&step[graded_random(MOST)]);
        say("|%zu", aw_ready_run(&ready));
    }
    EXPECT_AS_REFERENCE("ran 40 turns in which callbacks push (+a) and cancel "
                        "(-a1: it was queued) whom they draw");
}
