/* SPDX-License-Identifier: MIT */
/* A touch writes down the time, and does nothing else.  The timer stays where
 * it is, and comes due too early: it then looks at the time of the last touch,
 * and starts itself once more for what is left of the limit.
 *
 * So a busy connection costs one trip through the heap in each limit, however
 * many messages come in between; before, it was one for each message.  The one
 * hard thing is to see that a timer may be wrong, if it is wrong on the early
 * side, and corrects itself.  [lazy-restart]
 *
 * Another way that is about as good: all limits are equal, so a list of the
 * connections by their last touch is sorted by itself, and needs one timer. */
#include "tune_idle.h"

static aw_time now_of(const struct tune_idle *set)
{
    return set->clock->now(set->clock);
}

static int limit_may_be_over(struct aw_handle *handle)
{
    struct tune_conn *conn =
        aw_container_of(handle, struct tune_conn, timer.handle);
    struct tune_idle *set = conn->set;
    aw_time over = aw_deadline(conn->touched, set->limit);

    if (over > now_of(set)) {
        aw_timer_start(set->timers, &conn->timer, over);
        return 0;
    }
    /* The last step: on_close may free the connection. */
    conn->open = false;
    set->on_close(conn);
    return 0;
}

void tune_idle_init(struct tune_idle *set, struct aw_timers *timers,
                    struct aw_clock *clock, aw_time limit,
                    void (*on_close)(struct tune_conn *conn))
{
    *set = (struct tune_idle){
        .timers = timers, .clock = clock, .limit = limit, .on_close = on_close};
}

void tune_idle_add(struct tune_idle *set, struct tune_conn *conn)
{
    *conn =
        (struct tune_conn){.open = true, .set = set, .touched = now_of(set)};
    aw_timer_init(&conn->timer, limit_may_be_over);
    aw_timer_start(set->timers, &conn->timer,
                   aw_deadline(conn->touched, set->limit));
}

/* Wrong turn: asking here whether the connection is open.  A time written
 * into a closed one harms nobody, and this is the line that runs for every
 * message. */
void tune_idle_touch(struct tune_conn *conn)
{
    conn->touched = now_of(conn->set);
}

void tune_idle_remove(struct tune_conn *conn)
{
    if (conn->open)
        aw_timer_stop(conn->set->timers, &conn->timer);
    conn->open = false;
}
