/* SPDX-License-Identifier: MIT */
/* What only the epoll engine promises: its system calls are counted here, and
 * made to fail.
 *
 * The functions below stand in for libc's: the linker takes the first
 * definition it finds.  Only the calls of this thread count, and Criterion's
 * own go through untouched. */
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>

#include "aw/epoll.h"
#include "fixture.h"
#include "syscalls.h"

_Thread_local struct calls calls;
_Thread_local struct failures fail;

static long failed(int error)
{
    errno = error;
    return -1;
}

int epoll_create1(int flags)
{
    calls.create++;
    return (int)(fail.create ? failed(fail.create)
                             : syscall(SYS_epoll_create1, flags));
}

int eventfd(unsigned count, int flags)
{
    calls.bell++;
    return (int)(fail.bell ? failed(fail.bell)
                           : syscall(SYS_eventfd2, count, flags));
}

int epoll_ctl(int set, int op, int fd, struct epoll_event *event)
{
    calls.ctl++;
    if (fail.add && op == EPOLL_CTL_ADD)
        return (int)failed(fail.add);
    return (int)syscall(SYS_epoll_ctl, set, op, fd, event);
}

int epoll_wait(int set, struct epoll_event *events, int max, int timeout)
{
    int n;

    calls.wait++;
    fail.ms = timeout;
    if (fail.wait)
        return (int)failed(fail.wait);
    n = (int)syscall(SYS_epoll_pwait, set, events, max, fail.dry ? 0 : timeout,
                     NULL, 8);
    calls.events += n > 0 ? n : 0;
    return n;
}

int epoll_pwait2(int set, struct epoll_event *events, int max,
                 const struct timespec *timeout, const sigset_t *mask)
{
    static const struct timespec zero;
    int n;

    calls.wait2++;
    if (fail.wait2 || fail.wait)
        return (int)failed(fail.wait2 ? fail.wait2 : fail.wait);
    fail.ns = timeout ? timeout->tv_sec * AW_SEC + timeout->tv_nsec : -1;
    n = (int)syscall(SYS_epoll_pwait2, set, events, max,
                     fail.dry ? &zero : timeout, mask, 8);
    calls.events += n > 0 ? n : 0;
    return n;
}

ssize_t read(int fd, void *buffer, size_t size)
{
    int signo = fail.on_read;
    ssize_t n;

    calls.read++;
    fail.on_read = 0;
    if (signo)
        raise(signo);
    n = syscall(SYS_read, fd, buffer, size);
    if (signo)
        raise(signo + 1);
    return n;
}

ssize_t write(int fd, const void *buffer, size_t size)
{
    void (*hook)(void) = fail.on_write;

    calls.write++;
    fail.on_write = NULL;
    if (hook)
        hook();
    return syscall(SYS_write, fd, buffer, size);
}

/* A poller, a pair of sockets, and `io` on the first of them. */
struct kit {
    struct world w;
    struct aw__epoll *e;
    int fd[2];
    struct aw_io io;
    struct waiter reader, writer;
};

static void kit_open(struct kit *s)
{
    world_open(&s->w);
    s->e = s->w.poller.impl;
    stream_open(s->fd);
    EXPECT_INT(aw_io_open(&s->w.poller, &s->io, s->fd[0]), 0,
               "began to watch a socket");
    waiter_init(&s->reader, "r");
    waiter_init(&s->writer, "w");
    calls = (struct calls){0};
}

static int await_read(struct kit *s)
{
    return aw_io_wait(&s->w.poller, &s->io, AW_READ, &s->reader.wait);
}

static int open_numbers(void)
{
    int n = 0;

    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* ---- Opening ------------------------------------------------------------*/

GRADED(epoll, the_table_says_what_it_is,
       "The engine of this chapter, on epoll and eventfd.")
{
    struct kit s;

    kit_open(&s);
    EXPECT_STR(aw_epoll_ops.name, "epoll", "asked the engine for its name");
    EXPECT(aw_epoll_ops.native(&s.w.poller) == NULL, "asked for a uv_loop_t");
    EXPECT(s.e->fd >= 0, "opened a poller");
    EXPECT(fcntl(s.e->fd, F_GETFD) & FD_CLOEXEC, "opened a poller");
}

GRADED(epoll, closing_frees_all_that_open_made,
       "Free all that `open` made, and give every signal back.")
{
    int before = open_numbers();
    struct graded_alloc a;
    struct aw_poller poller;
    struct aw_ready ready;
    struct aw_io io;

    graded_alloc_init(&a);
    EXPECT_INT(aw_poller_open(&poller, ENGINE, &ready, &a.alloc), 0, "opened");
    EXPECT(a.blocks > 0, "opened a poller with an allocator");
    EXPECT_INT(aw_io_open(&poller, &io, eventfd(0, 0)), 0, "watched something");
    close(io.fd);
    aw_io_close(&poller, &io);
    aw_poller_close(&poller);
    EXPECT_INT(a.blocks, 0, "closed the poller: blocks of memory left");
    EXPECT_INT(a.bytes, 0, "closed the poller: bytes of memory left");
    EXPECT_INT(open_numbers(), before, "closed the poller");
}

GRADED(epoll, an_open_that_fails_leaves_nothing,
       "Returns 0 or a negative error code; after a failure there is nothing "
       "to close.")
{
    const struct failures cause[] = {
        {.create = EMFILE}, {.bell = ENFILE}, {.add = ENOMEM}};
    int before = open_numbers();
    struct graded_alloc a;
    struct aw_poller poller;
    struct aw_ready ready;

    for (int i = 0; i < 3; i++) {
        int want = -(cause[i].create + cause[i].bell + cause[i].add);

        graded_alloc_init(&a);
        fail = cause[i];
        EXPECT_INT(aw_poller_open(&poller, ENGINE, &ready, &a.alloc), want,
                   "opened a poller while system call %d fails", i);
        fail = (struct failures){0};
        EXPECT_INT(a.blocks, 0, "failed to open: blocks of memory left");
        EXPECT_INT(open_numbers(), before, "failed to open a poller");
    }
    a.fail_from = a.calls + 1;
    EXPECT_INT(aw_poller_open(&poller, ENGINE, &ready, &a.alloc), -ENOMEM,
               "opened a poller without memory");
    EXPECT_INT(open_numbers(), before, "failed to open a poller");
}

/* ---- Registering --------------------------------------------------------*/

GRADED(epoll, adding_without_memory_fails,
       "no memory, or no room in the kernel")
{
    int high = fcntl(0, F_DUPFD, 900);
    struct graded_alloc a;
    struct aw_poller poller;
    struct aw_ready ready;
    struct aw_io io;
    int fd[2];

    stream_open(fd);
    dup2(fd[0], high);
    graded_alloc_init(&a);
    EXPECT_INT(aw_poller_open(&poller, ENGINE, &ready, &a.alloc), 0, "opened");
    a.fail_from = a.calls + 1;
    EXPECT_INT(aw_io_open(&poller, &io, high), -ENOMEM,
               "watched descriptor 900 without memory");
    a.fail_from = 0;
    EXPECT_INT(aw_io_open(&poller, &io, high), 0, "watched it with memory");
    aw_io_close(&poller, &io);
    aw_poller_close(&poller);
    EXPECT_INT(a.bytes, 0, "closed the poller: bytes of memory left");
}

GRADED(epoll, no_room_in_the_kernel_is_no_memory,
       "no memory, or no room in the kernel")
{
    struct kit s;
    struct aw_io io;

    kit_open(&s);
    fail.add = ENOSPC;
    EXPECT_INT(aw_io_open(&s.w.poller, &io, s.fd[1]), -ENOMEM,
               "watched a descriptor while epoll_ctl says ENOSPC");
    fail.add = ENOMEM;
    EXPECT_INT(aw_io_open(&s.w.poller, &io, s.fd[1]), -ENOMEM,
               "watched a descriptor while epoll_ctl says ENOMEM");
    fail.add = 0;
    EXPECT_INT(aw_io_open(&s.w.poller, &io, s.fd[1]), 0, "watched it then");
}

GRADED(epoll, a_number_that_nobody_opened_costs_no_memory,
       "After a failure `io` is not open.")
{
    struct graded_alloc a;
    struct aw_poller poller;
    struct aw_ready ready;
    struct aw_io io;

    /* A table that long would be 16 GiB. */
    graded_alloc_init(&a);
    EXPECT_INT(aw_poller_open(&poller, ENGINE, &ready, &a.alloc), 0, "opened");
    EXPECT_INT(aw_io_open(&poller, &io, INT_MAX), -EBADF,
               "watched descriptor INT_MAX, which nobody has opened");
    EXPECT_AT_MOST(a.bytes, 1 << 16, "failed to watch it: bytes of memory");
    aw_poller_close(&poller);
    EXPECT_INT(a.bytes, 0, "closed the poller: bytes of memory left");
}

GRADED(epoll, only_add_allocates,
       "The only operation after `open` that may allocate.")
{
    struct graded_alloc a;
    struct kit s;
    size_t before;

    kit_open(&s);
    graded_alloc_init(&a);
    aw_io_close(&s.w.poller, &s.io);
    aw_poller_close(&s.w.poller);
    aw_poller_open(&s.w.poller, ENGINE, &s.w.ready, &a.alloc);
    aw_io_open(&s.w.poller, &s.io, s.fd[0]);
    before = a.calls;
    for (int i = 0; i < 10; i++) {
        await_read(&s);
        put(s.fd[1]);
        world_turn(&s.w);
        world_turn(&s.w);
    }
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_INT(a.calls, before,
               "waited, polled and closed: requests for memory");
}

GRADED(epoll, each_use_of_a_number_has_its_generation,
       "tells this use of the number from others")
{
    struct kit s;
    uint32_t first;

    /* A23 */
    kit_open(&s);
    first = s.io.gen;
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_INT(aw_io_open(&s.w.poller, &s.io, s.fd[0]), 0, "opened it again");
    EXPECT(s.io.gen != first, "opened the same number twice");
    EXPECT(first != 0, "opened a descriptor: is its generation 0?");
}

GRADED(epoll, generations_skip_zero_when_they_wrap,
       "the generation given out last; 0: none yet")
{
    struct kit s;
    struct aw_io io;

    kit_open(&s);
    s.e->gen = UINT32_MAX;
    EXPECT_INT(aw_io_open(&s.w.poller, &io, s.fd[1]), 0, "opened one more");
    EXPECT(io.gen != 0, "opened a descriptor after 2^32 others");
    aw_io_wait(&s.w.poller, &io, AW_READ, &s.reader.wait);
    put(s.fd[0]);
    EXPECT_INT(world_turn(&s.w), 1, "made it readable");
}

GRADED(epoll, the_table_forgets_a_closed_io,
       "by descriptor number; NULL: not watched")
{
    struct kit s;

    kit_open(&s);
    EXPECT_PTR(s.e->io[s.fd[0]], &s.io, "watched a descriptor");
    EXPECT((size_t)s.fd[0] < s.e->cap, "watched a descriptor");
    aw_io_close(&s.w.poller, &s.io);
    EXPECT(s.e->io[s.fd[0]] == NULL, "closed its io");
}

GRADED(epoll, an_event_of_an_unknown_pair_is_dropped,
       "An event whose pair is not in the table is dropped.")
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLET};
    struct kit s;

    /* A23: beyond the table, of nobody, of an earlier owner. */
    kit_open(&s);
    await_read(&s);
    put(s.fd[0]);
    const uint64_t number[] = {s.e->cap, 100000, UINT32_MAX, (uint64_t)s.fd[1],
                               (uint64_t)s.fd[0]};
    for (int i = 0; i < 5; i++) {
        event.data.u64 = (uint64_t)(s.io.gen + 7) << 32 | number[i];
        epoll_ctl(s.e->fd, EPOLL_CTL_ADD, s.fd[1], &event);
        EXPECT_INT(world_turn(&s.w), 0, "got an event of nobody, kind %d", i);
        epoll_ctl(s.e->fd, EPOLL_CTL_DEL, s.fd[1], &event);
    }
    EXPECT_INT(s.reader.ran, 0, "got five events of nobody");
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made a descriptor readable after that");
}

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
       "Give up a wait, synchronously: its handle is not called.")
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

/* Poll until there is nothing left to be told; at most five times. */
static void settle(struct kit *s)
{
    for (int i = 0; i < 5; i++)
        world_turn(&s->w);
    calls = (struct calls){0};
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

/* ---- Errors ------------------------------------------------------------*/

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

/* ---- Descriptors that are closed too early ------------------------------*/

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
       "An event whose pair is not in the table is dropped.")
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
    EXPECT((s.io.wait[AW_READ] != NULL) == (rc[0] == 0), "waited");
    aw_io_unwait(&s.reader.wait);
    dup2(s.fd[1], s.fd[0]);
    rc[1] = await_read(&s);
    EXPECT_INT(rc[1], rc[0], "waited after the number had a new owner");
    aw_io_unwait(&s.reader.wait);
    rc[1] = aw_io_wait(&s.w.poller, &s.io, AW_READ, &s.reader.wait);
    EXPECT_INT(rc[1], rc[0], "waited once more");
}

/* ---- Signals and the bell -----------------------------------------------*/

static int rang(struct aw_handle *handle)
{
    (void)handle;
    say("rang");
    return 0;
}

GRADED(epoll, a_signal_between_bell_and_bits_is_not_lost,
       "no number is ever lost")
{
    struct aw_handle a, b;
    struct kit s;

    /* A44: one comes right before the bell is silenced, one right after. */
    kit_open(&s);
    aw_handle_init(&a, rang);
    aw_handle_init(&b, rang);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMIN, &a);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMIN + 1, &b);
    s.w.poller.ops->wake(&s.w.poller);
    fail.on_read = SIGRTMIN;
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 2, "two signals during a poll");
    EXPECT_INT(aw_ready_run(&s.w.ready), 2, "two signals during a poll");
    aw_io_close(&s.w.poller, &s.io);
    aw_poller_close(&s.w.poller);
}

GRADED(epoll, a_signal_sets_its_bit, "bit n - 1: signal n waits to be pushed")
{
    struct aw_handle a, b;
    struct kit s;

    kit_open(&s);
    aw_handle_init(&a, rang);
    aw_handle_init(&b, rang);
    s.w.poller.ops->signal(&s.w.poller, SIGHUP, &a);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMAX, &b);
    raise(SIGHUP);
    EXPECT_INT(s.e->pending, 1, "raised signal 1");
    raise(SIGRTMAX);
    EXPECT_INT((int64_t)s.e->pending, INT64_MIN + 1, "raised signal 64");
    EXPECT_INT(aw__signals_take(&s.w.poller), 2, "took what was pending");
    EXPECT_INT(s.e->pending, 0, "took what was pending");
    EXPECT_INT(aw__signals_take(&s.w.poller), 0, "took again");
}

static struct aw_handle ladder[4];

static int name_of(struct aw_handle *handle)
{
    say("%d", (int)(handle - ladder));
    return 0;
}

GRADED(epoll, lower_numbers_are_pushed_first,
       "Push the handle of every signal in `pending`, lower numbers first")
{
    struct kit s;

    kit_open(&s);
    for (int i = 0; i < 4; i++) {
        aw_handle_init(&ladder[i], name_of);
        s.w.poller.ops->signal(&s.w.poller, SIGRTMIN + i, &ladder[i]);
    }
    for (int i = 3; i >= 0; i--)
        raise(SIGRTMIN + i);
    EXPECT_INT(world_turn(&s.w), 4, "raised four signals, the highest first");
    EXPECT_SAID("0 1 2 3", "raised four signals, the highest first");
}

GRADED(epoll, a_bell_that_is_full_loses_no_signal, "no number is ever lost")
{
    const uint64_t most = UINT64_MAX - 1;
    struct aw_handle a;
    struct kit s;

    /* A44 */
    kit_open(&s);
    aw_handle_init(&a, rang);
    s.w.poller.ops->signal(&s.w.poller, SIGUSR1, &a);
    EXPECT_INT(write(s.e->wake_fd, &most, sizeof(most)), sizeof(most),
               "filled the count of the wake descriptor");
    raise(SIGUSR1);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 1, "raised a signal, polled");
    aw_ready_run(&s.w.ready);
    raise(SIGUSR1);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 1, "raised it again, polled");
}

static uint64_t events_told;

static void note_events(struct aw_probe *probe, enum aw_probe_event event,
                        const void *subject, uint64_t arg)
{
    struct world *w = aw_container_of(subject, struct world, poller);

    say("%s",
        event == AW_PROBE_POLL && w->poller.probe == probe ? "poll" : "?");
    events_told = arg;
}

static struct {
    clockid_t cpu; /* of the thread that stops watching */
    atomic_bool ringing, returned, left;
} last;

static aw_time cpu_of_the_stopper(void)
{
    struct timespec t = {0};

    clock_gettime(last.cpu, &t);
    return t.tv_sec * AW_SEC + t.tv_nsec;
}

/* Stay inside the handler until the stopper has either come back without
 * waiting, or has spun for 5 ms of its own time; or slept, who knows. */
static void linger(void)
{
    const struct timespec nap = {.tv_nsec = AW_MS / 10};
    aw_time begun = cpu_of_the_stopper();

    last.ringing = true;
    for (int naps = 0; naps < 1000 && !last.returned &&
                       cpu_of_the_stopper() - begun < 5 * AW_MS;
         naps++)
        nanosleep(&nap, NULL);
    last.left = true;
}

static void *rings_slowly(void *arg)
{
    fail.on_write = linger;
    raise(SIGRTMIN);
    return arg;
}

GRADED(epoll, stopping_waits_for_a_handler_that_still_rings,
       "waits until no handler of it runs on another thread")
{
    struct aw_handle handle;
    pthread_t thread;
    struct kit s;
    bool left;

    /* What it rings is about to be closed. */
    kit_open(&s);
    aw_handle_init(&handle, rang);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMIN, &handle);
    pthread_getcpuclockid(pthread_self(), &last.cpu);
    pthread_create(&thread, NULL, rings_slowly, NULL);
    while (!last.ringing)
        sched_yield();
    aw_io_close(&s.w.poller, &s.io);
    s.w.poller.ops->signal(&s.w.poller, SIGRTMIN, NULL);
    left = last.left;
    last.returned = true;
    pthread_join(thread, NULL);
    EXPECT(left, "stopped watching while a handler on another thread was about "
                 "to ring the bell; did the handler leave first?");
    aw_poller_close(&s.w.poller);
}

GRADED(epoll, a_probe_hears_how_many_events_there_were,
       "it hears AW_PROBE_POLL, once for each poll, with the number of events "
       "that it was told of")
{
    struct aw_probe probe = {.event = note_events};
    struct kit s;

    kit_open(&s);
    s.w.poller.probe = &probe;
    await_read(&s);
    put(s.fd[1]);
    s.w.poller.ops->wake(&s.w.poller);
    world_poll(&s.w, 0);
    EXPECT_INT(events_told, 2, "a readable descriptor and a wake-up");
    aw_ready_run(&s.w.ready);
    fail.wait = EINTR;
    world_poll(&s.w, 0);
    EXPECT_INT(events_told, 0, "an interrupted poll");
    EXPECT_SAID("poll r poll", "two polls");
}

/* What every engine promises; chapter 05 builds it with another one. */
#include "poller.c"
