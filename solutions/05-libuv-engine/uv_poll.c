/* SPDX-License-Identifier: MIT */
/* One poll is one run of libuv, with an alarm set.
 *
 * libuv has no "wait for at most so long".  It waits until something happens,
 * and a timer is something; so every poll that has a limit starts a timer of
 * its own.  None of the callbacks does more than to note and push: the loop
 * above runs what is pushed, outside of libuv's frames.
 *
 * The hard thing is to wait neither too short nor too long.
 * [round-the-moment] [before-the-wait] [close-later] */
#include "aw/uv_parts.h"

/* [before-the-wait] libuv looks at its timers before it waits, and again
 * behind.  If the alarm goes off before, there is none left to end the wait,
 * so it asks libuv not to wait.
 *
 * Wrong turn: a callback that does nothing.  A limit of a few nanoseconds is
 * over before the wait begins, and that has no end then;
 * uv_poll/an_alarm_that_goes_off_before_the_wait_prevents_it. */
static void goes_off(uv_timer_t *alarm)
{
    struct aw__uv *e = aw_container_of(alarm, struct aw__uv, alarm);

    e->late = true;
    uv_stop(&e->loop);
}

/* [round-the-moment] libuv counts in whole milliseconds of a clock that it
 * reads now and then, and drops the fraction.  So the moment of the alarm is
 * rounded up, and not the length: a length is counted from a moment that lies
 * in the past.  What libuv adds to it is subtracted here.
 *
 * Wrong turn: uv_timer_start with the length rounded up;
 * uv_poll/the_moment_of_the_alarm_is_rounded_up. */
static void set_alarm(struct aw__uv *e, aw_time timeout)
{
    aw_time moment = aw_deadline((aw_time)uv_hrtime(), timeout);
    uint64_t ms = (uint64_t)((moment - 1) / AW_MS + 1);

    uv_timer_start(&e->alarm, goes_off, ms - uv_now(&e->loop), 0);
}

/* [who-keeps-it-alive] libuv returns at once when nothing referenced is left.
 * While we run it, the bell is; before and behind, what is alive is others'. */
static void run(struct aw__uv *e, uv_run_mode mode)
{
    bool alive = uv_loop_alive(&e->loop) != 0;

    uv_ref((uv_handle_t *)&e->bell);
    uv_run(&e->loop, mode);
    uv_unref((uv_handle_t *)&e->bell);
    e->ended = e->shared && alive && !uv_loop_alive(&e->loop);
}

static bool silent(const struct aw__uv *e)
{
    return e->events == 0 && !e->woken && !e->heard && !e->late;
}

static void run_until(struct aw__uv *e, aw_time timeout)
{
    bool closing = e->closing > 0;

    if (timeout <= 0) {
        run(e, UV_RUN_NOWAIT);
        return;
    }
    if (timeout < AW_NEVER)
        set_alarm(e, timeout);
    run(e, UV_RUN_ONCE);
    /* [close-later] With handles to be closed libuv does not wait: it closes
     * them.  The alarm is still set, so a second run waits as long as it may.
     * Why not when the loop is shared: a callback of somebody else's may have
     * started a timer, and the loop above has to look at it first. */
    if (closing && !e->shared && silent(e))
        run(e, UV_RUN_ONCE);
    uv_timer_stop(&e->alarm);
}

int aw__uv_poll(struct aw_poller *poller, aw_time timeout)
{
    struct aw__uv *e = poller->impl;
    int signals;

    e->pushed = e->events = 0;
    e->woken = e->heard = e->late = false;
    aw__uv_tell(poller);
    /* Why `ended` matters: a loop that was told that libuv is alive may poll
     * twice in an iteration.  Wrong turn: waiting the second time for what the
     * first has ended; nested/what_ends_in_silence_is_noticed. */
    run_until(e, e->pushed > 0 || e->ended ? 0 : timeout);
    signals = aw__uv_signals_take(poller);
    if (poller->probe)
        poller->probe->event(poller->probe, AW_PROBE_POLL, poller,
                             e->events + e->woken + (uint64_t)signals);
    return (int)e->pushed + signals;
}
