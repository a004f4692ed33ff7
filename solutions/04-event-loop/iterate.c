/* SPDX-License-Identifier: MIT */
/* The heart: how long to sleep, and in which order to look.
 *
 * Everything that happens in an iteration only pushes handles, and only the
 * last step runs any.  So the order in which sources, posts and timers are
 * looked at is the order in which their callbacks run, and no callback ever
 * runs in the middle of anything. [push-then-run]
 *
 * The hard thing is the question before the sleep: can anything happen at all,
 * and what must not be slept through? [may-i-sleep] */
#include "aw/loop_parts.h"

/* ---- What there is to do ------------------------------------------------*/

/* When anything with an idea of time wants to run next.
 *
 * Asked anew for each poll: a source may have to tell its own kernel
 * descriptor what it waits for before the loop falls asleep on it. */
static aw_time next_deadline(struct aw_loop *loop)
{
    aw_time next = AW_NEVER, when;
    struct aw_list *node, *after;

    aw_list_each_safe (node, after, &loop->sources) {
        struct aw_source *s = aw_container_of(node, struct aw_source, link);

        when = s->prepare(s);
        next = when < next ? when : next;
    }
    /* Behind the sources, for they may start timers. */
    when = aw_timers_next(&loop->timers);
    return when < next ? when : next;
}

static bool has_ready(const struct aw_loop *loop)
{
    return !aw_list_empty(&loop->ready.next) ||
           !aw_list_empty(&loop->ready.batch);
}

static bool has_posts(struct aw_loop *loop)
{
    return atomic_load(&loop->posts) != NULL;
}

/* Can the world outside bring anything? */
static bool outside(const struct aw_loop *loop)
{
    return loop->holds > 0 || loop->signals != 0 ||
           loop->poller.nio > loop->background;
}

/* [may-i-sleep] A loop that sleeps with nothing to wait for sleeps for ever,
 * and nobody learns why.  So it asks before it sleeps. */
static bool idle(struct aw_loop *loop, aw_time next)
{
    return next == AW_NEVER && !loop->stopping && !has_ready(loop) &&
           !has_posts(loop) && !outside(loop);
}

/* ---- Sleeping -----------------------------------------------------------*/

static int poll(struct aw_loop *loop, aw_time timeout)
{
    return loop->poller.ops->poll(&loop->poller, timeout);
}

/* [jump-last] Under a clock that can be moved nobody waits for time: when the
 * world has nothing to say, the time moves on.
 *
 * Wrong turn: jumping first.  Then an answer that is there already comes
 * behind its time limit; iterate/the_clock_jumps_only_when_nothing_came. */
static int poll_or_jump(struct aw_loop *loop, aw_time next)
{
    struct aw_clock *clock = loop->clock;
    int rc = poll(loop, 0);

    if (rc != 0 || has_ready(loop) || has_posts(loop))
        return rc;
    if (next == AW_NEVER)
        return poll(loop, AW_NEVER);
    if (next <= clock->now(clock))
        return 0;
    /* Somebody outside lives in real time: the loop waits for him, and its
     * own time stands still. */
    if (loop->holds > 0)
        return poll(loop, AW_NEVER);
    clock->jump(clock, next);
    return 0;
}

/* [no-news] Where nothing stands outside, the kernel has no news either, and
 * asking it would cost ten times the turn.  Sources may hide what they like. */
static bool no_news(const struct aw_loop *loop)
{
    return loop->poller.nio == 0 && loop->signals == 0 && loop->holds == 0 &&
           aw_list_empty(&loop->sources);
}

static int poll_until(struct aw_loop *loop, aw_time next)
{
    aw_time now;

    if (has_ready(loop) && no_news(loop))
        return 0;
    if (has_ready(loop) || loop->stopping)
        return poll(loop, 0);
    if (loop->clock->jump)
        return poll_or_jump(loop, next);
    if (next == AW_NEVER)
        return poll(loop, AW_NEVER);
    now = aw_loop_now(loop);
    return poll(loop, next > now ? next - now : 0);
}

/* ---- One iteration ------------------------------------------------------*/

static void dispatch_sources(struct aw_loop *loop)
{
    struct aw_list *node, *after;

    aw_list_each_safe (node, after, &loop->sources) {
        struct aw_source *s = aw_container_of(node, struct aw_source, link);

        s->dispatch(s);
    }
}

/* How late the earliest timer is; it is about to be pushed. */
static void note_lateness(struct aw_loop *loop, aw_time now)
{
    aw_time next = aw_timers_next(&loop->timers);

    if (next < now && now - next > loop->metrics->latest)
        loop->metrics->latest = now - next;
}

static void count(struct aw_loop_metrics *m, aw_time polled, aw_time worked,
                  size_t called)
{
    m->iterations++;
    m->callbacks += called;
    m->polling += polled;
    m->working += worked;
    m->longest = worked > m->longest ? worked : m->longest;
}

/* Returns 1, or a negative code. */
static int iterate(struct aw_loop *loop, aw_time next)
{
    struct aw_loop_metrics *m = loop->metrics;
    aw_time began = m ? aw_loop_now(loop) : 0, now;
    size_t called;
    int rc = poll_until(loop, next);

    if (rc < 0)
        return rc;
    /* [one-now] One look at the clock for all timers of this iteration,
     * behind the poll and not before it: it may have slept for hours. */
    now = aw_loop_now(loop);
    aw__posts_take(loop);
    dispatch_sources(loop);
    if (m)
        note_lateness(loop, now);
    aw_timers_expire(&loop->timers, now, &loop->ready);
    called = aw_ready_run(&loop->ready);
    loop->iterations++;
    /* A callback may have taken `metrics` away, and its memory too. */
    if (m && m == loop->metrics)
        count(m, now - began, aw_loop_now(loop) - now, called);
    return 1;
}

/* Is a turn of the queue all that this iteration can be?  Then it shall cost
 * no more than that. */
static bool only_turn(struct aw_loop *loop)
{
    return no_news(loop) && has_ready(loop) && !has_posts(loop) &&
           !loop->metrics && loop->timers.live == 0;
}

static int step(struct aw_loop *loop)
{
    aw_time next;

    if (only_turn(loop)) {
        aw_ready_run(&loop->ready);
        loop->iterations++;
        return 1;
    }
    next = next_deadline(loop);
    if (!idle(loop, next))
        return iterate(loop, next);
    if (!loop->on_idle)
        return 0;
    /* It may have found something to do: look again. */
    loop->on_idle(loop);
    next = next_deadline(loop);
    return idle(loop, next) ? 0 : iterate(loop, next);
}

/* ---- Running ------------------------------------------------------------*/

static void enter(struct aw_loop *loop)
{
    AW_ASSERT(!loop->closed, "a loop was run after it was closed");
    AW_ASSERT(!aw_here()->loop,
              "a loop was run while a loop runs on this thread: a callback "
              "that wants to wait returns, and is called again");
    aw_here()->loop = loop;
    loop->running = true;
}

static void leave(struct aw_loop *loop)
{
    loop->running = false;
    aw_here()->loop = NULL;
}

int aw_loop_run_once(struct aw_loop *loop)
{
    int rc;

    enter(loop);
    rc = step(loop);
    leave(loop);
    return rc;
}

int aw_loop_run(struct aw_loop *loop)
{
    int rc;

    enter(loop);
    /* [stop-is-a-question] It comes behind the iteration: a stop that was
     * asked for before the run still gets one.  Wrong turn: clearing
     * `stopping` here, in front, forgets such a stop and sleeps;
     * iterate/a_stop_before_the_run_gives_one_iteration. */
    do
        rc = step(loop);
    while (rc > 0 && !loop->stopping);
    loop->stopping = false;
    leave(loop);
    return rc;
}

void aw_loop_stop(struct aw_loop *loop)
{
    loop->stopping = true;
}
