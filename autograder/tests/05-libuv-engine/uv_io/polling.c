/* SPDX-License-Identifier: MIT */
#include "../kit.h"

static struct kit *mid;

static void closes_the_io(uv_poll_t *handle, int status, int events)
{
    (void)status, (void)events;
    say("closes");
    uv_poll_stop(handle);
    aw_io_close(&mid->poller, &mid->io);
}

GRADED(uv_io, no_event_is_seen_that_libuv_was_handed_already,
       "no event of it is seen afterwards, not even one that the kernel has "
       "already handed over")
{
    uv_poll_t theirs;
    struct kit k;
    int fd[2];

    /* A22: both events come with one wait, theirs first. */
    kit_open(&k);
    mid = &k;
    kit_pair(fd);
    uv_poll_init(k.poller.ops->native(&k.poller), &theirs, fd[0]);
    uv_poll_start(&theirs, UV_READABLE, closes_the_io);
    kit_read(&k);
    kit_poll(&k, 0);
    kit_put(fd[1]);
    kit_put(k.fd[1]);
    EXPECT_INT(kit_turn(&k), 0, "a handle of libuv's closed the descriptor");
    EXPECT_SAID("closes r:EBADF", "a handle of libuv's closed the descriptor");
    uv_close((uv_handle_t *)&theirs, NULL);
    kit_close(&k);
    close(fd[0]);
    close(fd[1]);
}

GRADED(uv_io, a_close_that_comes_before_libuv_was_told_leaves_nothing,
       "Tell libuv of all interest that has changed, and leave `changed` "
       "empty.")
{
    struct kit k;

    kit_open(&k);
    kit_read(&k);
    EXPECT(!aw_list_empty(&k.e->changed), "waited, no poll yet");
    aw_io_close(&k.poller, &k.io);
    EXPECT(aw_list_empty(&k.e->changed), "waited and closed");
    memset(&k.io, 0xff, sizeof(k.io));
    EXPECT_INT(kit_turn(&k), 0, "waited and closed, polled");
    EXPECT_SAID("r:EBADF", "waited and closed, polled");
    k.io.fd = -1;
    kit_close(&k);
}
