/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void counts_idle(struct aw_loop *l)
{
    say(l == &loop ? "idle" : "another");
}

GRADED(iterate, without_work_it_does_not_poll,
       "0 when nothing can ever happen any more")
{
    open_waiting();
    EXPECT_INT(aw_loop_run_once(&loop), 0, "took an iteration of nothing");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran with nothing to do");
    EXPECT_INT(spy.polls, 0, "nothing to do: polls");
    EXPECT_INT(loop.iterations, 0, "nothing to do: iterations");
    at('a', AW_NEVER);
    EXPECT_INT(aw_loop_run(&loop), 0, "a timer for AW_NEVER");
    EXPECT_INT(spy.polls, 0, "a timer for AW_NEVER: polls");
}

GRADED(iterate, on_idle_is_told_once,
       "When nothing can ever happen any more, `on_idle` is told instead")
{
    open_loop();
    loop.on_idle = counts_idle;
    soon("a");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration");
    EXPECT_SAID("a", "there was something to do");
    EXPECT_INT(aw_loop_run_once(&loop), 0, "took one more");
    EXPECT_SAID("a idle", "there was nothing left to do");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran");
    EXPECT_SAID("a idle idle", "ran with nothing to do");
}

static void finds_work(struct aw_loop *l)
{
    (void)l;
    say("idle");
    if (of('a')->result++ == 0)
        soon("a");
    else if (of('b')->result++ == 0)
        later('b', AW_SEC);
}

GRADED(iterate, what_on_idle_begins_goes_on,
       "What it pushes or starts keeps the loop going.")
{
    open_loop();
    loop.on_idle = finds_work;
    EXPECT_INT(aw_loop_run(&loop), 0, "on_idle called a, and then b later");
    EXPECT_SAID("idle a idle b idle", "on_idle called a, and then b later");
    EXPECT_INT(clock_.time, 1000 + AW_SEC, "b came after a second");
}

GRADED(iterate, one_iteration_is_taken_for_what_on_idle_begins,
       "If it has found something to do, the iteration is taken all the same")
{
    open_loop();
    loop.on_idle = finds_work;
    EXPECT_INT(aw_loop_run_once(&loop), 1, "on_idle called a");
    EXPECT_SAID("idle a", "on_idle called a");
    EXPECT_INT(loop.iterations, 1, "and looked how many were taken");
}

/* What it asks for is known to the source alone. */
static void asks_the_source(struct aw_loop *l)
{
    (void)l;
    say("idle");
    source_wants = 3000;
}

GRADED(iterate, sources_are_asked_again_behind_on_idle,
       "the iteration is taken all the same, and begins with the sources.")
{
    open_loop();
    source_open();
    loop.on_idle = asks_the_source;
    EXPECT_INT(aw_loop_run_once(&loop), 1, "on_idle spoke to a source");
    EXPECT_SAID("prepare idle prepare dispatch d", "on_idle spoke to a source");
    EXPECT_INT(clock_.time, 3000, "the source wants to run at 3000");
}

GRADED(iterate, what_is_left_of_a_turn_is_work,
       "no handle is queued, no timer or source has a deadline")
{
    open_loop();
    loop.on_idle = counts_idle;
    soon("a");
    aw_ready_turn(&loop.ready); /* opened, and no handle taken */
    EXPECT_INT(aw_loop_run_once(&loop), 1, "one is left of an open turn");
    EXPECT_SAID("a", "one is left of an open turn");
}

static void stops_when_idle(struct aw_loop *l)
{
    aw_loop_stop(l);
}

static void looks_who_is_idle(struct aw_loop *l)
{
    say("%d", aw_loop_current() == l && l->running);
}

GRADED(iterate, on_idle_may_stop_the_loop,
       "Told when nothing can ever happen any more.")
{
    open_waiting();
    loop.on_idle = stops_when_idle;
    EXPECT_INT(aw_loop_run(&loop), 1, "on_idle stopped the loop");
    EXPECT_AT_MOST(spy.timeout, 0, "on_idle stopped it: the poll's timeout");
    loop.on_idle = looks_who_is_idle;
    EXPECT_INT(aw_loop_run(&loop), 0, "ran again");
    EXPECT_SAID("1", "on_idle looked whether its loop is the one that runs");
}

static void expect_busy(const char *why)
{
    loop.on_idle = counts_idle;
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration: %s", why);
    EXPECT_SAID("", "took an iteration: %s", why);
}

GRADED(
    iterate, whoever_waits_for_the_world_is_not_idle,
    "no handle is queued, no timer or source has a deadline, no descriptor "
    "is open but those in the background, no signal is watched and nothing is "
    "held")
{
    open_loop();
    line_open(&line);
    expect_busy("a descriptor is open");
    loop.background = 1;
    EXPECT_INT(aw_loop_run_once(&loop), 0, "the descriptor is in `background`");
    EXPECT_SAID("idle", "the descriptor is in `background`");
    forget();
    loop.signals = (uint64_t)1 << 63;
    expect_busy("a signal is watched");
    loop.signals = 0;
    loop.holds = 1;
    expect_busy("something is held");
    loop.holds = 0;
    EXPECT_INT(aw_loop_run_once(&loop), 0, "none of them any more");
}

GRADED(iterate, whoever_has_a_deadline_is_not_idle,
       "no handle is queued, no timer or source has a deadline")
{
    open_waiting();
    at('a', 5000);
    loop.on_idle = counts_idle;
    EXPECT_INT(aw_loop_run_once(&loop), 1, "a timer is started");
    EXPECT_INT(aw_loop_run_once(&loop), 0, "it has run");
    EXPECT_SAID("a idle", "a timer, and then none");
    forget();
    source_open();
    source_wants = 6000;
    of('d')->result = -1;
    EXPECT_INT(aw_loop_run_once(&loop), 1, "a source has a deadline");
    EXPECT_SAID("prepare dispatch", "a source has a deadline");
    source_wants = AW_NEVER;
    EXPECT_INT(aw_loop_run_once(&loop), 0, "it has none any more");
}
