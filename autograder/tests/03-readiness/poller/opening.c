/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>

/* ---- Opening ------------------------------------------------------------*/

GRADED(poller, a_closed_number_is_no_descriptor, "`fd` is no descriptor")
{
    struct world w;
    struct aw_io io;
    int fd;

    world_open(&w);
    fd = dup(0);
    close(fd);
    EXPECT_INT(aw_io_open(&w.poller, &io, fd), -EBADF, "watched a closed fd");
    EXPECT_INT(w.poller.nio, 0, "failed to watch");
    aw_poller_close(&w.poller);
}

GRADED(poller, a_regular_file_is_refused,
       "a kind that is always ready: a regular file, a directory")
{
    int file = open("/proc/self/exe", O_RDONLY), dir = open("/", O_RDONLY);
    struct world w;
    struct aw_io io;

    /* A31 */
    world_open(&w);
    EXPECT_INT(aw_io_open(&w.poller, &io, file), -EPERM, "watched a file");
    EXPECT_INT(aw_io_open(&w.poller, &io, dir), -EPERM, "watched a directory");
    EXPECT_INT(w.poller.nio, 0, "failed to watch");
    close(file);
    close(dir);
    aw_poller_close(&w.poller);
}

GRADED(poller, a_watched_descriptor_cannot_be_watched_twice,
       "`fd` is being watched already")
{
    struct aw_io second;
    struct scene s;

    scene_open(&s);
    EXPECT_INT(aw_io_open(&s.w.poller, &second, s.fd[0]), -EEXIST,
               "watched a descriptor that is watched");
    aw_io_close(&s.w.poller, &second);
    EXPECT_INT(s.w.poller.nio, 1, "failed to watch twice");

    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made the first one readable");
    scene_close(&s);
}

GRADED(poller, a_duplicate_is_a_descriptor_of_its_own,
       "An `aw_io` stands for one descriptor.")
{
    struct waiter second;
    struct aw_io io;
    struct scene s;
    int copy;

    /* A24 */
    scene_open(&s);
    copy = dup(s.fd[0]);
    waiter_init(&second, "copy");
    EXPECT_INT(aw_io_open(&s.w.poller, &io, copy), 0, "watched a duplicate");
    aw_io_wait(&s.w.poller, &io, AW_READ, &second.wait);
    aw_io_close(&s.w.poller, &s.io);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "closed the first, then wrote");
    EXPECT_SAID("copy", "closed the first, then wrote");
    aw_io_close(&s.w.poller, &io);
    close(copy);
    scene_close(&s);
}

/* ---- Closing ------------------------------------------------------------*/

GRADED(poller, a_closed_descriptor_tells_its_waiters,
       "Both waiters, if any, are pushed with `status` -EBADF, the reader "
       "first.")
{
    struct scene s;

    /* A25 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_write(&s);
    wait_read(&s);
    put(s.fd[1]);
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_INT(world_turn(&s.w), 0, "closed a readable descriptor, polled");
    EXPECT_SAID("r:EBADF w:EBADF", "closed a readable descriptor, polled");
    scene_close(&s);
}

GRADED(poller, a_closed_descriptor_is_not_seen_through_a_duplicate,
       "no event of it is seen afterwards, not even one that the kernel has "
       "already handed over")
{
    struct scene s;
    int copy;

    /* A24 */
    scene_open(&s);
    copy = dup(s.fd[0]);
    wait_read(&s);
    aw_io_close(&s.w.poller, &s.io);
    close(s.fd[0]);
    s.fd[0] = copy;
    aw_ready_run(&s.w.ready);
    forget();
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 0, "wrote to the duplicate of a closed one");
    EXPECT_SAID("", "wrote to the duplicate of a closed one");
    scene_close(&s);
}

GRADED(poller, the_next_owner_of_a_number_gets_none_of_its_events,
       "the next owner of the number never sees an event of this one")
{
    struct waiter next;
    struct scene s;
    int fd[2];

    /* A23 */
    scene_open(&s);
    waiter_init(&next, "next");
    wait_read(&s);
    put(s.fd[1]);
    aw_io_close(&s.w.poller, &s.io);
    stream_open(fd);
    dup2(fd[0], s.fd[0]);
    EXPECT_INT(aw_io_open(&s.w.poller, &s.io, s.fd[0]), 0, "reused a number");
    aw_io_wait(&s.w.poller, &s.io, AW_READ, &next.wait);
    EXPECT_INT(world_turn(&s.w), 0, "polled for the new owner");
    EXPECT_SAID("r:EBADF", "polled for the new owner");
    put(fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "wrote to the new owner");
    EXPECT_SAID("r:EBADF next", "wrote to the new owner");
    scene_close(&s);
    stream_close(fd);
}

static struct scene *reused;
static struct waiter heir;
static int heir_fd[2];

static int hands_the_number_on(struct aw_handle *handle)
{
    struct aw_poller *poller = &reused->w.poller;

    (void)handle;
    say("first=%d", reused->reader.wait.status);
    aw_io_close(poller, &reused->io);
    dup2(heir_fd[0], reused->fd[0]);
    say("open=%d", aw_io_open(poller, &reused->io, reused->fd[0]));
    say("wait=%d", aw_io_wait(poller, &reused->io, AW_WRITE, &heir.wait));
    return 0;
}

GRADED(poller, a_callback_may_reuse_the_number_of_its_descriptor,
       "The descriptor may be closed, and its number used again")
{
    struct scene s;

    /* A23: the writer's event of the old owner is in the same batch. */
    scene_open(&s);
    reused = &s;
    waiter_init(&heir, "heir");
    stream_open(heir_fd);
    fill(heir_fd[0]);
    s.reader.wait.handle.fn = hands_the_number_on;
    wait_read(&s);
    wait_write(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 2, "made the old owner ready both ways");
    EXPECT_SAID("first=0 open=0 wait=0 w", "reused the number in a callback");
    EXPECT_INT(world_turn(&s.w), 0, "polled for the heir, who has no room");
    drain(heir_fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made room for the heir");
    EXPECT_SAID("first=0 open=0 wait=0 w heir", "made room for the heir");
    scene_close(&s);
    stream_close(heir_fd);
}
