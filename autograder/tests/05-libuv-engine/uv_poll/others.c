/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Others on the loop -------------------------------------------------*/

static void says_if_referenced(uv_handle_t *handle, void *arg)
{
    (void)arg;
    if (uv_has_ref(handle))
        say("%s", uv_handle_type_name(handle->type));
}

GRADED(uv_poll, behind_a_poll_nothing_is_referenced,
       "While the engine does not run libuv, none of its handles is "
       "referenced.")
{
    struct kit k;

    kit_open(&k);
    kit_read(&k);
    kit_poll(&k, 1);
    uv_walk(k.poller.ops->native(&k.poller), says_if_referenced, NULL);
    EXPECT_SAID("", "polled, and looked which handles are referenced");
    kit_close(&k);
}

GRADED(uv_poll, a_callback_of_others_may_end_a_poll,
       "From then on callbacks of others run inside of polls, and any of them "
       "may end a poll early")
{
    uv_timer_t timer;
    struct kit k;

    kit_open(&k);
    shared = &k;
    kit_wait_init(&guest, "guest");
    uv_timer_init(k.poller.ops->native(&k.poller), &timer);
    uv_timer_start(&timer, guest_pushes, 0, 0);
    aw_io_close(&k.poller, &k.io);
    /* It is due in the run that closes the descriptor's handle. */
    kit_time.asleep = &k.poller;
    EXPECT_INT(kit_poll(&k, AW_NEVER), 0, "polled with a timer of libuv's");
    EXPECT_AT_LEAST(kit_calls.timeout, 0, "polled: did it wait for ever?");
    kit_time.asleep = NULL;
    EXPECT_INT(aw_ready_run(&k.ready), 1, "polled until a timer of libuv's");
    EXPECT_SAID("guest", "polled until a timer of libuv's pushed");
    kit_close(&k);
}

GRADED(uv_poll, a_stop_of_others_spoils_nothing,
       "Wait for events for at most `timeout`")
{
    struct kit k;

    kit_open(&k);
    uv_stop(k.poller.ops->native(&k.poller));
    kit_read(&k);
    kit_put(k.fd[1]);
    for (int i = 0; i < 3 && k.reader.ran == 0; i++)
        kit_turn(&k);
    EXPECT_INT(k.reader.ran, 1, "stopped libuv's loop, polled three times");
    kit_close(&k);
}

static void looks_at_the_log(uv_check_t *check)
{
    (void)check;
    say(shared->reader.ran ? "inside" : "not-yet");
}

GRADED(uv_poll, nothing_runs_inside_of_libuv,
       "push what became ready to `poller->ready`; run nothing")
{
    uv_check_t check;
    struct kit k;

    /* K8: libuv's check handles are called behind its descriptors. */
    kit_open(&k);
    shared = &k;
    uv_check_init(k.poller.ops->native(&k.poller), &check);
    uv_check_start(&check, looks_at_the_log);
    kit_read(&k);
    kit_put(k.fd[1]);
    EXPECT_INT(kit_poll(&k, 0), 1, "polled with a readable descriptor");
    EXPECT(aw_handle_queued(&k.reader.wait.handle), "polled");
    EXPECT_SAID("not-yet", "polled, and did not run the queue");
    aw_ready_run(&k.ready);
    EXPECT_SAID("not-yet r", "ran the queue");
    kit_close(&k);
}

/* ---- The probe ----------------------------------------------------------*/

static uint64_t told;
static int times_told;

static void hears_polls(struct aw_probe *probe, enum aw_probe_event event,
                        const void *subject, uint64_t arg)
{
    (void)probe, (void)subject;
    times_told += event == AW_PROBE_POLL;
    told = arg;
}

GRADED(uv_poll, the_probe_is_told_how_many_events_there_were,
       "The probe is told of one event for each descriptor with news, one for "
       "all wake-ups, and one for each signal.")
{
    struct aw_probe probe = {.event = hears_polls};
    struct aw_handle a, b;
    struct kit k;

    kit_open(&k);
    aw_handle_init(&a, guest.wait.handle.fn);
    aw_handle_init(&b, guest.wait.handle.fn);
    k.poller.ops->signal(&k.poller, SIGUSR1, &a);
    k.poller.ops->signal(&k.poller, SIGUSR2, &b);
    k.poller.probe = &probe;
    kit_read(&k);
    kit_write(&k);
    kit_put(k.fd[1]);
    k.poller.ops->wake(&k.poller);
    k.poller.ops->wake(&k.poller);
    raise(SIGUSR1);
    raise(SIGUSR2);
    EXPECT_INT(kit_poll(&k, AW_SEC), 4, "a reader, a writer and two signals");
    EXPECT_INT(told, 4, "a descriptor, two wakes, two signals: events");
    EXPECT_INT(times_told, 1, "polled once: how often was the probe told");
    aw_handle_cancel(&a);
    aw_handle_cancel(&b);
    aw_io_close(&k.poller, &k.io);
    kit_poll(&k, AW_MS);
    EXPECT_INT(told, 0, "closed, polled: events");
    EXPECT_INT(times_told, 2, "polled twice: how often was the probe told");
    kit_close(&k);
}
