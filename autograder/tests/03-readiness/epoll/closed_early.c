/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* Close the descriptor before its io, with a duplicate alive. */
static int close_too_early(struct kit *s)
{
    int copy = dup(s->fd[0]);

    await_read(s);
    close(s->fd[0]);
    aw_io_close(&s->w.poller, &s->io);
    aw_ready_run(&s->w.ready);
    forget();
    return copy;
}

GRADED(epoll, a_registration_without_owner_is_seen_once,
       "Such an event is seen at most once: it does not end one poll after "
       "the other.")
{
    struct kit s;
    int before;

    /* A24, A26 */
    kit_open(&s);
    close_too_early(&s);
    put(s.fd[1]);
    before = open_numbers();
    EXPECT_INT(world_turn(&s.w), 0, "wrote to a descriptor without an owner");
    EXPECT_INT(open_numbers(), before, "polled: descriptors open");
    calls = (struct calls){0};
    world_turn(&s.w);
    EXPECT_INT(calls.events, 0, "polled a second time");
    EXPECT_SAID("", "polled a second time");
}

GRADED(epoll, an_open_io_whose_descriptor_is_gone_is_seen_once,
       "Such an event is seen at most once: it does not end one poll after "
       "the other.")
{
    struct kit s;

    /* A26: closed behind the runtime's back, and nobody has told it yet. */
    kit_open(&s);
    await_read(&s);
    dup(s.fd[0]);
    close(s.fd[0]);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "wrote while the reader waits");
    world_turn(&s.w);
    calls = (struct calls){0};
    world_turn(&s.w);
    EXPECT_INT(calls.events, 0, "polled, and nobody waits any more");
    aw_io_close(&s.w.poller, &s.io);
    aw_poller_close(&s.w.poller);
}

GRADED(epoll, the_others_go_on_after_an_event_without_owner,
       "An event whose pair is not in the table is dropped.")
{
    struct waiter other;
    struct aw_io io;
    struct kit s;
    int fd[2];

    /* A26: other descriptors, wake-ups and closes work as before. */
    kit_open(&s);
    stream_open(fd);
    waiter_init(&other, "other");
    aw_io_open(&s.w.poller, &io, fd[0]);
    aw_io_wait(&s.w.poller, &io, AW_READ, &other.wait);
    close_too_early(&s);
    put(s.fd[1]);
    settle(&s);
    put(fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "wrote to the other descriptor");
    EXPECT_SAID("other", "wrote to the other descriptor");
    s.w.poller.ops->wake(&s.w.poller);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 0, "woke the poller");
    fill(fd[0]);
    aw_io_wait(&s.w.poller, &io, AW_WRITE, &other.wait);
    drain(fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "waited for the other direction");
    aw_io_close(&s.w.poller, &io);
    aw_poller_close(&s.w.poller);
}

GRADED(epoll, without_room_for_a_new_set_the_old_one_serves,
       "Where the kernel has no room for what it takes to end that, all others "
       "go on as before.")
{
    struct waiter other;
    int fd[2], before;
    struct aw_io io;
    struct kit s;

    kit_open(&s);
    stream_open(fd);
    waiter_init(&other, "other");
    aw_io_open(&s.w.poller, &io, fd[0]);
    close_too_early(&s);
    put(s.fd[1]);
    fail.create = EMFILE;
    EXPECT_INT(world_turn(&s.w), 0, "polled, epoll_create1 says EMFILE");
    fail = (struct failures){.add = ENOMEM};
    before = open_numbers();
    EXPECT_INT(world_turn(&s.w), 0, "polled, epoll_ctl says ENOMEM");
    EXPECT_INT(open_numbers(), before, "polled: descriptors open");
    fail.add = 0;
    aw_io_wait(&s.w.poller, &io, AW_READ, &other.wait);
    put(fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "wrote to the other descriptor");
    s.w.poller.ops->wake(&s.w.poller);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 0, "woke the poller");
}

GRADED(epoll, a_late_close_leaves_the_next_owner_alone,
       "the next owner of the number never sees an event of this one")
{
    struct waiter next;
    struct aw_io io;
    struct kit s;
    int fd[2];

    /* A23, A26 */
    kit_open(&s);
    stream_open(fd);
    waiter_init(&next, "next");
    dup2(fd[0], s.fd[0]);
    EXPECT_INT(aw_io_open(&s.w.poller, &io, s.fd[0]), 0,
               "watched a number whose first owner was closed too early");
    aw_io_wait(&s.w.poller, &io, AW_READ, &next.wait);
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_INT(s.w.poller.nio, 1, "closed the first owner");
    put(fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "closed the first, wrote to the next");
    EXPECT_SAID("next", "closed the first, wrote to the next");
}

GRADED(epoll, waiting_for_what_was_closed_too_early_fails,
       "`io` is not open, or its descriptor was closed too early")
{
    struct kit s;
    int rc[2];

    /* A26.  Edge engines ask the kernel nothing here: 0 is right as well. */
    kit_open(&s);
    close(s.fd[0]);
    rc[0] = await_read(&s);
    EXPECT(rc[0] == -EBADF || rc[0] == 0, "waited: it said %d", rc[0]);
    EXPECT_INT(s.io.wait[AW_READ] != NULL, rc[0] == 0,
               "waited: it said %d; does somebody wait?", rc[0]);
    aw_io_unwait(&s.reader.wait);
    dup2(s.fd[1], s.fd[0]);
    rc[1] = await_read(&s);
    EXPECT_INT(rc[1], rc[0], "waited after the number had a new owner");
    aw_io_unwait(&s.reader.wait);
    rc[1] = aw_io_wait(&s.w.poller, &s.io, AW_READ, &s.reader.wait);
    EXPECT_INT(rc[1], rc[0], "waited once more");
}
