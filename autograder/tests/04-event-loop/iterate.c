/* SPDX-License-Identifier: MIT */
/* One iteration, and many: order, sleep, stop, idle. */
#include <signal.h>

#include "fixture.h"

/* ---- Order --------------------------------------------------------------*/

static struct line line;
static struct aw_source source;
static aw_time source_wants = AW_NEVER;

static aw_time prepares(struct aw_source *s)
{
    (void)s;
    say("prepare");
    return source_wants;
}

static void dispatches(struct aw_source *s)
{
    (void)s;
    say("dispatch");
    if (of('d')->result == 0)
        aw_ready_push(&loop.ready, &of('d')->handle);
}

static void source_open(void)
{
    source = (struct aw_source){.prepare = prepares, .dispatch = dispatches};
    aw_list_init(&source.link);
    aw_list_append(&loop.sources, &source.link);
}

static void poll_is_seen(void)
{
    say("poll");
}

GRADED(iterate, an_iteration_has_its_order,
       "So what was queued before runs before input, and input before timers.")
{
    /* A4 */
    open_loop();
    line_open(&line);
    source_open();
    spy.before = poll_is_seen;
    at('e', 1000);
    wait_for('b', &line, AW_READ);
    line_send(&line);
    soon("a");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration");
    EXPECT_SAID("prepare poll dispatch a b d e",
                "a queued, b readable, d from a source, e due");
    EXPECT_INT(spy.polls, 1, "took an iteration");
}

GRADED(iterate, what_a_callback_pushes_waits_for_the_next_iteration,
       "Take one iteration.")
{
    /* A2 */
    open_loop();
    loop.holds = 1; /* or the poll may be left out */
    of('a')->soon = "bc";
    of('b')->soon = "a";
    soon("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "a calls b and c soon");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b c", "took the next iteration");
    EXPECT_INT(spy.polls, 2, "took two iterations: polls");
    EXPECT_INT(loop.iterations, 2, "took two iterations");
}

GRADED(iterate, a_chain_starves_nobody,
       "So what was queued before runs before input, and input before timers.")
{
    /* A2, A18 */
    open_loop();
    line_open(&line);
    of('a')->soon = "a";
    soon("a");
    aw_loop_run_once(&loop);
    forget();
    wait_for('b', &line, AW_READ);
    line_send(&line);
    at('c', 1000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b c", "a calls itself soon; b is readable, c is due");
}

static void again_at_once(struct step *me)
{
    later(me->name, 0);
}

GRADED(iterate, a_timer_without_delay_starves_nobody,
       "timers that are due when the poll ends are pushed")
{
    /* A18 */
    open_loop();
    line_open(&line);
    of('a')->act = again_at_once;
    later('a', 0);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "a starts itself with no delay");
    EXPECT_SAID("a", "a starts itself with no delay");
    wait_for('b', &line, AW_READ);
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b a", "b is readable, and a started itself once more");
}

GRADED(iterate, what_comes_due_meanwhile_waits,
       "timers that are due when the poll "
       "ends are pushed")
{
    open_loop();
    of('a')->work = 50;
    at('b', 1010);
    at('c', 1000);
    soon("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c", "b comes due while a works");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c b", "took the next iteration");
}

static void time_passes(void)
{
    clock_.time += 500;
}

GRADED(iterate, timers_are_judged_when_the_poll_ends,
       "timers that are due when the poll ends are pushed")
{
    /* A11 */
    open_waiting();
    loop.holds = 1; /* or the poll may be left out */
    spy.before = time_passes;
    at('a', 1500);
    at('b', 1501);
    soon("c");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration");
    EXPECT_SAID("c a", "the poll lasts for 500; a is due after 500, b 501");
}

static void takes_its_time(struct aw_source *s)
{
    (void)s;
    say("dispatch");
    clock_.time += 500;
}

GRADED(iterate, what_comes_due_while_sources_dispatch_waits,
       "timers that are due when the poll ends are pushed")
{
    open_loop();
    source_open();
    source.dispatch = takes_its_time;
    at('a', 1000);
    at('b', 1200);
    aw_loop_run_once(&loop);
    EXPECT_SAID("prepare dispatch a", "a source dispatches until 1500");
    aw_loop_run_once(&loop);
    EXPECT_SAID("prepare dispatch a prepare dispatch b",
                "took the next iteration");
}

static aw_time never(struct aw_source *s)
{
    (void)s;
    return AW_NEVER;
}

static void no_dispatch(struct aw_source *s)
{
    (void)s;
}

GRADED(iterate, a_poll_that_could_bring_something_is_not_left_out,
       "then a poll without waiting could bring nothing, and may be left out")
{
    struct aw_source silent = {.prepare = never, .dispatch = no_dispatch};
    struct aw_handle alarm;

    open_loop();
    aw_list_init(&silent.link);
    of('a')->soon = "a"; /* there is always something queued */
    soon("a");
    loop.holds = 1;
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 1, "took an iteration, and something is held");
    loop.holds = 0;

    aw_handle_init(&alarm, NULL);
    aw_loop_signal(&loop, SIGUSR1, &alarm);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 2, "took one, and a signal is watched");
    aw_loop_signal(&loop, SIGUSR1, NULL);

    line_open(&line);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 3, "took one, and a descriptor is open");
    loop.background = 1;
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 4, "took one, and that one is in the background");
    loop.background = 0;
    line_close(&line);

    aw_list_append(&loop.sources, &silent.link);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.polls, 5, "took one, and there is a source");
    aw_list_remove(&silent.link);

    of('a')->soon = "";
    aw_loop_run_once(&loop);
    at('b', 5000);
    aw_loop_run_once(&loop);
    EXPECT(spy.polls >= 6, "took one with nothing queued, and a timer");
}

/* ---- Sleep --------------------------------------------------------------*/

GRADED(iterate, with_something_queued_it_does_not_wait,
       "without waiting if a handle is queued or a stop was asked for")
{
    /* A4 */
    open_waiting();
    soon("a");
    at('b', 9000);
    aw_loop_run_once(&loop);
    EXPECT_AT_MOST(spy.timeout, 0, "polled with a handle queued");
    aw_loop_stop(&loop);
    aw_loop_run_once(&loop);
    EXPECT_AT_MOST(spy.timeout, 0, "polled after a stop");
    aw_ready_push(&loop.ready, &of('c')->handle);
    aw_ready_turn(&loop.ready);
    aw_loop_run_once(&loop);
    EXPECT_AT_MOST(spy.timeout, 0, "polled with a turn half run");
    EXPECT_SAID("a c", "ran what was queued");
    EXPECT_INT(clock_.time, 1000, "took three iterations: the time");
}

GRADED(iterate, it_sleeps_until_the_next_timer,
       "otherwise until the next timer or source wants to run")
{
    /* A10 */
    open_waiting();
    at('a', 1000 + 3 * AW_SEC + 1);
    at('b', 1000 + 9 * AW_SEC);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.timeout, 3 * AW_SEC + 1, "slept");
    EXPECT_SAID("a", "slept, and a is due");
    clock_.time += 20 * AW_SEC;
    aw_loop_run_once(&loop);
    EXPECT_AT_MOST(spy.timeout, 0, "slept, and b is due since long");
    EXPECT_SAID("a b", "slept, and b is due since long");
}

GRADED(iterate, it_sleeps_no_longer_than_a_source_wants,
       "otherwise until the next timer or source wants to run")
{
    open_waiting();
    source_open();
    of('d')->result = -1; /* the source pushes nothing */
    source_wants = 1700;
    at('a', 1900);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.timeout, 700, "a source wants 1700, a timer 1900");
    EXPECT_SAID("prepare dispatch", "slept until a source wants to run");
    forget();
    source_wants = 5000;
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.timeout, 200, "a source wants 5000, a timer 1900");
    EXPECT_SAID("prepare dispatch a", "slept until a timer is due");
}

GRADED(iterate, it_sleeps_for_ever_when_only_the_world_can_wake_it,
       "otherwise until the next timer or source wants to run")
{
    open_waiting();
    loop.holds = 1;
    EXPECT_INT(aw_loop_run_once(&loop), 1, "something is held");
    EXPECT_INT(spy.timeout, AW_NEVER, "slept, and something is held");
    EXPECT_INT(spy.polls, 1, "took an iteration");
    at('a', AW_NEVER);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "and a timer that never comes");
    EXPECT_INT(spy.timeout, AW_NEVER, "slept, with a timer for AW_NEVER");
}

static void handle_comes(struct aw_source *s)
{
    (void)s;
    aw_ready_push(&loop.ready, &of('a')->handle);
    aw_list_remove(&source.link);
}

static aw_time pushes_in_prepare(struct aw_source *s)
{
    handle_comes(s);
    return AW_NEVER;
}

GRADED(iterate, what_a_source_prepares_is_not_slept_through,
       "Both may push handles and start timers, and run nothing.")
{
    open_waiting();
    source_open();
    source.prepare = pushes_in_prepare;
    at('b', 2000);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "a source pushed a handle");
    EXPECT_AT_MOST(spy.timeout, 0, "polled, and a source had pushed a handle");
    EXPECT_SAID("a", "a source pushed a handle, and took itself out");
    EXPECT(aw_list_empty(&loop.sources), "a source took itself out");
}

static struct aw_source another;

GRADED(iterate, a_source_takes_itself_out,
       "Each may take its own source out of the list, and no other.")
{
    open_loop();
    source_open();
    source.dispatch = handle_comes;
    another = (struct aw_source){.prepare = prepares, .dispatch = dispatches};
    aw_list_init(&another.link);
    aw_list_append(&loop.sources, &another.link);
    soon("b");
    aw_loop_run_once(&loop);
    EXPECT_SAID("prepare prepare dispatch b a d", "the first of two sources "
                                                  "took itself out");
    forget();
    soon("b");
    aw_loop_run_once(&loop);
    EXPECT_SAID("prepare dispatch b d", "the second one is left");
}

static void starts_in_prepare(struct step *me)
{
    later(me->name, 5);
}

static aw_time starts_a_timer(struct aw_source *s)
{
    (void)s;
    if (clock_.time == 1000)
        starts_in_prepare(of('a'));
    return AW_NEVER;
}

GRADED(iterate, a_timer_that_a_source_starts_counts,
       "Both may push handles and start timers, and run nothing.")
{
    open_waiting();
    source_open();
    source.prepare = starts_a_timer;
    of('d')->result = -1;
    EXPECT_INT(aw_loop_run_once(&loop), 1, "a source started a timer");
    EXPECT_INT(spy.timeout, 5, "slept until the timer that a source started");
    EXPECT_SAID("dispatch a", "slept until the timer that a source started");
}

/* ---- The clock that is moved --------------------------------------------*/

GRADED(iterate, a_clock_that_can_be_moved_is_not_waited_for,
       "A clock that can be moved is not waited for")
{
    open_loop();
    at('a', 1000 + 3600 * AW_SEC);
    EXPECT_INT(aw_loop_run(&loop), 0, "ran for an hour");
    EXPECT_INT(clock_.time, 1000 + 3600 * AW_SEC, "ran for an hour");
    EXPECT_SAID("a", "ran for an hour");
    EXPECT_INT(spy.polls, 1, "ran for an hour: polls");
    EXPECT_AT_MOST(spy.timeout, 0, "ran for an hour: the poll's timeout");
}

GRADED(iterate, the_clock_jumps_from_deadline_to_deadline,
       "the clock jumps to the next timer or source")
{
    open_loop();
    source_open();
    of('d')->result = -1;
    at('b', 3000);
    at('a', 2000);
    at('c', 3000);
    source_wants = 2500;
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 2000, "timers at 2000, 3000; a source at 2500");
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 2500, "took the second iteration");
    source_wants = AW_NEVER;
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 3000, "took the third iteration");
    EXPECT_SAID("prepare dispatch a prepare dispatch prepare dispatch b c",
                "took three iterations");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran on");
    EXPECT_INT(clock_.time, 3000, "ran on: a clock is not moved for nothing");
}

static void answer_comes(void)
{
    if (spy.polls == 1)
        line_send(&line);
}

static void drains(struct step *me)
{
    (void)me;
    line_drain(&line);
}

GRADED(iterate, the_clock_jumps_only_when_nothing_came,
       "when a poll without waiting has brought nothing, and nothing is held, "
       "the clock jumps")
{
    open_loop();
    line_open(&line);
    wait_for('a', &line, AW_READ);
    of('a')->act = drains;
    at('b', 2000);
    spy.before = answer_comes;
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 1000, "a readable, b at 2000: the time");
    EXPECT_SAID("a", "a readable, b at 2000");
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 2000, "took the next iteration");
    EXPECT_SAID("a b", "took the next iteration");
}

static void post_comes(void)
{
    if (spy.polls == 1)
        post("a");
}

GRADED(iterate, a_post_comes_before_the_jump,
       "To bring something is to push a handle; a post counts as well.")
{
    open_loop();
    spy.before = post_comes;
    at('b', 2000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "a was posted during the poll");
    EXPECT_INT(clock_.time, 1000, "and timer b is due later");
    aw_loop_run(&loop);
    EXPECT_SAID("a b", "ran on");
}

GRADED(iterate, while_something_is_held_the_clock_stands,
       "While it is not 0 the loop waits for it: it is not idle, and a "
       "virtual clock is not moved.")
{
    open_loop();
    loop.holds = 1;
    at('a', 2000);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration, one is held");
    EXPECT_INT(spy.timeout, AW_NEVER, "something is held: the last poll");
    EXPECT_AT_MOST(spy.polls, 2, "something is held: polls");
    EXPECT_INT(clock_.time, 1000, "something is held: the time");
    loop.holds = 0;
    aw_loop_run_once(&loop);
    EXPECT_INT(clock_.time, 2000, "nothing is held any more");
    EXPECT_SAID("a", "nothing is held any more");
}

GRADED(iterate, what_is_due_is_not_held_up,
       "otherwise until the next timer or source wants to run")
{
    open_loop();
    loop.holds = 1;
    at('a', 900);
    at('b', 1000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b", "something is held, but a and b are due");
    EXPECT_AT_MOST(spy.timeout, 0, "something is held, but a and b are due");
}

GRADED(iterate, without_a_deadline_it_waits_for_the_world,
       "Where there is none, or something is held, a second poll waits for "
       "the world outside.")
{
    open_loop();
    line_open(&line);
    wait_for('a', &line, AW_READ);
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.timeout, AW_NEVER, "an open descriptor: the last poll");
    EXPECT_AT_MOST(spy.polls, 2, "an open descriptor: polls");
    EXPECT_INT(clock_.time, 1000, "an open descriptor: the time");
}

/* ---- Idle ---------------------------------------------------------------*/

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

/* ---- Stop ---------------------------------------------------------------*/

GRADED(iterate, it_runs_until_nothing_is_left,
       "Take iterations until the loop is stopped, or nothing can ever happen "
       "any more.")
{
    open_loop();
    of('a')->soon = "b";
    of('b')->soon = "c";
    soon("a");
    later('d', AW_MS);
    EXPECT_INT(aw_loop_run(&loop), 0, "ran until nothing was left");
    EXPECT_SAID("a b c d", "ran until nothing was left");
    EXPECT(!loop.running, "ran until nothing was left");
    soon("d");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran again");
    EXPECT_SAID("a b c d d", "ran again");
}

GRADED(iterate, a_stop_lets_the_turn_end,
       "All callbacks of this turn still run; what they push is kept for the "
       "next run.")
{
    /* A5 */
    open_loop();
    of('a')->soon = "e";
    of('b')->act = stops;
    of('c')->soon = "d";
    soon("abc");
    EXPECT_INT(aw_loop_run(&loop), 1, "b stopped the loop");
    EXPECT_SAID("a b c", "b stopped the loop; a called e, and c called d");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran again");
    EXPECT_SAID("a b c e d", "ran again");
}

GRADED(iterate, a_stop_before_the_run_gives_one_iteration,
       "Stopping a loop that does not run lets the next aw_loop_run take one "
       "iteration, which does not wait.")
{
    /* A5 */
    open_waiting();
    of('a')->soon = "b";
    soon("a");
    aw_loop_stop(&loop);
    EXPECT_INT(aw_loop_run(&loop), 1, "stopped, ran");
    EXPECT_SAID("a", "stopped, ran");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran again");
    EXPECT_SAID("a b", "ran again");
    loop.holds = 1;
    aw_loop_stop(&loop);
    EXPECT_INT(aw_loop_run(&loop), 1, "stopped, ran with nothing to do");
    EXPECT_AT_MOST(spy.timeout, 0, "stopped, ran with nothing to do");
    EXPECT_INT(loop.iterations, 3, "one iteration, one, one");
    EXPECT_AT_MOST(spy.polls, 3, "one iteration, one, one: polls");
}

static void stops_in_the_second(struct step *me)
{
    if (me->result++)
        aw_loop_stop(&loop);
    soon("a");
}

GRADED(iterate, a_stop_counts_for_one_run, "a stop counts for one run")
{
    open_loop();
    of('a')->act = stops_in_the_second;
    soon("a");
    aw_loop_stop(&loop);
    aw_loop_stop(&loop);
    EXPECT_INT(aw_loop_run(&loop), 1, "stopped twice, ran");
    EXPECT_SAID("a", "stopped twice, ran");
    EXPECT(!loop.stopping, "stopped twice, ran");
    EXPECT_INT(aw_loop_run(&loop), 1, "ran until a stopped it");
    EXPECT_SAID("a a", "ran until a stopped it, at its second call");
}

GRADED(iterate, one_iteration_leaves_a_stop_alone,
       "A stop that was asked for stays asked for.")
{
    open_loop();
    of('a')->act = stops;
    of('b')->soon = "c";
    soon("a");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took an iteration; a stops");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "took one more, with nothing to do");
    soon("b");
    EXPECT_INT(aw_loop_run(&loop), 1, "ran");
    EXPECT_SAID("a b", "took iterations, and ran: b calls c soon");
}

GRADED(iterate, a_timer_stops_the_loop, "1 when it was stopped")
{
    open_loop();
    of('a')->soon = "a";
    of('b')->act = stops;
    soon("a");
    at('b', 1000);
    EXPECT_INT(aw_loop_run(&loop), 1, "a goes on and on; timer b stops it");
    EXPECT_SAID("a b", "a goes on and on; timer b stops it");
    EXPECT_INT(loop.iterations, 1, "timer b was due at once");
}

/* ---- Errors and misuse --------------------------------------------------*/

GRADED(iterate, an_error_of_the_poller_is_returned,
       "or the poller's negative error code")
{
    open_loop();
    loop.holds = 1; /* or the poll may be left out */
    soon("a");
    aw_loop_stop(&loop);
    spy.error = -EBADF;
    EXPECT_INT(aw_loop_run(&loop), -EBADF, "ran, and the poll failed");
    EXPECT_SAID("", "ran, and the poll failed");
    EXPECT(!loop.running, "ran, and the poll failed");
    EXPECT(!loop.stopping, "and the stop was for that run");
    spy.error = -EIO;
    EXPECT_INT(aw_loop_run_once(&loop), -EIO, "took an iteration");
    EXPECT_INT(loop.iterations, 0, "no iteration came to its end");
    loop.holds = 0;
    EXPECT_INT(aw_loop_run(&loop), 0, "ran again");
    EXPECT_SAID("a", "ran again, and the poller works");
    loop.holds = 1;
    spy.error = -ENOMEM;
    EXPECT_INT(aw_loop_run(&loop), -ENOMEM, "ran, and the poll failed");
}

static void runs_inside(struct step *me)
{
    static struct aw_loop other;

    (void)me;
    EXPECT_MISUSE(aw_loop_run(&loop), "", "ran the loop in a callback");
    EXPECT_MISUSE(aw_loop_run_once(&loop), "", "took an iteration in one");
    EXPECT_INT(aw_loop_init(&other, NULL), 0, "made another loop");
    EXPECT_MISUSE(aw_loop_run_once(&other), "", "ran another loop in one");
    EXPECT(aw_loop_current() == &loop, "after that: the loop that runs");
    aw_loop_close(&other);
}

GRADED(iterate, running_inside_a_callback_is_misuse,
       "Running a loop while a loop runs on this thread is misuse")
{
    /* A7 */
    open_loop();
    of('a')->act = runs_inside;
    soon("ab");
    EXPECT_INT(aw_loop_run(&loop), 0, "a ran loops");
    EXPECT_SAID("a b", "a ran loops");
}

GRADED(iterate, running_a_closed_loop_is_misuse,
       "so is running one that is closed")
{
    /* A8 */
    open_loop();
    aw_loop_close(&loop);
    EXPECT_MISUSE(aw_loop_run(&loop), "", "closed a loop and ran it");
    EXPECT_MISUSE(aw_loop_run_once(&loop), "", "closed a loop and ran it");
    open_loop();
    soon("a");
    EXPECT_INT(aw_loop_run(&loop), 0, "made it anew and ran it");
    EXPECT_SAID("a", "made it anew and ran it");
}

/* ---- Metrics ------------------------------------------------------------*/

static struct aw_loop_metrics metrics;

static void puts_b_off(void)
{
    at('b', 5000);
    clock_.time += 500;
}

GRADED(iterate, iterations_are_measured, "Each iteration adds what it has cost")
{
    open_loop();
    loop.metrics = &metrics;
    of('a')->work = 30;
    of('b')->work = 50;
    soon("a");
    aw_loop_run_once(&loop);
    at('b', 2000);
    soon("c");
    aw_loop_run(&loop);
    EXPECT_SAID("a c b", "a works for 30, b at 2000 for 50");
    EXPECT_INT(metrics.iterations, 3, "took three iterations");
    EXPECT_INT(metrics.callbacks, 3, "called a, c, b");
    EXPECT_INT(metrics.polling, 970, "slept from 1030 to 2000");
    EXPECT_INT(metrics.working, 80, "a worked for 30, b for 50");
    EXPECT_INT(metrics.longest, 50, "a worked for 30, b for 50");
    EXPECT_INT(metrics.latest, 0, "no timer was late");
}

GRADED(iterate, the_latest_timer_is_measured,
       "the most that a timer was late when it was pushed")
{
    open_loop();
    loop.metrics = &metrics;
    of('a')->work = 300;
    at('b', 1100);
    at('c', 1200);
    soon("a");
    aw_loop_run(&loop);
    EXPECT_SAID("a b c", "a works until 1300; b at 1100, c at 1200");
    EXPECT_INT(metrics.latest, 200, "b came 200 late, c 100");
    at('d', 1299);
    aw_loop_run(&loop);
    EXPECT_INT(metrics.latest, 200, "d came 1 late");
    EXPECT_INT(metrics.longest, 300, "a worked for 300");
}

GRADED(iterate, a_timer_put_off_is_not_late,
       "the most that a timer was late when it was pushed")
{
    open_waiting();
    loop.metrics = &metrics;
    loop.holds = 1; /* or the poll may be left out */
    at('a', 1100);
    aw_loop_run_once(&loop); /* sleeps until 1100 */
    EXPECT_SAID("a", "one at 1100");
    /* Started for 1200, and put off while the poll lasts until 1600. */
    at('b', 1200);
    soon("c");
    spy.before = puts_b_off;
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c", "another one is put off from 1200 to 5000");
    EXPECT_INT(metrics.latest, 0, "it was not pushed, and is not late");
}

static void takes_it_away(struct step *me)
{
    (void)me;
    loop.metrics = NULL;
}

static void puts_it_back(struct step *me)
{
    (void)me;
    loop.metrics = &metrics;
}

GRADED(iterate, only_whole_iterations_are_measured,
       "where this is not NULL and has not changed while it ran")
{
    open_loop();
    loop.holds = 1; /* or the poll may be left out */
    of('a')->act = puts_it_back;
    of('b')->act = takes_it_away;
    of('c')->work = 77;
    soon("ac");
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 0, "set it in the middle of an iteration");
    EXPECT_INT(metrics.working + metrics.polling, 0, "set it in the middle");
    soon("c");
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 1, "took one iteration with it");
    soon("bc");
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 1, "took it away in the next");
    EXPECT_INT(metrics.working, 77, "took it away in the next");
}

GRADED(iterate, a_failed_iteration_is_not_measured, "taken to their end")
{
    open_loop();
    loop.metrics = &metrics;
    loop.holds = 1; /* or the poll may be left out */
    soon("a");
    spy.before = time_passes;
    spy.error = -EIO;
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 0, "a poll of 500 failed");
    EXPECT_INT(metrics.polling, 0, "a poll of 500 failed");
    aw_loop_run_once(&loop);
    EXPECT_INT(metrics.iterations, 1, "a poll of 500 went well");
    EXPECT_INT(metrics.polling, 500, "a poll of 500 went well");
    EXPECT_INT(metrics.working, 0, "a poll of 500 went well");
}

/* ---- In real time -------------------------------------------------------*/

GRADED(iterate, a_short_timer_does_not_spin,
       "otherwise until the next timer or source wants to run")
{
    struct aw_loop_options options = {.engine = spied()};
    aw_time due;

    /* A10, A15 */
    steps_init();
    spy.waits = true;
    EXPECT_INT(aw_loop_init(&loop, &options), 0, "made a loop in real time");
    later('a', 10 * AW_US);
    due = of('a')->timer.when;
    EXPECT_INT(aw_loop_run(&loop), 0, "ran a timer of 10 us");
    EXPECT_SAID("a", "ran a timer of 10 us");
    EXPECT(aw_loop_now(&loop) >= due, "ran a timer of 10 us");
    EXPECT_AT_MOST(spy.polls, 3, "ran a timer of 10 us: polls");
    aw_loop_close(&loop);
}

static void readable_soon(void)
{
    line_send(&line);
    spy.before = NULL;
}

static void drains_and_stops(struct step *me)
{
    drains(me);
    aw_loop_stop(&loop);
}

GRADED(iterate, input_ends_a_sleep_without_end,
       "otherwise until the next timer or source wants to run")
{
    struct aw_loop_options options = {.engine = spied()};

    steps_init();
    spy.waits = true;
    EXPECT_INT(aw_loop_init(&loop, &options), 0, "made a loop in real time");
    line_open(&line);
    wait_for('a', &line, AW_READ);
    of('a')->act = drains_and_stops;
    later('b', 3600 * AW_SEC);
    spy.before = readable_soon;
    EXPECT_INT(aw_loop_run(&loop), 1, "slept for an hour, unless input comes");
    EXPECT_SAID("a", "slept for an hour, unless input comes");
}
