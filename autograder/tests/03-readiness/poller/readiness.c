/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>

GRADED(poller, a_readable_descriptor_pushes_its_reader,
       "Wait until `io` may be ready for `dir`: then `wait`'s handle is "
       "pushed, with `status` 0.")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    EXPECT_INT(world_poll(&s.w, 0), 0, "polled before anything was written");
    put(s.fd[1]);
    EXPECT_INT(world_poll(&s.w, 0), 1, "polled after a byte was written");
    EXPECT_PTR(s.reader.wait.io, NULL, "ended a wait");
    aw_ready_run(&s.w.ready);
    EXPECT_SAID("r", "ran what was pushed");
    scene_close(&s);
}

GRADED(poller, poll_runs_nothing,
       "push what became ready to `poller->ready`; run nothing")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    put(s.fd[1]);
    world_poll(&s.w, 0);
    EXPECT_SAID("", "polled, and did not run the queue");
    EXPECT(aw_handle_queued(&s.reader.wait.handle), "polled");
    aw_ready_run(&s.w.ready);
    EXPECT_SAID("r", "ran the queue");
    scene_close(&s);
}

GRADED(poller, a_writable_descriptor_pushes_its_writer,
       "Wait until `io` may be ready for `dir`: then `wait`'s handle is "
       "pushed, with `status` 0.")
{
    struct scene s;

    scene_open(&s);
    fill(s.fd[0]);
    wait_write(&s);
    EXPECT_INT(world_turn(&s.w), 0, "polled while there was no room");
    drain(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "polled after the peer had read");
    EXPECT_SAID("w", "polled after the peer had read");
    scene_close(&s);
}

GRADED(poller, a_wait_that_is_ready_already_ends_at_the_next_poll,
       "Wait until `io` may be ready for `dir`")
{
    struct scene s;

    scene_open(&s);
    put(s.fd[1]);
    wait_read(&s);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 1, "waited for what is there");
    aw_ready_run(&s.w.ready);
    EXPECT_SAID("r", "waited for what is there");
    scene_close(&s);
}

GRADED(poller, the_reader_is_pushed_before_the_writer,
       "Where both end together, the reader is pushed first.")
{
    struct scene s;

    scene_open(&s);
    wait_write(&s);
    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 2, "polled when both were ready");
    EXPECT_SAID("r w", "polled when both were ready");
    scene_close(&s);
}

GRADED(poller, the_two_directions_are_independent,
       "The two directions are independent.")
{
    struct scene s;

    /* A21 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_read(&s);
    wait_write(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made a full socket readable");
    EXPECT_SAID("r", "made a full socket readable");
    drain(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made it writable as well");
    EXPECT_SAID("r w", "made it writable as well");
    scene_close(&s);
}

GRADED(poller, room_to_write_is_no_news_for_the_reader,
       "The two directions are independent.")
{
    struct scene s;

    /* A21 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_read(&s);
    wait_write(&s);
    drain(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made a full socket writable");
    EXPECT_SAID("w", "made a full socket writable");
    EXPECT_PTR(s.io.wait[AW_READ], &s.reader.wait, "made it writable");
    scene_close(&s);
}

GRADED(poller, giving_up_one_direction_keeps_the_other,
       "Giving up the wait for one direction leaves the other's alone.")
{
    struct scene s;

    /* A21 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_read(&s);
    wait_write(&s);
    EXPECT(aw_io_unwait(&s.writer.wait), "gave up the writer's wait");
    drain(s.fd[1]);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made both directions ready");
    EXPECT_SAID("r", "gave up the writer's wait");
    scene_close(&s);
}

GRADED(poller, a_hang_up_ends_both_waits,
       "A hang-up or an error on the descriptor ends the waits of both.")
{
    struct scene s;

    /* A32 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_write(&s);
    wait_read(&s);
    close(s.fd[1]);
    s.fd[1] = -1;
    EXPECT_INT(world_turn(&s.w), 2, "closed the other end");
    EXPECT_SAID("r w", "closed the other end of a full socket");
    scene_close(&s);
}

GRADED(poller, a_hang_up_with_nothing_to_read_ends_both_waits,
       "A hang-up or an error on the descriptor ends the waits of both.")
{
    struct scene s;
    int end[2];

    /* A32: an empty pipe without a writer is not even readable. */
    scene_open(&s);
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_INT(pipe(end), 0, "made a pipe");
    EXPECT_INT(aw_io_open(&s.w.poller, &s.io, end[0]), 0, "watched its end");
    wait_read(&s);
    wait_write(&s);
    close(end[1]);
    EXPECT_INT(world_turn(&s.w), 2, "closed the write end of an empty pipe");
    EXPECT_SAID("r w", "closed the write end of an empty pipe");
    scene_close(&s);
    close(end[0]);
}

GRADED(poller, an_error_ends_both_waits,
       "A hang-up or an error on the descriptor ends the waits of both.")
{
    struct scene s;
    int end[2];

    /* A32 */
    scene_open(&s);
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_INT(pipe(end), 0, "made a pipe");
    fcntl(end[1], F_SETFL, O_NONBLOCK);
    fill(end[1]);
    EXPECT_INT(aw_io_open(&s.w.poller, &s.io, end[1]), 0, "watched its end");
    wait_read(&s);
    wait_write(&s);
    close(end[0]);
    EXPECT_INT(world_turn(&s.w), 2, "closed the read end of a full pipe");
    EXPECT_SAID("r w", "closed the read end of a full pipe");
    scene_close(&s);
    close(end[1]);
}

GRADED(poller, the_end_of_the_stream_wakes_the_reader,
       "Wait until `io` may be ready for `dir`")
{
    struct scene s;
    char byte;

    scene_open(&s);
    fill(s.fd[0]);
    wait_read(&s);
    wait_write(&s); /* the way out is open still, and full */
    shutdown(s.fd[1], SHUT_WR);
    EXPECT_INT(world_turn(&s.w), 1, "let the other end stop writing");
    EXPECT_SAID("r", "let the other end stop writing");
    EXPECT_INT(read(s.fd[0], &byte, 1), 0, "read at the end of the stream");
    scene_close(&s);
}

GRADED(poller, the_same_wait_serves_again_and_again,
       "Read or write until the call says EAGAIN, and wait only then.")
{
    struct scene s;
    int rounds = 0;

    scene_open(&s);
    for (int i = 0; i < 100; i++) {
        drain(s.fd[0]);
        aw_io_wait(&s.w.poller, &s.io, AW_READ, &s.reader.wait);
        if (write(s.fd[1], "x", 1) == 1 && world_turn(&s.w) == 1)
            rounds++;
    }
    EXPECT_INT(rounds, 100, "wrote, polled and read 100 times");
    EXPECT_INT(s.reader.ran, 100, "wrote, polled and read 100 times");
    scene_close(&s);
}

GRADED(poller, an_event_that_finds_nobody_is_dropped,
       "A poll that finds nobody waiting for an event drops it.")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made it readable");
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 0, "wrote once more, and nobody waits");
    EXPECT_INT(world_turn(&s.w), 0, "polled again");

    drain(s.fd[0]);
    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "read all of it, waited, wrote");
    EXPECT_SAID("r r", "waited twice");
    scene_close(&s);
}

GRADED(poller, a_writer_can_wait_after_its_event_was_dropped,
       "A poll that finds nobody waiting for an event drops it.")
{
    struct scene s;

    scene_open(&s);
    wait_write(&s);
    EXPECT_INT(world_turn(&s.w), 1, "waited for room that was there");
    EXPECT_INT(world_turn(&s.w), 0, "polled, and nobody waits");
    EXPECT_INT(world_turn(&s.w), 0, "polled again");

    fill(s.fd[0]);
    wait_write(&s);
    drain(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "filled it, waited, let the peer read");
    EXPECT_SAID("w w", "waited twice");
    scene_close(&s);
}

GRADED(poller, a_wait_given_up_is_not_called,
       "Give up a wait, synchronously: its handle is not called.")
{
    struct scene s;

    /* C21 */
    scene_open(&s);
    wait_read(&s);
    EXPECT(aw_io_unwait(&s.reader.wait), "gave up a wait");
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 0, "made it readable after that");

    drain(s.fd[0]);
    wait_read(&s);
    EXPECT_INT(world_turn(&s.w), 0, "read all, waited again");
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made it readable again");
    EXPECT_SAID("r", "waited, gave up, waited again");
    scene_close(&s);
}

static struct waiter *twin[2];

static int gives_up_its_twin(struct aw_handle *handle)
{
    bool first = handle == &twin[0]->wait.handle;

    say("gave-up=%d", aw_io_unwait(&twin[first]->wait));
    return 0;
}

GRADED(poller, a_callback_gives_up_a_wait_of_the_same_batch,
       "It works on a wait that is pending, and on one whose handle is pushed "
       "but has not run yet.")
{
    struct scene a, b;

    /* A22: two events of one poll; whichever runs first stops the other. */
    scene_open(&a);
    scene_open(&b);
    aw_io_close(&b.w.poller, &b.io);
    EXPECT_INT(aw_io_open(&a.w.poller, &b.io, b.fd[0]), 0, "watched another");
    twin[0] = &a.reader;
    twin[1] = &b.reader;
    for (int i = 0; i < 2; i++)
        twin[i]->wait.handle.fn = gives_up_its_twin;
    wait_read(&a);
    aw_io_wait(&a.w.poller, &b.io, AW_READ, &b.reader.wait);
    put(a.fd[1]);
    put(b.fd[1]);
    EXPECT_INT(world_poll(&a.w, 0), 2, "made two descriptors readable");
    EXPECT_INT(aw_ready_run(&a.w.ready), 1, "ran one, which unwaits the other");
    EXPECT_SAID("gave-up=1", "ran one, which unwaits the other");
}
