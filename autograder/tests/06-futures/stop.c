/* SPDX-License-Identifier: MIT */
/* Stopping a watch; what is counted; a loop that is closed.  A part of
 * watch.c, which includes it. */
#include "fixture.h"

/* B6 */
GRADED(stop, a_linked_watch_is_stopped,
       "Forget the watch, linked or queued; it is not called.")
{
    arrange("abcd");

    EXPECT(aw_watch_stop(&ear[1].watch), "stopped b of a, b, c, d");
    EXPECT_STR(linked(&f), "acd dca", "stopped b of a, b, c, d");
    EXPECT_PTR(ear[1].watch.future, NULL, "stopped b");
    EXPECT(aw_watch_stop(&ear[0].watch), "stopped the first");
    EXPECT(aw_watch_stop(&ear[3].watch), "stopped the last");
    EXPECT_STR(linked(&f), "c c", "stopped all but c");
    EXPECT(!aw_future_done(&f), "stopped all but c");
    aw_future_resolve(&f, num(7));
    turn();
    EXPECT_SAID("c=7", "stopped all but c, resolved the future");
}

GRADED(stop, a_queued_watch_is_stopped,
       "Forget the watch, linked or queued; it is not called.")
{
    arrange("abc");
    aw_future_resolve(&f, num(7));

    EXPECT(aw_watch_stop(&ear[1].watch), "stopped b, which is queued");
    turn();
    EXPECT_SAID("a=7 c=7", "stopped b when it was queued");
    EXPECT(!aw_watch_stop(&ear[1].watch), "stopped b, which is idle by now");
}

GRADED(stop, a_queued_watch_is_stopped_without_its_future,
       "The future is left alone, and need not exist any more when the watch "
       "is queued.")
{
    arrange("abc");
    aw_future_resolve(&f, num(7));
    aw_future_deinit(&f);

    memset(&f, 0xff, sizeof(f));
    EXPECT(aw_watch_stop(&ear[0].watch), "the future is gone; stopped a");
    EXPECT_INT(f.awaits, UINT32_MAX, "looked at the memory of the future");
    memset(&f, 0, sizeof(f));
    EXPECT(aw_watch_stop(&ear[1].watch), "the future is gone; stopped b");
    EXPECT_INT(f.awaits, 0, "looked at the memory of the future");
    turn();
    EXPECT_SAID("c=7", "the future is gone; stopped a and b");
}

GRADED(stop, there_is_nothing_to_stop_in_an_idle_watch,
       "Returns true when it was linked or queued.")
{
    arrange("ab");

    aw_watch_stop(&ear[0].watch);
    EXPECT(!aw_watch_stop(&ear[0].watch), "stopped a watch twice");
    EXPECT(!aw_watch_stop(&ear[2].watch), "stopped one that never started");
    aw_future_resolve(&f, num(7));
    turn();
    EXPECT(!aw_watch_stop(&ear[1].watch), "stopped one that has run");
    EXPECT_INT(f.awaits, 0, "stopped three that are idle");
}

static void stop_next(struct ear *me)
{
    say(aw_watch_stop(&me[1].watch) ? "yes" : "no");
}

static void stop_previous(struct ear *me)
{
    say(aw_watch_stop(&me[-1].watch) ? "yes" : "no");
}

/* B6 */
GRADED(stop, a_callback_stops_its_neighbour,
       "Forget the watch, linked or queued; it is not called.")
{
    arrange("abcd");
    ear[0].act = stop_next;
    ear[3].act = stop_previous;
    aw_future_resolve(&f, num(7));
    turn();

    EXPECT_SAID("a=7 yes c=7 d=7 no", "a stopped b; d stopped c, too late");
}

GRADED(stop, a_stopped_watch_may_start_again,
       "The watch may be started again, with this future or another one.")
{
    arrange("ab");
    aw_watch_stop(&ear[0].watch);
    start("a", &f);
    EXPECT_STR(linked(&f), "ba ab", "stopped a, started it again");

    aw_future_resolve(&f, num(7));
    aw_watch_stop(&ear[1].watch);
    start("b", &g);
    aw_future_resolve(&g, num(8));
    turn();
    EXPECT_SAID("a=7 b=8", "stopped b when it was queued; started it on g");
}

/* ---- What is counted, and what is retrieved ------------------------------*/

GRADED(stop, only_those_who_await_are_counted,
       "counts in the future's `awaits` while linked")
{
    arrange("abef");
    EXPECT_INT(f.awaits, 2, "started two that await and two others");

    aw_watch_stop(&ear[4].watch);
    EXPECT_INT(f.awaits, 2, "stopped one that does not await");
    aw_watch_stop(&ear[0].watch);
    EXPECT_INT(f.awaits, 1, "stopped one that awaits");
    aw_future_resolve(&f, num(7));
    EXPECT_INT(f.awaits, 0, "settled it");
    aw_watch_stop(&ear[1].watch);
    start("a", &f);
    EXPECT_INT(f.awaits, 0, "stopped a queued one, started one afterwards");
}

/* B8 */
GRADED(stop, who_awaits_retrieves,
       "A watch that awaits retrieves the outcome by that.")
{
    arrange("ea");
    listen_for_reports();
    aw_future_fail(&f, -EIO);
    EXPECT(f.retrieved, "failed what one awaits");
    aw_future_deinit(&f);
    aw_future_fail(&g, -EIO);
    EXPECT(!g.retrieved, "failed what nobody awaits");
    start("b", &g);
    EXPECT(g.retrieved, "began to await what had failed");
    aw_future_deinit(&g);

    EXPECT_SAID("", "deinitialised both");
}

/* B8 */
GRADED(stop, who_only_wants_to_know_retrieves_nothing,
       "A watch that awaits retrieves the outcome by that.")
{
    arrange("ea");
    listen_for_reports();
    aw_watch_stop(&ear[0].watch);

    aw_future_fail(&f, -EIO);
    start("f", &f);
    aw_future_deinit(&f);

    EXPECT_SAID("reported-EIO", "the one who awaited had stopped before");
    turn();
    EXPECT_SAID("reported-EIO e=EIO f=EIO", "took a turn after that");
}

/* ---- A closed loop, and chance ------------------------------------------*/

GRADED(stop, in_a_closed_loop_nothing_is_pushed,
       "In a loop that is closed nothing is pushed: its watches get their "
       "copy, and are idle.")
{
    arrange("ab");
    aw_loop_close(&loop);

    aw_future_resolve(&f, num(7));
    start("c", &f);

    for (int i = 0; i < 3; i++) {
        EXPECT(!aw_watch_stop(&ear[i].watch), "resolved in a closed loop");
        EXPECT_INT(ear[i].watch.state, AW_DONE, "looked at %c", 'a' + i);
        EXPECT_PTR(ear[i].watch.value, num(7), "looked at %c", 'a' + i);
    }
    start("a", &g);
    EXPECT_STR(linked(&g), "a a", "started one on a pending future");
}

/* Start an ear that is not in `order`, at its end, or stop one that is.
 * Returns by how much the number of those who await has changed. */
static int start_or_stop(struct ear *one, char *order)
{
    char *at = strchr(order, one->name);

    if (at) {
        aw_watch_stop(&one->watch);
        memmove(at, at + 1, strlen(at));
    } else {
        aw_watch_start(&one->watch, &f);
        strncat(order, &one->name, 1);
    }
    return !one->watch.awaits ? 0 : at ? -1 : 1;
}

GRADED(stop, chance_agrees_with_a_model,
       "Invariant: a watch is linked in a future, or queued, or idle.")
{
    for (int round = 0; round < 20; round++) {
        char order[MOST + 1] = "", is[4 * MOST];
        int awaits = 0;

        arrange("");
        for (int step = 0; step < 20; step++)
            awaits += start_or_stop(&ear[graded_random(MOST)], order);

        snprintf(is, sizeof(is), "%s", linked(&f));
        EXPECT_INT(strlen(is), 2 * strlen(order) + 1, "looked both ways");
        is[strlen(order)] = '\0';
        EXPECT_STR(is, order, "started and stopped: left in this order");
        EXPECT_INT(f.awaits, awaits, "started and stopped: %s left", order);
        aw_loop_close(&loop);
    }
}
