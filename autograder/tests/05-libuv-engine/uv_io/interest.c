/* SPDX-License-Identifier: MIT */
#include "../kit.h"

/* ---- Interest -----------------------------------------------------------*/

GRADED(uv_io, waiting_again_costs_no_call,
       "Interest changes with a direction's first wait, with an event that "
       "found nobody waiting, and with an error on the descriptor.")
{
    struct kit k;

    kit_open(&k);
    kit_read(&k);
    EXPECT_INT(kit_calls.ctl, 0, "waited: calls of epoll_ctl");
    kit_turn(&k);
    kit_calls.ctl = 0;
    for (int i = 0; i < 100; i++) {
        kit_put(k.fd[1]);
        EXPECT_INT(kit_turn(&k), 1, "waited and wrote, round %d", i);
        kit_drain(k.fd[0]);
        kit_read(&k);
        aw_io_unwait(&k.reader.wait);
        kit_read(&k);
    }
    EXPECT_INT(kit_calls.ctl + kit_calls.poll, 0,
               "waited 100 times: calls of epoll_ctl and poll");
    kit_close(&k);
}

GRADED(uv_io, what_has_changed_back_is_not_told,
       "Tell libuv of all interest that has changed, and leave `changed` "
       "empty.")
{
    struct kit k;

    kit_open(&k);
    kit_read(&k);
    kit_put(k.fd[1]);
    EXPECT_INT(kit_turn(&k), 1, "waited, wrote");
    kit_calls.ctl = 0;
    for (int i = 0; i < 10; i++) {
        EXPECT_INT(kit_turn(&k), 0, "polled, nobody waits");
        EXPECT(!aw_list_empty(&k.e->changed), "polled, nobody waits");
        kit_read(&k);
        EXPECT_INT(kit_turn(&k), 1, "waited again, it is readable still");
    }
    EXPECT(aw_list_empty(&k.e->changed), "polled with a reader");
    EXPECT_INT(kit_calls.ctl, 0, "changed its interest, and back: epoll_ctl");
    kit_close(&k);
}

GRADED(uv_io, changed_interest_costs_two_calls_of_the_kernel,
       "three, if its interest is not what libuv was told last")
{
    struct kit k;

    /* libuv takes out and puts in, where epoll could modify. */
    kit_open(&k);
    kit_fill(k.fd[0]);
    kit_read(&k);
    kit_write(&k);
    kit_turn(&k);
    EXPECT_AT_MOST(kit_calls.ctl, 2, "waited for both directions, polled");
    EXPECT_INT(kit_calls.wait, 1, "polled: waits");
    kit_close(&k);
}

GRADED(uv_io, an_event_that_nobody_waits_for_ends_no_second_poll,
       "A poll that finds nobody waiting for an event drops it.")
{
    struct kit k;

    kit_open(&k);
    kit_read(&k);
    kit_put(k.fd[1]);
    for (int i = 0; i < 4; i++)
        kit_turn(&k);
    kit_calls.events = 0;
    kit_turn(&k);
    EXPECT_INT(kit_calls.events, 0, "left a descriptor readable, polled");
    kit_read(&k);
    EXPECT_INT(kit_turn(&k), 1, "waited again");
    kit_close(&k);
}

GRADED(uv_io, a_hang_up_that_nobody_waits_for_ends_no_second_poll,
       "A poll that finds nobody waiting for an event drops it.")
{
    struct kit k;

    /* A32, before and after the first wait. */
    for (int waits = 0; waits < 2; waits++) {
        kit_open(&k);
        if (waits)
            kit_read(&k), kit_write(&k);
        kit_turn(&k);
        shutdown(k.fd[1], SHUT_RDWR);
        close(k.fd[1]);
        for (int i = 0; i < 4; i++)
            kit_turn(&k);
        kit_calls.events = 0;
        kit_turn(&k);
        EXPECT_INT(kit_calls.events, 0, "hung up, and nobody waits any more");
        EXPECT_INT(k.reader.ran, waits, "hung up: times the reader has run");
        k.fd[1] = -1;
        kit_close(&k);
    }
}

/* ---- Hang-ups and errors ------------------------------------------------*/

/* `io` on the read end of a pipe; fd[1] is the write end. */
static void on_a_pipe(struct kit *k)
{
    kit_bare(k);
    EXPECT_INT(pipe2(k->fd, O_NONBLOCK), 0, "made a pipe");
    EXPECT_INT(aw_io_open(&k->poller, &k->io, k->fd[0]), 0, "watched its end");
}

GRADED(uv_io, a_hang_up_behind_input_ends_both_waits,
       "A hang-up or an error on the descriptor ends the waits of both.")
{
    struct kit k;

    /* A32: libuv says "readable", and nothing else. */
    on_a_pipe(&k);
    kit_read(&k);
    kit_write(&k);
    kit_put(k.fd[1]);
    close(k.fd[1]);
    k.fd[1] = -1;
    EXPECT_INT(kit_turn(&k), 2, "wrote and closed the write end");
    EXPECT_SAID("r w", "wrote and closed the write end");
    kit_close(&k);
}

GRADED(uv_io, input_alone_ends_one_wait, "The two directions are independent.")
{
    struct kit k;

    on_a_pipe(&k);
    kit_read(&k);
    kit_write(&k);
    kit_put(k.fd[1]);
    kit_calls.poll = 0;
    EXPECT_INT(kit_turn(&k), 1, "wrote into a pipe; both wait at its end");
    EXPECT_SAID("r", "wrote into a pipe");
    EXPECT_AT_MOST(kit_calls.poll, 1, "one is not named: calls of poll");
    aw_io_unwait(&k.writer.wait);
    kit_calls.poll = 0;
    kit_read(&k);
    EXPECT_INT(kit_turn(&k), 1, "the reader waits alone");
    EXPECT_INT(kit_calls.poll, 0, "everybody is named: calls of poll");
    kit_close(&k);
}

GRADED(uv_io, after_an_error_one_can_wait_again,
       "Interest changes with a direction's first wait, with an event that "
       "found nobody waiting, and with an error on the descriptor.")
{
    struct kit k;
    int end[2];

    /* The error lasts: each wait is told of it, and nobody is told twice. */
    kit_open(&k);
    aw_io_close(&k.poller, &k.io);
    EXPECT_INT(pipe2(end, O_NONBLOCK), 0, "made a pipe");
    EXPECT_INT(aw_io_open(&k.poller, &k.io, end[1]), 0, "watched it");
    kit_fill(end[1]);
    close(end[0]);
    for (int i = 0; i < 3; i++) {
        kit_write(&k);
        EXPECT_INT(kit_turn(&k), 1, "waited on a pipe without a reader");
        EXPECT_INT(kit_turn(&k), 0, "polled once more");
    }
    kit_read(&k);
    kit_write(&k);
    EXPECT_INT(kit_turn(&k), 2, "waited for both directions");
    EXPECT_SAID("w w w r w", "waited on a pipe without a reader");
    close(end[1]);
    kit_close(&k);
}
