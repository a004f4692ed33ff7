/* SPDX-License-Identifier: MIT */
/* libuv on either engine; and chapter 04's posts on this one. */
#include "kit.h"

#include <signal.h>

#include "../04-event-loop/post.c"

static const struct aw_poller_ops *const engines[] = {&aw_epoll_ops,
                                                      &aw_uv_ops};
static struct graded_alloc memory;
static uv_loop_t *uv;

/* A loop on `engine`; `clock` NULL is the real one. */
static void open_on(const struct aw_poller_ops *engine, struct aw_clock *clock)
{
    struct aw_loop_options options = {engine, clock, &memory.alloc};

    graded_alloc_init(&memory);
    steps_init();
    kit_time.impatient = true;
    EXPECT_INT(aw_loop_init(&loop, &options), 0, "made a loop on %s",
               engine->name);
}

static void open_with_uv(const struct aw_poller_ops *engine)
{
    open_on(engine, NULL);
    EXPECT_INT(aw_uv_get(&loop, &uv), 0, "asked for libuv on %s", engine->name);
}

static void close_loop(void)
{
    aw_loop_close(&loop);
    EXPECT_INT(memory.bytes, 0, "closed the loop: bytes of memory left");
}

/* ---- Getting it ---------------------------------------------------------*/

GRADED(nested, the_uv_engine_gives_its_own,
       "An engine that has one gives its own.")
{
    open_with_uv(&aw_uv_ops);
    EXPECT_PTR(uv, loop.poller.ops->native(&loop.poller), "asked on uv");
    EXPECT_INT(loop.poller.nio, 0, "asked on uv: descriptors open");
    EXPECT_INT(loop.background, 0, "asked on uv");
    close_loop();
}

GRADED(nested, any_other_engine_gets_one_on_the_first_call,
       "For any other a uv_loop_t is made on the first call and nested in the "
       "loop: one descriptor, which the poller watches, and a source.")
{
    open_on(&aw_epoll_ops, NULL);
    EXPECT(loop.slot[AW_SLOT_UV] == NULL, "made a loop");
    EXPECT_INT(aw_uv_get(&loop, &uv), 0, "asked on epoll");
    EXPECT(uv != NULL, "asked on epoll");
    EXPECT(loop.slot[AW_SLOT_UV] != NULL, "asked on epoll");
    EXPECT(!aw_list_empty(&loop.sources), "asked on epoll");
    EXPECT_INT(loop.poller.nio, 1, "asked on epoll: descriptors open");
    EXPECT_INT(loop.background, 1, "asked on epoll: in the background");
    close_loop();
}

GRADED(nested, it_is_always_the_same_one, "always the same one")
{
    for (int i = 0; i < 2; i++) {
        uv_loop_t *again = NULL;
        size_t asked;

        open_with_uv(engines[i]);
        asked = memory.calls;
        EXPECT_INT(aw_uv_get(&loop, &again), 0, "asked twice");
        EXPECT_PTR(again, uv, "asked twice");
        EXPECT_INT(memory.calls, asked, "asked twice: requests for memory");
        close_loop();
    }
}

GRADED(nested, a_closed_loop_has_none, "the loop is closed")
{
    for (int i = 0; i < 2; i++) {
        uv_loop_t *mine = (uv_loop_t *)&memory;

        open_with_uv(engines[i]);
        close_loop();
        EXPECT_INT(aw_uv_get(&loop, &mine), -ESHUTDOWN, "asked after the end");
        EXPECT_PTR(mine, &memory, "asked after the end");
    }
}

GRADED(nested, a_failure_leaves_nothing,
       "Returns 0 and sets `*uv`, or leaves it alone")
{
    uv_loop_t *mine = NULL;

    for (int i = 0; i < 2; i++) {
        open_on(engines[i], NULL);
        memory.fail_from = memory.calls + 1;
        EXPECT_INT(aw_uv_get(&loop, &mine), -ENOMEM, "asked without memory");
        memory.fail_from = 0;
        kit_fail = (struct kit_fail){.create = 1};
        EXPECT_INT(aw_uv_get(&loop, &mine), i ? 0 : -EMFILE,
                   "asked while no descriptor can be made, on %s",
                   engines[i]->name);
        kit_fail = (struct kit_fail){0};
        EXPECT((mine != NULL) == i, "failed on epoll");
        EXPECT(aw_list_empty(&loop.sources) == !i, "failed on epoll");
        EXPECT_INT(loop.poller.nio + loop.background, 0, "failed on epoll");
        EXPECT_INT(aw_uv_get(&loop, &mine), 0, "asked again");
        close_loop();
    }
}

GRADED(nested, a_poller_that_refuses_is_reported,
       "-ENOMEM, -EMFILE or another negative code that libuv or the poller has "
       "for a loop that cannot be made")
{
    uv_loop_t *mine = NULL;
    int before;

    /* The second request is the poller's: its table of descriptors. */
    kit_warm_up();
    open_on(&aw_epoll_ops, NULL);
    before = kit_open_numbers();
    memory.fail_once = memory.calls + 2;
    EXPECT_INT(aw_uv_get(&loop, &mine), -ENOMEM, "asked, the poller fails");
    EXPECT_INT(kit_open_numbers(), before, "failed: descriptors open");
    EXPECT(mine == NULL && loop.poller.nio == 0, "failed");
    close_loop();
}

/* ---- Alive, or not ------------------------------------------------------*/

static void timer_says(uv_timer_t *timer)
{
    say("t");
    aw_ready_push(&loop.ready, timer->data);
}

static uv_timer_t timer;

/* A timer of libuv's that says "t" and pushes a. */
static void start_timer(uint64_t ms)
{
    uv_timer_init(uv, &timer);
    timer.data = &of('a')->handle;
    uv_update_time(uv);
    uv_timer_start(&timer, timer_says, ms, 0);
}

GRADED(nested, it_keeps_no_loop_alive_by_itself,
       "A handle that is not referenced keeps no loop going")
{
    for (int i = 0; i < 2; i++) {
        open_with_uv(engines[i]);
        EXPECT_INT(aw_loop_run(&loop), 0, "ran a loop with libuv on %s",
                   engines[i]->name);
        start_timer(1000000);
        uv_unref((uv_handle_t *)&timer);
        EXPECT_INT(aw_loop_run(&loop), 0, "ran it with a timer of nobody's");
        EXPECT_INT(loop.holds, 0, "ran it: holds");
        close_loop();
    }
    EXPECT_SAID("", "ran loops with nothing to do");
}

GRADED(nested, the_loop_waits_for_a_timer_of_libuvs,
       "The loop waits for what is alive in libuv's sense")
{
    for (int i = 0; i < 2; i++) {
        uint64_t begun = uv_hrtime();

        open_with_uv(engines[i]);
        start_timer(5);
        EXPECT_INT(aw_loop_run(&loop), 0, "ran it with a timer of libuv's");
        EXPECT(uv_hrtime() - begun >= 5 * AW_MS - AW_MS, "a timer of 5 ms");
        EXPECT_INT(loop.holds, 0, "ran it: holds");
        close_loop();
    }
    EXPECT_SAID("t a t a", "ran a timer of libuv's on both engines");
}

static void works(uv_work_t *request)
{
    (void)request;
    usleep(2000);
}

static void worked(uv_work_t *request, int status)
{
    say("worked=%d", status);
    aw_call_soon(&loop, request->data);
}

static uv_work_t work;

static void start_work(void)
{
    work.data = &of('a')->handle;
    EXPECT_INT(uv_queue_work(uv, &work, works, worked), 0, "gave work");
}

GRADED(nested, the_loop_waits_for_a_request,
       "The loop waits for what is alive in libuv's sense: handles that are "
       "active and referenced, requests, handles that are being closed.")
{
    for (int i = 0; i < 2; i++) {
        open_with_uv(engines[i]);
        start_work();
        EXPECT_INT(aw_loop_run(&loop), 0, "ran it with work in a thread");
        close_loop();
    }
    EXPECT_SAID("worked=0 a worked=0 a", "ran work on both engines");
}

static void says_closed(uv_handle_t *handle)
{
    (void)handle;
    say("closed");
}

GRADED(nested, the_loop_waits_for_a_handle_to_be_closed,
       "The loop waits for what is alive in libuv's sense: handles that are "
       "active and referenced, requests, handles that are being closed.")
{
    for (int i = 0; i < 2; i++) {
        open_with_uv(engines[i]);
        uv_timer_init(uv, &timer);
        uv_close((uv_handle_t *)&timer, says_closed);
        EXPECT_INT(aw_loop_run(&loop), 0, "closed a handle, ran");
        EXPECT_SAID(i ? "closed closed" : "closed", "closed a handle, ran");
        close_loop();
    }
}

static void *rings(void *arg)
{
    uv_async_send(arg);
    return NULL;
}

static void rung(uv_async_t *bell)
{
    say("rung");
    uv_close((uv_handle_t *)bell, NULL);
}

GRADED(nested, input_for_libuv_wakes_the_loop,
       "one descriptor, which the poller watches")
{
    for (int i = 0; i < 2; i++) {
        uv_async_t bell;
        pthread_t thread;

        open_with_uv(engines[i]);
        uv_async_init(uv, &bell, rung);
        pthread_create(&thread, NULL, rings, &bell);
        EXPECT_INT(aw_loop_run(&loop), 0, "slept until a thread rang");
        pthread_join(thread, NULL);
        close_loop();
    }
    EXPECT_SAID("rung rung", "slept until a thread rang, on both engines");
}

GRADED(nested, the_same_bell_serves_again_and_again,
       "one descriptor, which the poller watches")
{
    int bad = 0;
    uv_async_t bell;

    open_with_uv(&aw_epoll_ops);
    uv_async_init(uv, &bell, NULL);
    for (int i = 0; i < 100; i++) {
        uv_async_send(&bell);
        bad += aw_loop_run_once(&loop) != 1;
    }
    EXPECT_INT(bad, 0, "rang 100 times, took 100 iterations");
    uv_close((uv_handle_t *)&bell, says_closed);
    EXPECT_INT(aw_loop_run(&loop), 0, "closed the bell, ran");
    EXPECT_SAID("closed", "closed the bell, ran");
    close_loop();
}

/* ---- Order and time -----------------------------------------------------*/

GRADED(nested, what_its_callbacks_push_runs_in_the_same_iteration,
       "What they push runs in the same iteration.")
{
    for (int i = 0; i < 2; i++) {
        open_with_uv(engines[i]);
        start_timer(0);
        soon("b");
        later('c', 0);
        EXPECT_INT(aw_loop_run_once(&loop), 1, "took one iteration");
        EXPECT_SAID("t b a c", "one of each, on %s", engines[i]->name);
        forget();
        close_loop();
    }
}

GRADED(nested, libuvs_clock_is_set_before_it_is_asked,
       "The loop waits for what is alive in libuv's sense")
{
    struct aw_source *source_;
    aw_time when;

    /* A11: the clock is ours, and 30 of 40 ms pass before libuv is asked. */
    open_with_uv(&aw_epoll_ops);
    source_ = aw_container_of(loop.sources.next, struct aw_source, link);
    aw_loop_run_once(&loop);
    kit_time.now = (int64_t)uv_hrtime() + AW_SEC;
    start_timer(40);
    aw_loop_run_once(&loop);
    EXPECT_SAID("", "40 ms are not over");
    kit_time.now += 30 * AW_MS;
    when = source_->prepare(source_) - kit_time.now;
    EXPECT(when > 9 * AW_MS && when < 12 * AW_MS, "asked 10 ms before the end");
    kit_time.now += 11 * AW_MS;
    when = source_->prepare(source_) - kit_time.now;
    EXPECT(when <= 0, "asked behind the end");
    source_->dispatch(source_);
    EXPECT_SAID("t", "dispatched behind the end");
    kit_time.now = 0;
    aw_handle_cancel(&of('a')->handle);
    close_loop();
}

GRADED(nested, an_idle_iteration_costs_no_call,
       "In an iteration in which it has nothing to do it costs no system call")
{
    uv_async_t bell;

    open_with_uv(&aw_epoll_ops);
    uv_async_init(uv, &bell, NULL);
    soon("a");
    aw_loop_run_once(&loop);
    kit_calls = (struct kit_calls){0};
    for (int i = 0; i < 10; i++) {
        soon("b");
        aw_loop_run_once(&loop);
    }
    EXPECT_INT(kit_calls.wait, 10, "took 10 iterations: waits");
    EXPECT_INT(kit_calls.ctl + kit_calls.poll, 0, "10 iterations: other calls");
    close_loop();
}

GRADED(nested, a_virtual_clock_stands_while_libuv_is_alive,
       "with them the loop is not idle, and a virtual clock stands still, for "
       "libuv lives in real time")
{
    for (int i = 0; i < 2; i++) {
        aw_clock_virtual_init(&clock_, 1000);
        open_on(engines[i], &clock_.clock);
        aw_uv_get(&loop, &uv);
        later('b', 3600 * AW_SEC);
        start_work();
        aw_loop_run_once(&loop);
        EXPECT_INT(aw_loop_now(&loop), 1000, "took an iteration with work");
        EXPECT_INT(aw_loop_run(&loop), 0, "ran on, with a timer of an hour");
        EXPECT_SAID("worked=0 a b", "work, and a timer of an hour");
        forget();
        EXPECT_INT(aw_loop_now(&loop), 1000 + 3600 * AW_SEC, "ran to the end");
        close_loop();
    }
}

static void ends_in_silence(uv_work_t *request, int status)
{
    (void)request, (void)status;
}

GRADED(nested, what_ends_in_silence_is_noticed,
       "The loop waits for what is alive in libuv's sense")
{
    for (int i = 0; i < 2; i++) {
        struct line line_;

        /* Nothing is pushed.  The clock is virtual: the loop looks twice. */
        aw_clock_virtual_init(&clock_, 1000);
        open_on(engines[i], &clock_.clock);
        aw_uv_get(&loop, &uv);
        uv_timer_init(uv, &timer);
        uv_close((uv_handle_t *)&timer, NULL);
        EXPECT_INT(aw_loop_run(&loop), 0, "closed a handle, ran");
        EXPECT_INT(uv_queue_work(uv, &work, works, ends_in_silence), 0, "work");
        usleep(20000);
        EXPECT_INT(aw_loop_run(&loop), 0, "work was done in a thread, ran");
        line_open(&line_);
        aw_loop_stop(&loop);
        aw_loop_run(&loop);
        line_close(&line_);
        later('b', AW_SEC);
        EXPECT_INT(aw_loop_run(&loop), 0, "closed a descriptor, ran");
        EXPECT_SAID("b", "a timer of a second on %s", engines[i]->name);
        forget();
        close_loop();
    }
}

GRADED(nested, a_timer_of_libuvs_counts_in_real_time,
       "with them the loop is not idle, and a virtual clock stands still, for "
       "libuv lives in real time")
{
    for (int i = 0; i < 2; i++) {
        aw_clock_virtual_init(&clock_, 1000);
        open_on(engines[i], &clock_.clock);
        aw_uv_get(&loop, &uv);
        later('b', AW_SEC);
        start_timer(3);
        EXPECT_INT(aw_loop_run(&loop), 0, "ran a timer of each kind");
        EXPECT_SAID("t a b", "3 ms in real time, a second in virtual time");
        forget();
        close_loop();
    }
}

GRADED(nested, who_is_not_referenced_is_served_all_the_same,
       "A handle that is not referenced keeps no loop going, and is served as "
       "long as something else does")
{
    for (int i = 0; i < 2; i++) {
        open_with_uv(engines[i]);
        start_timer(0);
        uv_unref((uv_handle_t *)&timer);
        soon("b");
        EXPECT_INT(aw_loop_run(&loop), 0, "ran b, with a timer of nobody's");
        EXPECT_SAID("t b a", "ran b, with a timer of nobody's");
        forget();
        close_loop();
    }
}

GRADED(nested, timers_that_are_not_referenced_are_on_time,
       "its timers are on time then, unless the clock is a virtual one")
{
    for (int i = 0; i < 2; i++) {
        struct line line_;

        /* The loop has two hours to wait, and one thing to wait for. */
        open_with_uv(engines[i]);
        of('a')->act = stops;
        later('b', 7200 * AW_SEC);
        start_timer(2);
        uv_unref((uv_handle_t *)&timer);
        EXPECT_INT(aw_loop_run(&loop), 1, "ran it until somebody stops it");
        EXPECT_SAID("t a", "a timer of nobody's, 2 ms, and one of two hours");
        aw_timer_stop(&loop.timers, &of('b')->timer);
        line_open(&line_);
        uv_update_time(uv);
        uv_timer_start(&timer, timer_says, 2, 0);
        EXPECT_INT(aw_loop_run(&loop), 1, "and with an open descriptor");
        line_close(&line_);
        forget();
        close_loop();
    }
}

static int never_called(struct aw_handle *handle)
{
    (void)handle;
    return 0;
}

/* A nested loop that has run once.  Before that libuv wants to, in order to
 * tell the kernel what it watches itself. */
static void open_and_settle(struct aw_clock *clock)
{
    open_on(&aw_epoll_ops, clock);
    EXPECT_INT(aw_uv_get(&loop, &uv), 0, "asked for libuv on epoll");
    soon("b");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran a loop with libuv in it");
    forget();
}

/* What the nested loop's source wants, from now on; AW_NEVER as it is. */
static aw_time wants(void)
{
    struct aw_source *s;
    aw_time when;

    s = aw_container_of(loop.sources.next, struct aw_source, link);
    when = s->prepare(s);
    return when == AW_NEVER ? when : when - aw_loop_now(&loop);
}

GRADED(nested, with_nothing_in_it_it_never_wants_to_run,
       "A nested loop is run when it has something to do")
{
    open_and_settle(NULL);
    EXPECT(wants() == AW_NEVER, "asked for libuv, and did nothing with it");
    later('b', AW_SEC);
    EXPECT(wants() == AW_NEVER, "a timer of the loop's own, none of libuv's");
    aw_timer_stop(&loop.timers, &of('b')->timer);
    close_loop();
}

GRADED(nested, a_timer_of_nobodys_is_no_reason_to_wake,
       "A handle that is not referenced keeps no loop going, and is served as "
       "long as something else does")
{
    struct aw_handle bell;

    open_and_settle(NULL);
    start_timer(1000000);
    uv_unref((uv_handle_t *)&timer);
    EXPECT(wants() == AW_NEVER, "a timer that is not referenced, alone");
    loop.holds++;
    EXPECT(wants() > 900 * AW_SEC && wants() <= 1000 * AW_SEC,
           "somebody holds the loop");
    loop.holds--;
    EXPECT(wants() == AW_NEVER, "nobody holds it any more");
    aw_handle_init(&bell, never_called);
    aw_loop_signal(&loop, SIGUSR1, &bell);
    EXPECT(wants() > 900 * AW_SEC && wants() <= 1000 * AW_SEC,
           "the loop waits for a signal");
    aw_loop_signal(&loop, SIGUSR1, NULL);
    EXPECT(wants() == AW_NEVER, "it waits for none any more");
    close_loop();
}

GRADED(nested, a_virtual_clock_does_not_wait_for_a_timer_of_nobodys,
       "its timers are on time then, unless the clock is a virtual one")
{
    aw_clock_virtual_init(&clock_, 1000);
    open_and_settle(&clock_.clock);
    start_timer(1000000);
    uv_unref((uv_handle_t *)&timer);
    later('b', 3600 * AW_SEC);
    EXPECT(wants() == AW_NEVER, "a timer of libuv's that is not referenced");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran it, with a timer of an hour");
    EXPECT_SAID("b", "a timer of an hour in virtual time");
    close_loop();
}

/* ---- The end ------------------------------------------------------------*/

static void says_late(uv_timer_t *t)
{
    (void)t;
    say("late");
}

GRADED(nested, closing_the_loop_closes_what_is_left,
       "A handle that is still open there is closed without a callback, one "
       "that is being closed gets its callback, and requests are waited for "
       "and get theirs")
{
    for (int i = 0; i < 2; i++) {
        uv_timer_t open, closing;

        open_with_uv(engines[i]);
        uv_timer_init(uv, &open);
        uv_timer_start(&open, says_late, 1, 1);
        uv_timer_init(uv, &closing);
        uv_close((uv_handle_t *)&closing, says_closed);
        start_work();
        close_loop();
        /* The thread may be done before the first handle is closed. */
        EXPECT(strcmp(said(), "closed worked=0") == 0 ||
                   strcmp(said(), "worked=0 closed") == 0,
               "closed a loop on %s, which says \"%s\"", engines[i]->name,
               said());
        forget();
    }
}

GRADED(nested, closing_gives_all_descriptors_back,
       "aw_loop_close closes all that is left.")
{
    int before;

    kit_warm_up();
    before = kit_open_numbers();
    for (int i = 0; i < 2; i++) {
        open_with_uv(engines[i]);
        start_timer(1000);
        aw_loop_run_once(&loop);
        close_loop();
        EXPECT_INT(kit_open_numbers(), before, "closed: descriptors open");
        EXPECT_INT(loop.holds, 0, "closed with a timer: holds");
        EXPECT_INT(loop.background, 0, "closed: in the background");
        EXPECT(loop.slot[AW_SLOT_UV] == NULL, "closed");
        forget();
    }
}

static struct aw_closer closer;

static void asks_again(struct aw_closer *c, struct aw_loop *l)
{
    uv_loop_t *again = NULL;

    (void)c;
    say("rc=%d", aw_uv_get(l, &again));
    say(again == uv ? "same" : "another");
    uv_timer_init(again, &timer);
    uv_close((uv_handle_t *)&timer, says_closed);
}

GRADED(nested, closers_added_later_still_find_it_open,
       "A nested loop is closed by a closer: closers that were added after the "
       "first call still find it open.")
{
    for (int i = 0; i < 2; i++) {
        open_with_uv(engines[i]);
        closer.fn = asks_again;
        aw_loop_add_closer(&loop, &closer);
        close_loop();
        EXPECT_SAID("rc=0 same closed", "a closer used libuv");
        forget();
    }
}
