/* SPDX-License-Identifier: MIT */
#include "tune_idle.h"

static void start_limit(struct tune_conn *conn)
{
    struct tune_idle *set = conn->set;
    aw_time now = set->clock->now(set->clock);

    aw_timer_start(set->timers, &conn->timer, aw_deadline(now, set->limit));
}

static int limit_is_over(struct aw_handle *handle)
{
    struct tune_conn *conn =
        aw_container_of(handle, struct tune_conn, timer.handle);

    conn->open = false;
    conn->set->on_close(conn);
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
    *conn = (struct tune_conn){.open = true, .set = set};
    aw_timer_init(&conn->timer, limit_is_over);
    start_limit(conn);
}

void tune_idle_touch(struct tune_conn *conn)
{
    if (conn->open)
        start_limit(conn);
}

void tune_idle_remove(struct tune_conn *conn)
{
    if (conn->open)
        aw_timer_stop(conn->set->timers, &conn->timer);
    conn->open = false;
}
