/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int deeds_left;

/* Call soon, start, or stop whoever is drawn; say so. */
static void does_something(struct step *me)
{
    struct step *other = &step[graded_random(STEPS)];
    aw_time delay = (aw_time)graded_random(6) * 100;

    (void)me;
    if (deeds_left-- <= 0)
        return;
    switch (graded_random(4)) {
    case 0:
        later(other->name, delay);
        say("+%c:%d", other->name, (int)delay);
        break;
    case 1:
        say("-%c%d", other->name, aw_timer_stop(&loop.timers, &other->timer));
        break;
    default:
        if (aw_handle_queued(&other->handle))
            return;
        aw_ready_push(&loop.ready, &other->handle);
        say("+%c", other->name);
    }
}

static void works_and_draws(struct step *me)
{
    me->result = graded_random(5) ? 0 : -EIO;
    me->work = (aw_time)graded_random(3) * 100;
    does_something(me);
    does_something(me);
}

static void error_is_said(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    say("%s", aw_error_name(report->error));
}

GRADED(iterate, drawn_callbacks_run_as_in_the_reference,
       "So what was queued before runs before input, and input before timers.")
{
    open_loop();
    deeds_left = 160;
    loop.on_error = error_is_said;
    for (int i = 0; i < STEPS; i++)
        step[i].act = works_and_draws;
    for (int i = 0; i < 60; i++) {
        does_something(NULL);
        say("|%d", aw_loop_run_once(&loop));
        say("@%d", (int)clock_.time);
    }
    EXPECT_AS_REFERENCE("took 60 iterations in which callbacks call others "
                        "soon (+a), later (+a:200), or stop them (-a1)");
    aw_loop_close(&loop);
}
