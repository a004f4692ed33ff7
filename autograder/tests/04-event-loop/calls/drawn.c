/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* A line of which whoever is called drains what it has to read.  a and b want
 * to read it, c and d to write.  e to h are called soon, later, and at a
 * time. */
enum { WATCHERS = 4 };

static int deeds_left;
static bool has_watched[WATCHERS];

static void does_something(void);

static void drains_and_draws(struct step *me)
{
    if (me->watcher.wait.status == 0)
        line_drain(&line);
    does_something();
}

static void draws(struct step *me)
{
    (void)me;
    does_something();
    if (graded_random(2))
        does_something();
}

/* Watching with one whose callback is queued is misuse. */
static void watches(struct step *it)
{
    enum aw_dir dir = it->name < 'c' ? AW_READ : AW_WRITE;
    int rc;

    if (has_watched[it - step] && aw_handle_queued(&it->watcher.wait.handle))
        return;
    has_watched[it - step] = true;
    rc = watch(it->name, &line, dir);
    say("%c%s=%s", it->name, dir == AW_READ ? "<" : ">", aw_error_name(rc));
}

static void calls_a_watcher(struct step *it)
{
    switch (graded_random(8)) {
    case 0:
    case 1:
        if (has_watched[it - step])
            say("-%c%d", it->name, aw_unwatch_io(&it->watcher));
        break;
    case 2:
        if (line.io.fd < 0) {
            say("open%d", aw_io_open(&loop.poller, &line.io, line.fd[0]));
        } else if (graded_random(2)) {
            say("close");
            aw_io_close(&loop.poller, &line.io);
        }
        break;
    case 3:
    case 4:
        say("write%d", (int)write(line.fd[1], "x", 1));
        break;
    default:
        watches(it);
    }
}

static void does_something(void)
{
    static const aw_time times[] = {-100, 0, 100, 200, AW_NEVER, INT64_MIN};
    struct step *it = &step[WATCHERS + graded_random(STEPS - WATCHERS)];
    aw_time t = times[graded_random(6)];

    if (deeds_left-- <= 0)
        return;
    switch (graded_random(8)) {
    case 0:
        if (aw_handle_queued(&it->handle))
            return;
        say("+%c=%s", it->name,
            aw_error_name(aw_call_soon(&loop, &it->handle)));
        break;
    case 1:
        say("+%c:%lld=%s", it->name, (long long)t,
            aw_error_name(aw_call_later(&loop, &it->timer, t)));
        break;
    case 2:
        t = graded_random(2) ? t : loop.clock->now(loop.clock) + 100;
        say("+%c@%lld=%s", it->name, (long long)t,
            aw_error_name(aw_call_at(&loop, &it->timer, t)));
        break;
    case 3:
        say("-%c%d", it->name, aw_timer_stop(&loop.timers, &it->timer));
        break;
    default:
        calls_a_watcher(&step[graded_random(WATCHERS)]);
    }
}

static void error_is_said(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    say("%s%s", aw_error_name(report->error),
        report->fn == watcher_ran ? "-watcher" : "");
}

static void closed_one_refuses(void)
{
    aw_loop_close(&loop);
    aw_timer_init(&of('e')->timer, timer_ran);
    say("%s", aw_error_name(aw_call_soon(&loop, &of('f')->handle)));
    say("%s", aw_error_name(aw_call_later(&loop, &of('e')->timer, 1)));
    say("%s", aw_error_name(aw_call_at(&loop, &of('e')->timer, 1)));
}

GRADED(calls, drawn_calls_are_made_as_in_the_reference,
       "Call `timer` when `delay` has passed, counted from this call, and "
       "never earlier.")
{
    open_loop();
    deeds_left = 400;
    loop.on_error = error_is_said;
    line_open(&line);
    for (int i = 0; i < STEPS; i++) {
        step[i].act = i < WATCHERS ? drains_and_draws : draws;
        step[i].result = i % 3 == 2 ? -EIO : 0;
    }
    for (int i = 0; i < 40; i++) {
        for (int n = 0; n < 4; n++)
            does_something();
        /* Somebody is always there, so that no iteration has to wait. */
        soon(aw_handle_queued(&of('h')->handle) ? "" : "h");
        clock_.time += (aw_time)graded_random(3) * 50;
        say("|%d", aw_loop_run_once(&loop));
        say("@%d", (int)clock_.time);
    }
    line_close(&line);
    closed_one_refuses();
    EXPECT_AS_REFERENCE("a to d watch a line (a<=OK), others are called soon "
                        "(+e), later (+e:100) and at a time (+e@1100)");
}
