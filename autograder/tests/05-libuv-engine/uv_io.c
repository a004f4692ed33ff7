/* SPDX-License-Identifier: MIT */
/* Descriptors; and chapter 03's contract of a poller on this engine. */
#include "kit.h"

#include <limits.h>
#include <signal.h>

#include "../03-readiness/poller.c"

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
    EXPECT(k.alloc.bytes > before, "opened and closed, no poll yet");
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
       "After a failure `io` is not open.")
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
    EXPECT(k.io.gen != first, "opened the same number twice");
    k.e->gen = UINT32_MAX;
    EXPECT_INT(aw_io_open(&k.poller, &io, k.fd[1]), 0, "opened one more");
    EXPECT(io.gen != 0, "opened a descriptor after 2^32 others");
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
    EXPECT(k.e->io[k.fd[0]] == NULL, "closed it");
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

/* ---- Descriptors that are closed too early ------------------------------*/

GRADED(uv_io, a_descriptor_closed_too_early_ends_its_waits,
       "its waits end with status 0, and the next try says EBADF")
{
    struct kit k, other;

    /* A26: libuv would abort. */
    kit_open(&k);
    other.io.fd = -1;
    kit_pair(other.fd);
    kit_wait_init(&other.reader, "other");
    aw_io_open(&k.poller, &other.io, other.fd[0]);
    aw_io_wait(&k.poller, &other.io, AW_READ, &other.reader.wait);
    kit_read(&k);
    kit_write(&k);
    close(k.fd[0]);
    EXPECT_INT(kit_poll(&k, AW_NEVER), 2, "closed it behind the poller's back");
    aw_ready_run(&k.ready);
    EXPECT_SAID("r w", "closed it behind the poller's back");
    kit_put(other.fd[1]);
    EXPECT_INT(kit_turn(&k), 1, "wrote to another descriptor");
    kit_read(&k);
    EXPECT_INT(kit_turn(&k), 1, "waited for the closed one once more");
    EXPECT_INT(kit_turn(&k), 0, "nobody waits");
    aw_io_close(&k.poller, &other.io);
    close(other.fd[0]);
    close(other.fd[1]);
    kit_close(&k);
}

GRADED(uv_io, a_number_closed_too_early_is_free_after_its_close,
       "Until its aw_io_close its number cannot be watched anew: that fails "
       "with -EEXIST.")
{
    struct aw_io next;
    struct kit k;

    /* A26, A29 */
    kit_open(&k);
    kit_read(&k);
    kit_turn(&k);
    close(k.fd[0]);
    EXPECT_INT(dup2(k.fd[1], k.fd[0]), k.fd[0], "gave the number to another");
    EXPECT_INT(aw_io_open(&k.poller, &next, k.fd[0]), -EEXIST,
               "watched a number whose first owner was closed too early");
    aw_io_close(&k.poller, &k.io);
    EXPECT_INT(aw_io_open(&k.poller, &next, k.fd[0]), 0, "closed the first");
    aw_ready_run(&k.ready);
    EXPECT_INT(aw_io_wait(&k.poller, &next, AW_WRITE, &k.writer.wait), 0,
               "waited for the next owner");
    kit_turn(&k);
    EXPECT_SAID("r:EBADF w", "closed the first, waited for the next");
    aw_io_close(&k.poller, &next);
    kit_close(&k);
}

GRADED(uv_io, a_descriptor_closed_too_early_is_found_out_whenever_it_is_told,
       "So a descriptor that is closed too early, before aw_io_close, is found "
       "out there")
{
    struct kit k;

    /* A26: libuv knows it already, and is told of the writer. */
    kit_open(&k);
    kit_read(&k);
    kit_turn(&k);
    close(k.fd[0]);
    kit_write(&k);
    EXPECT_INT(kit_turn(&k), 2, "a reader waits; closed it, a writer waits");
    EXPECT_SAID("r w", "a reader waits; closed it, a writer waits");
    kit_close(&k);
}

/* ---- In the middle of a poll --------------------------------------------*/

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
