/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
        EXPECT_AT_LEAST(uv_hrtime() - begun, 5 * AW_MS - AW_MS,
                        "a timer of 5 ms");
        EXPECT_INT(loop.holds, 0, "ran it: holds");
        close_loop();
    }
    EXPECT_SAID("t a t a", "ran a timer of libuv's on both engines");
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
