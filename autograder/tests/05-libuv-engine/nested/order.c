/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <signal.h>

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
       "A nested loop is run when it has something to do: news, a timer that "
       "is due, an idle handle.")
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
    EXPECT_AT_LEAST(when, 9 * AW_MS + 1, "asked 10 ms before the end");
    EXPECT_AT_MOST(when, 12 * AW_MS - 1, "asked 10 ms before the end");
    kit_time.now += 11 * AW_MS;
    when = source_->prepare(source_) - kit_time.now;
    EXPECT_AT_MOST(when, 0, "asked behind the end");
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
    EXPECT_INT(kit_calls.wait, 10,
               "10 iterations, nothing to do for libuv: waits in the kernel");
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
static aw_time wants_to_run_in_ns(void)
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
    EXPECT_INT(wants_to_run_in_ns(), AW_NEVER,
               "asked for libuv, and did nothing with it");
    later('b', AW_SEC);
    EXPECT_INT(wants_to_run_in_ns(), AW_NEVER,
               "started a timer of the loop's own, none of libuv's");
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
    EXPECT_INT(wants_to_run_in_ns(), AW_NEVER,
               "a timer that is not referenced, alone");
    loop.holds++;
    EXPECT_AT_LEAST(wants_to_run_in_ns(), 900 * AW_SEC + 1,
                    "somebody holds the loop");
    EXPECT_AT_MOST(wants_to_run_in_ns(), 1000 * AW_SEC,
                   "somebody holds the loop");
    loop.holds--;
    EXPECT_INT(wants_to_run_in_ns(), AW_NEVER, "nobody holds it any more");
    aw_handle_init(&bell, never_called);
    aw_loop_signal(&loop, SIGUSR1, &bell);
    EXPECT_AT_LEAST(wants_to_run_in_ns(), 900 * AW_SEC + 1,
                    "the loop waits for a signal");
    EXPECT_AT_MOST(wants_to_run_in_ns(), 1000 * AW_SEC,
                   "the loop waits for a signal");
    aw_loop_signal(&loop, SIGUSR1, NULL);
    EXPECT_INT(wants_to_run_in_ns(), AW_NEVER, "it waits for none any more");
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
    EXPECT_INT(wants_to_run_in_ns(), AW_NEVER,
               "a timer of libuv's that is not referenced");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran it, with a timer of an hour");
    EXPECT_SAID("b", "a timer of an hour in virtual time");
    close_loop();
}
