/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <limits.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

/* ---- Opening ------------------------------------------------------------*/

GRADED(epoll, the_table_says_what_it_is,
       "The engine of this chapter, on epoll and eventfd.")
{
    struct kit s;

    kit_open(&s);
    EXPECT_STR(aw_epoll_ops.name, "epoll", "asked the engine for its name");
    EXPECT_PTR(aw_epoll_ops.native(&s.w.poller), NULL, "asked for a uv_loop_t");
    EXPECT_AT_LEAST(s.e->fd, 0, "opened a poller");
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
    EXPECT_AT_LEAST(a.blocks, 1, "opened a poller with an allocator");
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
       "A number that nobody has opened costs no memory.")
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
    EXPECT(s.io.gen != first,
           "opened the same number twice: generation %u both", first);
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
    EXPECT(io.gen != 0, "opened a descriptor after 2^32 - 1 others: is its "
                        "generation 0?");
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
    EXPECT_AT_LEAST(s.e->cap, s.fd[0] + 1, "watched descriptor %d", s.fd[0]);
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_PTR(s.e->io[s.fd[0]], NULL, "closed its io");
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
