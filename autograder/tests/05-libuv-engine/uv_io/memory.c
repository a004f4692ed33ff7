/* SPDX-License-Identifier: MIT */
/* Descriptors. */
#include "../kit.h"

#include <limits.h>
#include <signal.h>

/* ---- Memory -------------------------------------------------------------*/

GRADED(uv_io, memory_waits_for_the_close_callback,
       "Memory of a descriptor that is watched no longer comes back to "
       "`poller->alloc` with the next poll, or when the poller is closed.")
{
    struct kit k;
    size_t before;

    kit_open(&k);
    aw_io_close(&k.poller, &k.io);
    kit_poll(&k, 0);
    before = k.alloc.bytes;
    for (int i = 0; i < 3; i++) {
        EXPECT_INT(aw_io_open(&k.poller, &k.io, k.fd[0]), 0, "watched it");
        kit_read(&k);
        kit_poll(&k, 0);
        aw_io_close(&k.poller, &k.io);
        aw_ready_run(&k.ready);
    }
    EXPECT_AT_LEAST(k.alloc.bytes, before + 1,
                    "opened and closed, no poll yet: bytes of memory");
    kit_poll(&k, 0);
    EXPECT_INT(k.alloc.bytes, before, "closed and polled: bytes of memory");
    kit_close(&k);
}

GRADED(uv_io, a_poller_is_closed_right_behind_its_descriptors,
       "Memory of a descriptor that is watched no longer comes back to "
       "`poller->alloc` with the next poll, or when the poller is closed.")
{
    struct aw_io io;
    struct kit k;

    kit_open(&k);
    EXPECT_INT(aw_io_open(&k.poller, &io, k.fd[1]), 0, "watched another");
    kit_read(&k);
    aw_io_close(&k.poller, &io);
    kit_close(&k);
    EXPECT_INT(k.alloc.blocks, 0, "closed all without a poll between");
}

GRADED(uv_io, adding_without_memory_fails,
       "no memory, or no room in the kernel")
{
    int high = fcntl(0, F_DUPFD, 900);
    struct aw_io io;
    struct kit k;

    /* 900 lies behind the end of the table. */
    kit_bare(&k);
    kit_pair(k.fd);
    dup2(k.fd[0], high);
    for (size_t n = 1; n <= 2; n++) {
        k.alloc.fail_once = k.alloc.calls + n;
        EXPECT_INT(aw_io_open(&k.poller, &io, high), -ENOMEM,
                   "watched descriptor 900, request %zu is refused", n);
        EXPECT_INT(io.fd, -1, "failed to watch it");
    }
    k.alloc.fail_once = 0;
    EXPECT_INT(aw_io_open(&k.poller, &io, high), 0, "watched it with memory");
    aw_io_close(&k.poller, &io);
    close(high);
    kit_close(&k);
}

GRADED(uv_io, a_number_that_nobody_opened_costs_no_memory,
       "A number that nobody has opened costs no memory.")
{
    struct aw_io io;
    struct kit k;
    size_t before;

    kit_bare(&k);
    before = k.alloc.bytes;
    EXPECT_INT(aw_io_open(&k.poller, &io, INT_MAX), -EBADF,
               "watched descriptor INT_MAX, which nobody has opened");
    EXPECT_INT(k.alloc.bytes, before, "failed to watch it: bytes of memory");
    kit_close(&k);
}

GRADED(uv_io, only_add_allocates,
       "The only operation after `open` that may allocate.")
{
    struct aw_handle alarm = {0};
    struct kit k;
    size_t before;

    kit_open(&k);
    before = k.alloc.calls;
    aw_handle_init(&alarm, k.reader.wait.handle.fn);
    k.poller.ops->signal(&k.poller, SIGUSR1, &alarm);
    for (int i = 0; i < 10; i++) {
        kit_read(&k);
        kit_put(k.fd[1]);
        kit_turn(&k);
        kit_turn(&k);
    }
    aw_io_close(&k.poller, &k.io);
    EXPECT_INT(k.alloc.calls, before,
               "watched a signal, waited, polled, closed: requests for memory");
    kit_close(&k);
}

/* ---- Numbers ------------------------------------------------------------*/

GRADED(uv_io, each_use_of_a_number_has_its_generation,
       "tells this use of the number from others")
{
    struct aw_io io;
    struct kit k;
    uint32_t first;

    /* A23 */
    kit_open(&k);
    first = k.io.gen;
    EXPECT(first != 0, "opened a descriptor: is its generation 0?");
    aw_io_close(&k.poller, &k.io);
    EXPECT_INT(aw_io_open(&k.poller, &k.io, k.fd[0]), 0, "opened it again");
    EXPECT(k.io.gen != first,
           "opened the same number twice: generation %u both", first);
    k.e->gen = UINT32_MAX;
    EXPECT_INT(aw_io_open(&k.poller, &io, k.fd[1]), 0, "opened one more");
    EXPECT(io.gen != 0, "opened a descriptor after 2^32 - 1 others: is its "
                        "generation 0?");
    aw_io_close(&k.poller, &io);
    kit_close(&k);
}

GRADED(uv_io, a_number_is_watched_once_also_before_any_wait,
       "`fd` is being watched already")
{
    struct aw_io second;
    struct kit k;

    /* A29: libuv itself notices only handles that are started. */
    kit_open(&k);
    EXPECT_PTR(k.e->io[k.fd[0]], &k.io, "watched a descriptor");
    EXPECT_INT(aw_io_open(&k.poller, &second, k.fd[0]), -EEXIST,
               "watched it again before anybody waits");
    aw_io_close(&k.poller, &k.io);
    EXPECT_PTR(k.e->io[k.fd[0]], NULL, "closed it");
    EXPECT_INT(aw_io_open(&k.poller, &second, k.fd[0]), 0,
               "watched it after the close, before any poll");
    aw_io_close(&k.poller, &second);
    kit_close(&k);
}

static void never(uv_poll_t *handle, int status, int events)
{
    (void)handle, (void)status, (void)events;
    say("never");
}

GRADED(uv_io, a_number_that_a_handle_of_libuvs_watches_is_refused,
       "`fd` is being watched already")
{
    struct aw_io io;
    uv_poll_t theirs;
    struct kit k;

    /* A29 */
    kit_bare(&k);
    kit_pair(k.fd);
    uv_poll_init(k.poller.ops->native(&k.poller), &theirs, k.fd[0]);
    uv_poll_start(&theirs, UV_READABLE, never);
    EXPECT_INT(aw_io_open(&k.poller, &io, k.fd[0]), -EEXIST,
               "watched a descriptor that libuv watches for somebody");
    uv_poll_stop(&theirs);
    EXPECT_INT(aw_io_open(&k.poller, &io, k.fd[0]), 0, "after that has ended");
    uv_close((uv_handle_t *)&theirs, NULL);
    EXPECT_INT(aw_io_wait(&k.poller, &io, AW_READ, &k.reader.wait), 0,
               "waited for it");
    kit_put(k.fd[1]);
    EXPECT_INT(kit_turn(&k), 1, "closed the other handle, wrote");
    aw_io_close(&k.poller, &io);
    kit_close(&k);
}

GRADED(uv_io, a_number_of_two_is_misuse,
       "where libuv cannot see it yet, it is misuse, found out at the next "
       "poll")
{
    uv_poll_t theirs;
    struct kit k;

    /* A29: ours is open, and has not been started. */
    kit_open(&k);
    uv_poll_init(k.poller.ops->native(&k.poller), &theirs, k.fd[0]);
    uv_poll_start(&theirs, UV_READABLE, never);
    kit_read(&k);
    EXPECT_MISUSE(kit_poll(&k, 0), "", "a handle of libuv's has the number");
}
