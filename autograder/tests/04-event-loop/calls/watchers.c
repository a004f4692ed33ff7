/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdlib.h>

GRADED(calls, a_watcher_goes_on,
       "Call `fn` whenever `io` is ready for `dir`, at most once in a turn, "
       "until aw_unwatch_io.")
{
    open_watched();
    for (int i = 0; i < 3; i++) {
        line_send(&line);
        line_send(&line);
        EXPECT_INT(aw_loop_run_once(&loop), 1, "wrote, took an iteration");
    }
    EXPECT_SAID("a a a", "wrote and took an iteration, three times");
    at('b', 2000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a a a b", "took an iteration without writing");
    EXPECT(aw_unwatch_io(&of('a')->watcher), "stopped it");
    line_send(&line);
    at('b', 3000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a a a b b", "stopped it, wrote, took an iteration");
    EXPECT(!aw_unwatch_io(&of('a')->watcher), "stopped it twice");
    line_close(&line);
}

static void writes(struct step *me)
{
    (void)me;
    line_send(&line);
}

GRADED(calls, news_during_the_call_are_not_lost,
       "When it is called it watches again already")
{
    open_watched();
    of('a')->act = writes;
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_PTR(line.io.wait[AW_READ], &of('a')->watcher.wait, "called a");
    of('a')->act = drains;
    aw_loop_run_once(&loop);
    EXPECT_SAID("a a", "something was written while a ran");
    line_close(&line);
}

GRADED(calls, the_two_directions_are_watched_apart,
       "Call `fn` whenever `io` is ready for `dir`")
{
    /* A21 */
    open_watched();
    EXPECT_INT(watch('b', &line, AW_WRITE), 0, "watched for room, too");
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b", "readable and writable");
    EXPECT(aw_unwatch_io(&of('b')->watcher), "stopped the writer");
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b a", "stopped the writer");
    EXPECT_INT(watch('b', &line, AW_WRITE), 0, "watched for room again");
    EXPECT(aw_unwatch_io(&of('a')->watcher), "stopped the reader");
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b a b", "stopped the reader");
    line_close(&line);
}

GRADED(calls, a_place_that_is_taken_is_busy,
       "somebody waits for that direction already, and goes on waiting")
{
    /* A20: refused here, replaced in asyncio. */
    open_watched();
    EXPECT_INT(watch('b', &line, AW_READ), -EBUSY, "watched it twice");
    EXPECT(!aw_unwatch_io(&of('b')->watcher), "stopped what was refused");
    EXPECT_INT(watch('a', &line, AW_READ), -EBUSY, "watched with the same one");
    EXPECT_PTR(of('a')->watcher.wait.io, &line.io, "does it still wait?");
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "was refused twice, wrote");
    EXPECT(aw_unwatch_io(&of('a')->watcher), "stopped the first");
    EXPECT_INT(watch('b', &line, AW_READ), 0, "watched with the second");
    line_close(&line);
}

GRADED(
    calls, one_that_watches_is_not_filled_in_anew,
    "Watching with a watcher that watches `io` already, in either direction, "
    "is -EBUSY, and it goes on")
{
    open_watched();
    EXPECT_INT(watch('a', &line, AW_WRITE), -EBUSY,
               "watched with the reader, for room");
    EXPECT_PTR(line.io.wait[AW_WRITE], NULL, "is somebody told of room?");
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "was refused, wrote");
    EXPECT(aw_unwatch_io(&of('a')->watcher), "stopped the reader");
    EXPECT_INT(watch('a', &line, AW_WRITE), 0, "watched with it for room");
    line_close(&line);
}

GRADED(calls, what_is_not_open_is_not_watched,
       "After a failure it does not "
       "watch.")
{
    open_loop();
    line.io = (struct aw_io){.fd = -1};
    EXPECT_INT(watch('a', &line, AW_READ), -EBADF, "watched a closed io");
    EXPECT(!aw_unwatch_io(&of('a')->watcher), "stopped what was refused");
    EXPECT_INT(aw_loop_run_once(&loop), 0, "took an iteration");
    EXPECT_SAID("", "took an iteration");
}

static void unwatches_b(struct step *me)
{
    (void)me;
    say(aw_unwatch_io(&of('b')->watcher) ? "yes" : "no");
}

GRADED(calls, a_callback_stops_a_watcher_of_its_own_turn,
       "Stop a watcher, also when its callback is queued already.")
{
    struct line other;

    /* A22 */
    open_watched();
    line_open(&other);
    of('a')->act = unwatches_b;
    EXPECT_INT(watch('b', &other, AW_READ), 0, "watched a second socket");
    soon("a");
    line_send(&other);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a yes", "b is readable, and queued behind a");
    EXPECT_INT(watch('c', &other, AW_READ), 0, "watched it with c");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a yes c", "b left its news to c");
    line_close(&other);
    line_close(&line);
}

static void unwatches_itself(struct step *me)
{
    say(aw_unwatch_io(&me->watcher) ? "yes" : "no");
    say(aw_unwatch_io(&me->watcher) ? "yes" : "no");
}

GRADED(calls, a_watcher_stops_itself, "so it may stop its own watcher")
{
    open_watched();
    of('a')->act = unwatches_itself;
    line_send(&line);
    aw_loop_run_once(&loop);
    at('b', 2000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a yes no b", "a stopped itself, and nobody has read");
    EXPECT_INT(watch('c', &line, AW_READ), 0, "watched with another one");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a yes no b c", "watched with another one");
    line_close(&line);
}

static int frees_its_watcher(struct aw_handle *handle)
{
    struct aw_io_watcher *w =
        aw_container_of(handle, struct aw_io_watcher, wait.handle);

    say("%d", aw_unwatch_io(w));
    memset(w, 0xff, sizeof(*w));
    free(w);
    return -EIO;
}

GRADED(calls, a_watcher_may_free_itself,
       "so it may stop its own watcher, and free it then")
{
    struct aw_io_watcher *w = malloc(sizeof(*w));

    open_loop();
    line_open(&line);
    EXPECT_INT(aw_watch_io(&loop, w, &line.io, AW_READ, frees_its_watcher), 0,
               "watched");
    line_send(&line);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "a watcher stops and frees itself");
    EXPECT_SAID("1", "a watcher stopped itself, freed itself, and failed");
    EXPECT_PTR(line.io.wait[AW_READ], NULL, "a watcher freed itself");
    line_close(&line);
}

static aw_fn reported;

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    reported = report->fn;
    say("(%s)", aw_error_name(report->error));
}

GRADED(calls, a_watcher_that_fails_goes_on,
       "A negative result of `fn` is reported with `fn`, and it goes on "
       "watching.")
{
    open_watched();
    loop.on_error = hears;
    of('a')->result = -EPROTO;
    for (int i = 0; i < 2; i++) {
        line_send(&line);
        aw_loop_run_once(&loop);
    }
    EXPECT_SAID("a (EPROTO) a (EPROTO)", "a failed twice");
    EXPECT(reported == watcher_ran,
           "a failed: is it the watcher's callback that is reported?");
    line_close(&line);
}
