/* SPDX-License-Identifier: MIT */
#include "tune_idle.h"

#include <stdlib.h>

#include "graded.h"

enum { LIMIT = 100, MANY = 200 };

static struct aw_clock_virtual clock_;
static struct aw_timers timers;
static struct aw_ready ready;
static struct tune_idle set;
static struct tune_conn conn[MANY];
static aw_time touched[MANY];
static long early, late, closed;

static void say_closed(struct tune_conn *which)
{
    say("%s%d", which->open ? "open" : "", (int)(which - conn));
}

static void fresh(void (*on_close)(struct tune_conn *))
{
    aw_clock_virtual_init(&clock_, 1000);
    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
    tune_idle_init(&set, &timers, &clock_.clock, LIMIT, on_close);
    forget();
}

/* One turn of the loop, at `at`. */
static void turn(aw_time at)
{
    clock_.clock.jump(&clock_.clock, at);
    aw_timers_next(&timers);
    aw_timers_expire(&timers, at, &ready);
    aw_ready_run(&ready);
}

GRADED(tune_idle, an_idle_connection_is_closed_in_time,
       "connection is closed in that turn")
{
    fresh(say_closed);
    tune_idle_add(&set, &conn[0]);
    EXPECT(conn[0].open, "added a connection");
    turn(1099);
    EXPECT_SAID("", "turned the loop 1 ns before its limit was over");
    EXPECT(conn[0].open, "turned the loop 1 ns before its limit was over");
    turn(1100);
    EXPECT_SAID("0", "turned the loop when its limit was over");
    EXPECT(!conn[0].open, "turned the loop when its limit was over");
    turn(1300);
    EXPECT_SAID("0", "turned the loop later");
}

GRADED(tune_idle, a_touch_begins_the_limit_anew,
       "A connection is never closed before `limit` has passed since the last "
       "touch.")
{
    fresh(say_closed);
    tune_idle_add(&set, &conn[0]);
    tune_idle_add(&set, &conn[1]);
    turn(1060);
    tune_idle_touch(&conn[0]);
    turn(1100);
    EXPECT_SAID("1",
                "added 0 and 1 at 0, touched 0 at 60, turned the loop at 100: "
                "which are closed");
    turn(1150);
    tune_idle_touch(&conn[0]);
    tune_idle_touch(&conn[1]);
    turn(1160);
    EXPECT_SAID("1", "touched 0 again at 150, turned the loop at 160");
    turn(1249);
    EXPECT_SAID("1", "turned the loop 1 ns before its limit was over");
    turn(1250);
    EXPECT_SAID("1 0", "turned the loop when its limit was over");
}

GRADED(tune_idle, the_order_is_that_of_the_last_touches, "their last touches")
{
    fresh(say_closed);
    for (int i = 0; i < 4; i++)
        tune_idle_add(&set, &conn[i]);
    turn(1010);
    tune_idle_touch(&conn[0]);
    turn(1020);
    tune_idle_touch(&conn[2]);
    turn(1030);
    tune_idle_touch(&conn[1]);
    for (aw_time at = 1031; at < 1200; at++)
        turn(at);
    EXPECT_SAID("3 0 2 1", "touched 0, then 2, then 1");
}

GRADED(tune_idle, a_late_loop_closes_all_that_are_over,
       "A loop that comes late closes it in the first turn that it takes")
{
    fresh(say_closed);
    tune_idle_add(&set, &conn[0]);
    tune_idle_add(&set, &conn[1]);
    turn(1050);
    tune_idle_touch(&conn[1]);
    turn(1500);
    turn(1500);
    EXPECT_SAID("0 1", "came four limits late");
}

GRADED(tune_idle, a_removed_connection_is_not_closed,
       "It is not open any more, and `on_close` is not told.")
{
    struct tune_conn *one = malloc(sizeof(*one));

    fresh(say_closed);
    tune_idle_add(&set, one);
    tune_idle_add(&set, &conn[1]);
    tune_idle_touch(one);
    tune_idle_remove(one);
    EXPECT(!one->open, "removed a connection");
    tune_idle_remove(one);
    free(one);
    turn(1050);
    tune_idle_touch(&conn[1]);
    turn(1100);
    turn(1150);
    EXPECT_SAID("1", "removed and freed one of two");
    tune_idle_remove(&conn[1]);
    EXPECT(!conn[1].open, "removed a closed connection");
}

static void add_again(struct tune_conn *which)
{
    say("%d", (int)(which - conn));
    if (which == &conn[0])
        tune_idle_add(&set, which);
    if (which == &conn[1])
        tune_idle_remove(&conn[2]);
}

GRADED(tune_idle, on_close_may_add_and_remove,
       "the connection is not open any more, and may be freed or added again.")
{
    fresh(add_again);
    for (int i = 0; i < 4; i++)
        tune_idle_add(&set, &conn[i]);
    turn(1100);
    EXPECT_SAID("0 1 3", "0 adds itself again, 1 removes 2");
    EXPECT(conn[0].open, "0 adds itself again");
    turn(1199);
    EXPECT_SAID("0 1 3", "its new limit is not over");
    turn(1200);
    EXPECT_SAID("0 1 3 0", "its new limit is over");
    tune_idle_remove(&conn[0]);
}

static void judge(struct tune_conn *which)
{
    aw_time over = touched[which - conn] + LIMIT;

    early += clock_.time < over;
    late += clock_.time > over;
    closed++;
}

GRADED(tune_idle, many_connections_and_many_touches,
       "A connection is never closed before `limit` has passed since the last "
       "touch.")
{
    fresh(judge);
    for (int i = 0; i < MANY; i++) {
        tune_idle_add(&set, &conn[i]);
        touched[i] = 1000;
    }
    for (aw_time at = 1001; at < 2000; at++) {
        turn(at);
        for (int k = 0; k < 10; k++) {
            size_t i = (size_t)graded_random(MANY);

            tune_idle_touch(&conn[i]);
            touched[i] = conn[i].open ? at : touched[i];
        }
    }
    for (aw_time at = 2000; at < 2101; at++)
        turn(at);
    EXPECT_INT(closed, MANY, "left 200 connections alone in the end");
    EXPECT_INT(early, 0, "so many were closed too early");
    EXPECT_INT(late, 0, "so many were closed too late");
}

static void say_when_closed(struct tune_conn *which)
{
    say("%d@%d", (int)(which - conn), (int)clock_.time);
}

/* One deed at a moment: what is closed at one moment has no promised order. */
GRADED(tune_idle, a_drawn_life_is_as_in_the_reference,
       "When the loop turns at the moment at which the limit is over, the "
       "connection is closed in that turn.")
{
    fresh(say_when_closed);
    for (aw_time at = 1001; at < 2100; at++) {
        struct tune_conn *drawn = &conn[graded_random(12)];

        turn(at);
        if (at > 2000 || graded_random(4))
            continue;
        if (!drawn->open)
            tune_idle_add(&set, drawn);
        else if (graded_random(6) == 0)
            tune_idle_remove(drawn);
        else
            tune_idle_touch(drawn);
    }
    EXPECT_AS_REFERENCE("connections are added, touched and removed as it is "
                        "drawn, and closed (3@1200: the one of number 3)");
}
