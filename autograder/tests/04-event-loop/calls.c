/* SPDX-License-Identifier: MIT */
/* Calling soon, later and at; watchers; signals. */
#include "fixture.h"

#include <signal.h>
#include <stdlib.h>

/* Here they are what is graded. */
static void call_soon(const char *names)
{
    for (; *names; names++)
        EXPECT_INT(aw_call_soon(&loop, &of(*names)->handle), 0, "called %c",
                   *names);
}

static void call_later(char name, aw_time delay)
{
    EXPECT_INT(aw_call_later(&loop, &of(name)->timer, delay), 0,
               "called %c later", name);
}

static void call_at(char name, aw_time when)
{
    EXPECT_INT(aw_call_at(&loop, &of(name)->timer, when), 0, "called %c at",
               name);
}

/* ---- Soon ---------------------------------------------------------------*/

GRADED(calls, soon_is_in_order_and_once, "Call `handle` in the next turn.")
{
    /* A1 */
    open_loop();
    call_soon("cab");
    EXPECT_SAID("", "called c, a, b soon");
    aw_loop_run(&loop);
    EXPECT_SAID("c a b", "ran");
    aw_loop_run(&loop);
    EXPECT_SAID("c a b", "ran again");
}

static void cancels_b(struct step *me)
{
    (void)me;
    say(aw_handle_cancel(&of('b')->handle) ? "yes" : "no");
}

GRADED(calls, a_call_can_be_cancelled,
       "Cancel with aw_handle_cancel and aw_timer_stop.")
{
    /* A3 */
    open_loop();
    of('a')->act = cancels_b;
    of('c')->act = cancels_b;
    call_soon("abc");
    aw_loop_run(&loop);
    EXPECT_SAID("a yes c no", "a cancelled b, and so did c");
}

GRADED(calls, calling_twice_is_misuse, "Queueing it twice is misuse.")
{
    open_loop();
    call_soon("a");
    EXPECT_MISUSE(aw_call_soon(&loop, &of('a')->handle), "",
                  "called a soon that is queued");
    aw_loop_run(&loop);
    EXPECT_SAID("a", "ran");
}

/* ---- Later, and at ------------------------------------------------------*/

GRADED(calls, later_counts_from_now,
       "Call `timer` when `delay` has passed, counted from this call, and "
       "never earlier.")
{
    open_loop();
    clock_.time = 7777;
    call_later('b', 20);
    call_later('a', 10);
    EXPECT_INT(of('a')->timer.when, 7787, "called a 10 later, at 7777");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "took an iteration");
    EXPECT_INT(clock_.time, 7787, "took an iteration");
    aw_loop_run(&loop);
    EXPECT_INT(clock_.time, 7797, "ran");
    EXPECT_SAID("a b", "ran");
}

static void calls_b_later(struct step *me)
{
    (void)me;
    call_later('b', AW_SEC);
}

GRADED(calls, later_counts_from_the_call_in_a_slow_callback,
       "when `delay` has passed, counted from this call")
{
    /* A11 */
    open_loop();
    of('a')->work = 5 * AW_SEC;
    of('a')->act = calls_b_later;
    call_soon("a");
    call_at('c', 1000 + 6 * AW_SEC - 1);
    aw_loop_run(&loop);
    EXPECT_SAID("a c b", "a works for 5 s, and calls b 1 s later");
    EXPECT_INT(clock_.time, 1000 + 6 * AW_SEC, "b came at its time");
}

GRADED(calls, no_delay_is_the_next_turn,
       "Zero and less: in the next turn, behind all that is queued.")
{
    /* A13 */
    open_loop();
    call_later('a', 0);
    call_later('b', -5);
    call_later('c', INT64_MIN);
    call_soon("d");
    aw_loop_run_once(&loop);
    EXPECT_SAID("d a b c", "called a, b, c with no delay, then d soon");
    EXPECT_INT(clock_.time, 1000, "called them with no delay");
}

GRADED(calls, a_huge_delay_is_never,
       "Call `timer` when `delay` has passed, counted from this call, and "
       "never earlier.")
{
    /* A14 */
    open_loop();
    call_later('a', AW_NEVER);
    call_later('b', AW_NEVER - 1);
    call_later('c', AW_NEVER - 1000);
    EXPECT_INT(aw_loop_run_once(&loop), 0, "called three as late as can be");
    EXPECT_SAID("", "called three as late as can be");
    call_later('d', AW_NEVER - 1001);
    EXPECT_INT(aw_loop_run(&loop), 0, "called d a nanosecond before never");
    EXPECT_SAID("d", "called d a nanosecond before never");
    aw_loop_close(&loop);
}

GRADED(calls, at_is_exact,
       "Call `timer` when the loop's clock shows `when`, and never earlier.")
{
    /* A10 */
    open_loop();
    call_at('a', 1001);
    call_at('b', 1002);
    clock_.clock.jump = NULL;
    spy.before = NULL;
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "took an iteration");
    EXPECT_INT(clock_.time, 1001, "took an iteration");
    call_at('c', 1);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c", "called c for a moment that has passed");
    aw_loop_run(&loop);
    EXPECT_SAID("a c b", "ran");
    EXPECT_INT(clock_.time, 1002, "ran");
}

static struct aw_timer many[1000];
static int out_of_order, next_one;

static int in_order(struct aw_handle *handle)
{
    struct aw_timer *timer = aw_container_of(handle, struct aw_timer, handle);

    out_of_order += timer - many != next_one++;
    return 0;
}

GRADED(calls, equal_moments_keep_their_order,
       "Call `timer` when the loop's clock shows `when`, and never earlier.")
{
    /* A12 */
    open_loop();
    for (int i = 0; i < 1000; i++) {
        aw_timer_init(&many[i], in_order);
        aw_call_at(&loop, &many[i], 5000);
    }
    aw_loop_run(&loop);
    EXPECT_INT(next_one, 1000, "called a thousand at the same moment");
    EXPECT_INT(out_of_order, 0, "called a thousand at the same moment");
    aw_loop_close(&loop);
}

static void stops_b(struct step *me)
{
    (void)me;
    say(aw_timer_stop(&loop.timers, &of('b')->timer) ? "yes" : "no");
}

GRADED(calls, a_timer_stops_one_that_is_due_with_it,
       "Cancel with aw_handle_cancel and aw_timer_stop.")
{
    /* A17 */
    open_loop();
    of('a')->act = stops_b;
    call_at('a', 2000);
    call_at('b', 2000);
    call_at('c', 2000);
    aw_loop_run(&loop);
    EXPECT_SAID("a yes c", "a, b and c are due together, and a stops b");
}

static void again_in_a_second(struct step *me)
{
    if (++me->result < 4)
        call_later(me->name, AW_SEC);
    else
        me->result = 0;
}

GRADED(calls, a_timer_starts_itself_again,
       "Call `timer` when `delay` has passed, counted from this call")
{
    open_loop();
    of('a')->act = again_in_a_second;
    call_later('a', AW_SEC);
    call_at('b', 1000 + 5 * AW_SEC / 2);
    aw_loop_run(&loop);
    EXPECT_SAID("a a b a a", "a starts itself three times, after a second");
    EXPECT_INT(clock_.time, 1000 + 4 * AW_SEC, "a started itself three times");
    call_later('a', AW_SEC);
    call_later('a', 3 * AW_SEC);
    of('a')->act = NULL;
    aw_loop_run(&loop);
    EXPECT_INT(clock_.time, 1000 + 7 * AW_SEC, "started it, started it again");
    EXPECT_SAID("a a b a a a", "started it, started it again");
}

GRADED(calls, stopped_timers_leave_nothing_behind,
       "Cancel with aw_handle_cancel and aw_timer_stop.")
{
    struct graded_alloc alloc;

    /* A16 */
    graded_alloc_init(&alloc);
    EXPECT_INT(try_open(&alloc.alloc), 0, "made a loop with an allocator");
    for (int i = 0; i < 100000; i++) {
        aw_call_later(&loop, &of('a')->timer, 3600 * AW_SEC);
        aw_call_soon(&loop, &of('b')->handle);
        if (i % 100 == 0)
            aw_loop_run_once(&loop);
        aw_handle_cancel(&of('b')->handle);
        aw_timer_stop(&loop.timers, &of('a')->timer);
    }
    EXPECT_INT(loop.timers.live, 0, "started and stopped a timer 100000 times");
    EXPECT_AT_MOST(alloc.bytes, 20000, "started and stopped it 100000 times");
    EXPECT_INT(clock_.time, 1000, "started and stopped it 100000 times");
    aw_loop_close(&loop);
}

/* ---- After the close ----------------------------------------------------*/

GRADED(calls, a_closed_loop_refuses,
       "Each returns 0, or -ESHUTDOWN after aw_loop_close: then nothing is "
       "queued.")
{
    struct line line;

    /* A8 */
    open_loop();
    aw_loop_close(&loop);
    loop.clock = NULL; /* it was borrowed until the close */
    EXPECT_INT(aw_call_soon(&loop, &of('a')->handle), -ESHUTDOWN, "closed");
    EXPECT_INT(aw_call_later(&loop, &of('b')->timer, 0), -ESHUTDOWN, "closed");
    EXPECT_INT(aw_call_at(&loop, &of('c')->timer, 0), -ESHUTDOWN, "closed");
    line.io = (struct aw_io){.fd = -1};
    EXPECT_INT(watch('d', &line, AW_READ), -ESHUTDOWN, "closed, then watched");
    EXPECT(!aw_unwatch_io(&of('d')->watcher), "closed, watched, unwatched");
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, &of('e')->handle), -ESHUTDOWN,
               "closed, then watched a signal");
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, NULL), -ESHUTDOWN, "closed");
    EXPECT(!aw_handle_queued(&of('a')->handle), "closed, then called a soon");
    EXPECT(aw_list_empty(&of('b')->timer.link), "closed, then called b later");
    EXPECT(aw_list_empty(&of('c')->timer.link), "closed, then called c at");
    EXPECT(!aw_timer_stop(&loop.timers, &of('b')->timer), "and stopped it");
}

/* ---- Watchers -----------------------------------------------------------*/

static struct line line;

static void drains(struct step *me)
{
    (void)me;
    line_drain(&line);
}

static void open_watched(void)
{
    open_loop();
    line_open(&line);
    of('a')->act = drains;
    EXPECT_INT(watch('a', &line, AW_READ), 0, "watched a socket");
}

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
    EXPECT(line.io.wait[AW_READ] == NULL, "a watcher freed itself");
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
    EXPECT(reported == watcher_ran, "a failed: the callback that is reported");
    line_close(&line);
}

/* ---- Watchers that are over ---------------------------------------------*/

GRADED(calls, closing_ends_a_watcher,
       "`fn` is called once more with the reason in `wait.status`, and no "
       "more")
{
    /* A25 */
    open_watched();
    watch('b', &line, AW_WRITE);
    aw_io_close(&loop.poller, &line.io);
    aw_loop_run(&loop);
    EXPECT_SAID("a:EBADF b:EBADF", "closed what a and b watch");
    EXPECT(!aw_unwatch_io(&of('a')->watcher), "stopped a after that");
    line_close(&line);
}

static void closes_line(struct step *me)
{
    (void)me;
    aw_io_close(&loop.poller, &line.io);
}

GRADED(calls, closing_behind_the_poll_ends_a_watcher_too,
       "-EBADF when `io` was closed, also if it has been opened again")
{
    open_watched();
    of('a')->act = NULL;
    of('b')->act = closes_line;
    soon("b");
    line_send(&line);
    aw_loop_run(&loop);
    EXPECT_SAID("b a:EBADF", "b closed what a watches; a was queued already");
    EXPECT_INT(aw_loop_run_once(&loop), 0, "took one more iteration");
    line_close(&line);
}

static struct line next;

static void opens_another(struct step *me)
{
    struct aw_io *io = &line.io;

    (void)me;
    aw_io_close(&loop.poller, io);
    EXPECT_INT(aw_io_open(&loop.poller, io, next.fd[0]), 0, "opened it again");
}

GRADED(calls, the_next_use_of_an_io_is_not_watched,
       "-EBADF when `io` was closed, also if it has been opened again")
{
    open_watched();
    line_open(&next);
    aw_io_close(&loop.poller, &next.io);
    of('b')->act = opens_another;
    soon("b");
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("b a:EBADF", "b closed it, and opened it for another socket");
    EXPECT(line.io.wait[AW_READ] == NULL, "does anybody wait for the new one?");
    line_send(&next);
    at('c', 2000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("b a:EBADF c", "wrote to the new one");
    EXPECT_INT(watch('a', &line, AW_READ), 0, "watched the new one");
    aw_loop_run_once(&loop);
    EXPECT_SAID("b a:EBADF c a", "watched the new one");
    line_close(&line);
}

static void takes_the_place(struct step *me)
{
    static struct aw_io_wait wait;

    aw_handle_init(&wait.handle, me->handle.fn);
    EXPECT_INT(aw_io_wait(&loop.poller, &line.io, AW_READ, &wait), 0,
               "waited in the place of a watcher whose news is queued");
}

GRADED(calls, a_place_taken_behind_the_poll_ends_a_watcher,
       "-EBUSY when somebody else began to wait in its place, which can "
       "happen between the poll and the call")
{
    open_watched();
    of('b')->act = takes_the_place;
    soon("b");
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("b a:EBUSY", "b took the place of a, whose news was queued");
    EXPECT(!aw_unwatch_io(&of('a')->watcher), "stopped a after that");
    EXPECT(line.io.wait[AW_READ] != NULL, "does b still wait?");
    line_close(&line);
}

static void frees_itself(struct step *me)
{
    memset(&me->watcher, 0xff, sizeof(me->watcher));
}

GRADED(calls, a_watcher_that_is_over_may_be_freed,
       "from aw_watch_io until it is stopped or was told that it is over")
{
    open_watched();
    of('a')->act = frees_itself;
    aw_io_close(&loop.poller, &line.io);
    aw_loop_run(&loop);
    EXPECT_SAID("a:EBADF", "closed what a watches, and a went");
    line_close(&line);
    aw_loop_close(&loop);
}

/* ---- Signals ------------------------------------------------------------*/

GRADED(calls, a_signal_calls_its_handle,
       "Call `handle` whenever signal `signo` has arrived; NULL stops that.")
{
    /* A44, A45 */
    open_loop();
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, &of('a')->handle), 0, "watched");
    EXPECT_INT(aw_loop_signal(&loop, SIGHUP, &of('b')->handle), 0, "watched");
    for (int i = 0; i < 3; i++)
        raise(SIGUSR1);
    raise(SIGHUP);
    EXPECT_SAID("", "raised signals");
    aw_loop_run_once(&loop);
    EXPECT(strstr(said(), "a") && strstr(said(), "b"), "took an iteration");
    EXPECT_INT(strlen(said()), 3, "took an iteration: what was said");
    forget();
    raise(SIGUSR1);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "raised it again");
    EXPECT_SAID("a", "raised it again");
    aw_loop_close(&loop);
}

static void unwatches_signal(struct step *me)
{
    (void)me;
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, NULL), 0, "stopped SIGUSR1");
}

GRADED(calls, the_loop_waits_for_its_signals,
       "A loop waits for the signals that it watches: it is not idle.")
{
    /* A47 */
    open_loop();
    of('a')->act = unwatches_signal;
    aw_loop_signal(&loop, SIGUSR1, &of('b')->handle);
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, &of('a')->handle), 0, "again");
    aw_loop_signal(&loop, SIGRTMAX, &of('c')->handle);
    EXPECT_INT(aw_loop_signal(&loop, SIGRTMAX, NULL), 0, "stopped SIGRTMAX");
    EXPECT_INT(loop.signals, (uint64_t)1 << (SIGUSR1 - 1), "watches SIGUSR1");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "watches SIGUSR1");
    raise(SIGUSR1);
    EXPECT_INT(aw_loop_run(&loop), 0, "raised it; a stops it");
    EXPECT_SAID("a", "raised it; a stops it");
    EXPECT_INT(loop.signals, 0, "a stopped it");
    aw_loop_close(&loop);
}

GRADED(calls, a_refused_signal_changes_nothing,
       "Returns what the engine's `signal` returns (aw/poller.h)")
{
    const int bad[] = {SIGKILL, SIGSTOP, SIGCHLD, 0, -1, 65, 1 << 30};

    /* A46, A47 */
    open_loop();
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        EXPECT_INT(aw_loop_signal(&loop, bad[i], &of('a')->handle), -EINVAL,
                   "watched signal %d", bad[i]);
        EXPECT_INT(aw_loop_signal(&loop, bad[i], NULL), -EINVAL, "stopped %d",
                   bad[i]);
    }
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, NULL), -ENOENT,
               "stopped SIGUSR1");
    EXPECT_INT(loop.signals, 0, "was refused");
    EXPECT_INT(aw_loop_run_once(&loop), 0, "took an iteration");
    aw_loop_close(&loop);
}
