/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- System calls -------------------------------------------------------*/

GRADED(epoll, adding_and_deleting_cost_one_call_each, "add, del one each")
{
    struct kit s;
    struct aw_io io;

    kit_open(&s);
    aw_io_open(&s.w.poller, &io, s.fd[1]);
    EXPECT_INT(calls.ctl, 1, "watched a descriptor: calls of epoll_ctl");
    aw_io_close(&s.w.poller, &io);
    EXPECT_INT(calls.ctl, 2, "closed it again: calls of epoll_ctl");
}

GRADED(epoll, waiting_again_costs_no_call,
       "one for a direction's first wait, and for the first one after an "
       "event that found nobody waiting; otherwise none")
{
    struct kit s;

    kit_open(&s);
    for (int i = 0; i < 100; i++) {
        drain(s.fd[0]);
        EXPECT_INT(await_read(&s), 0, "waited, round %d", i);
        put(s.fd[1]);
        EXPECT_INT(world_turn(&s.w), 1, "waited and wrote, round %d", i);
    }
    EXPECT_INT(s.w.poller.ops->want(&s.w.poller, &s.io, AW_READ), 0,
               "the kernel watches already");
    EXPECT_AT_MOST(calls.ctl, 1, "waited 100 times: calls of epoll_ctl");
}

GRADED(epoll, giving_up_costs_no_call,
       "one for a direction's first wait, and for the first one after an "
       "event that found nobody waiting; otherwise none")
{
    struct kit s;

    kit_open(&s);
    for (int i = 0; i < 100; i++) {
        await_read(&s);
        aw_io_unwait(&s.reader.wait);
    }
    EXPECT_AT_MOST(calls.ctl, 1,
                   "waited and gave up 100 times: calls of epoll_ctl");
}

GRADED(epoll, a_poll_is_one_call,
       "one wait; one read when it was woken; and one more for each "
       "descriptor whose event found nobody waiting")
{
    struct kit s;

    kit_open(&s);
    await_read(&s);
    put(s.fd[1]);
    calls = (struct calls){0};
    EXPECT_INT(world_turn(&s.w), 1, "polled with a reader");
    EXPECT_INT(calls.wait + calls.wait2, 1, "polled with a reader");
    EXPECT_INT(calls.ctl + calls.read + calls.write, 0, "polled with a reader");
    EXPECT_INT(world_turn(&s.w), 0, "polled with nobody waiting");
    EXPECT_INT(calls.wait + calls.wait2, 2, "polled with nobody waiting");
    EXPECT_AT_MOST(calls.ctl, 1, "polled with nobody waiting");
    s.w.poller.ops->wake(&s.w.poller);
    EXPECT_INT(calls.write, 1, "woke it");
    calls = (struct calls){0};
    world_poll(&s.w, AW_MS);
    EXPECT_INT(calls.wait + calls.wait2, 1, "polled after a wake");
    EXPECT_INT(calls.read, 1, "polled after a wake");
}

GRADED(epoll, an_event_that_nobody_waits_for_ends_no_second_poll,
       "A poll that finds nobody waiting for an event drops it.")
{
    struct kit s;

    kit_open(&s);
    await_read(&s);
    put(s.fd[1]);
    settle(&s);
    world_turn(&s.w);
    EXPECT_INT(calls.events, 0, "left a descriptor readable, polled");
    EXPECT_INT(await_read(&s), 0, "waited again");
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "waited again, wrote again");
}

GRADED(epoll, a_hang_up_that_nobody_waits_for_ends_no_second_poll,
       "A poll that finds nobody waiting for an event drops it.")
{
    struct kit s;

    /* A32: a hang-up cannot be switched off. */
    kit_open(&s);
    await_read(&s);
    close(s.fd[1]);
    settle(&s);
    world_turn(&s.w);
    EXPECT_INT(calls.events, 0, "hung up, and nobody waits any more");
    EXPECT_INT(s.reader.ran, 1, "hung up, and polled six times");
}

GRADED(epoll, a_hang_up_before_any_wait_ends_no_second_poll,
       "A poll that finds nobody waiting for an event drops it.")
{
    struct kit s;

    kit_open(&s);
    close(s.fd[1]);
    settle(&s);
    world_turn(&s.w);
    EXPECT_INT(calls.events, 0, "hung up before anybody waited");
}

/* ---- Errors -------------------------------------------------------------*/

GRADED(epoll, an_error_of_the_kernel_is_reported,
       "Returns how many handles it pushed, or a negative error code.")
{
    struct kit s;

    /* A45: EINTR is the one that is none. */
    kit_open(&s);
    fail.wait = EINVAL;
    EXPECT_INT(world_poll(&s.w, AW_SEC), -EINVAL, "polled, the kernel refuses");
    EXPECT_INT(world_poll(&s.w, 0), -EINVAL, "polled, the kernel refuses");
    fail.wait = EINTR;
    EXPECT_INT(world_poll(&s.w, 0), 0, "polled, a signal interrupts it");
}
