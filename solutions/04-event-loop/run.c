/* SPDX-License-Identifier: MIT */
/* The heart: how long to sleep, and in which order to look.
 *
 * Everything that happens in an iteration only pushes handles, and only the
 * last step runs any.  So the order in which sources, posts and timers are
 * looked at is the order in which their callbacks run, and no callback ever
 * runs in the middle of anything. [push-then-run] */
#include "aw/loop_parts.h"

/* ---- How long -----------------------------------------------------------*/

/* When anything with an idea of time wants to run next. */
static aw_time next_deadline(struct aw_loop *loop)
{
    aw_time next = aw_timers_next(&loop->timers);
    struct aw_list *node;

    aw_list_each (node, &loop->sources) {
        struct aw_source *s = aw_container_of(node, struct aw_source, link);
        aw_time when = s->prepare(s);

        next = when < next ? when : next;
    }
    return next;
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

/* ---- Sleeping -----------------------------------------------------------*/

static int poll(struct aw_loop *loop, aw_time timeout)
{
    return loop->poller.ops->poll(&loop->poller, timeout);
}

/* Under a clock that can be moved nobody waits for time: only when the world
 * has nothing to say does the time move on. [jump-last] */
static int poll_or_jump(struct aw_loop *loop, aw_time next)
{
    struct aw_clock *clock = loop->clock;
    int rc = poll(loop, 0);

    if (rc != 0 || has_ready(loop) || has_posts(loop))
        return rc;
    if (loop->holds > 0 || next == AW_NEVER)
        return poll(loop, AW_NEVER);
    if (next > clock->now(clock))
        clock->jump(clock, next);
    return 0;
}

static int sleep_until(struct aw_loop *loop, aw_time next)
{
    aw_time now;

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

static void count(struct aw_loop *loop, aw_time began, aw_time polled,
                  size_t called)
{
    struct aw_loop_metrics *m = loop->metrics;
    aw_time worked = aw_loop_now(loop) - polled;

    m->iterations++;
    m->callbacks += called;
    m->polling += polled - began;
    m->working += worked;
    m->longest = worked > m->longest ? worked : m->longest;
}

/* How late the earliest timer is; it is about to be pushed. */
static void note_lateness(struct aw_loop *loop, aw_time now)
{
    aw_time next = aw_timers_next(&loop->timers);

    if (next < now && now - next > loop->metrics->latest)
        loop->metrics->latest = now - next;
}

/* Returns 1, or a negative code. */
static int iterate(struct aw_loop *loop, aw_time next)
{
    aw_time began = loop->metrics ? aw_loop_now(loop) : 0, now;
    size_t called;
    int rc = sleep_until(loop, next);

    if (rc < 0)
        return rc;
    aw__posts_take(loop);
    dispatch_sources(loop);
    /* [stale-now] One look at the clock for all timers of this iteration,
     * behind the poll and not before it: it may have slept for hours. */
    now = aw_loop_now(loop);
    if (loop->metrics)
        note_lateness(loop, now);
    aw_timers_expire(&loop->timers, now, &loop->ready);
    called = aw_ready_run(&loop->ready);
    loop->iterations++;
    if (loop->metrics)
        count(loop, began, now, called);
    return 1;
}

static bool idle(struct aw_loop *loop, aw_time next)
{
    return next == AW_NEVER && !loop->stopping && !has_ready(loop) &&
           !has_posts(loop) && !outside(loop);
}

static int step(struct aw_loop *loop)
{
    aw_time next = next_deadline(loop);

    if (idle(loop, next)) {
        if (loop->on_idle)
            loop->on_idle(loop);
        next = next_deadline(loop);
        if (idle(loop, next))
            return 0;
    }
    return iterate(loop, next);
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
    /* The question comes behind the iteration: a stop asked for before the
     * run still gets one. */
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
