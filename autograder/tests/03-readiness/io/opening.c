/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int script_open_fails(struct aw_poller *poller)
{
    (void)poller;
    return -EMFILE;
}

/* ---- The poller ---------------------------------------------------------*/

GRADED(io, a_poller_opens_on_its_engine,
       "Open a poller on the engine `ops`, pushing to `ready`")
{
    struct aw_poller poller;
    struct aw_ready ready;
    struct graded_alloc alloc;

    graded_alloc_init(&alloc);
    EXPECT_INT(aw_poller_open(&poller, &script, &ready, &alloc.alloc), 0,
               "opened a poller");
    EXPECT_SAID("open", "opened a poller");
    EXPECT_PTR(poller.ops, &script, "opened a poller on an engine");
    EXPECT_PTR(poller.ready, &ready, "opened a poller for a queue");
    EXPECT_PTR(poller.alloc, &alloc.alloc, "opened it with an allocator");
    EXPECT_PTR(poller.impl, &add_result, "let the engine set `impl`");
    EXPECT_PTR(poller.probe, NULL, "opened a poller");
    EXPECT_INT(poller.nio, 0, "opened a poller");
}

GRADED(io, an_engine_that_fails_to_open_is_reported,
       "Returns 0 or a negative error code; after a failure there is nothing "
       "to close.")
{
    struct aw_poller_ops ops = script;
    struct aw_poller poller;
    struct aw_ready ready;

    ops.open = script_open_fails;
    EXPECT_INT(aw_poller_open(&poller, &ops, &ready, NULL), -EMFILE,
               "opened a poller whose engine fails with EMFILE");
    EXPECT_SAID("", "failed to open a poller");
}

GRADED(io, closing_the_poller_closes_its_engine, "Close the poller.")
{
    struct scene s;

    scene_open(&s);
    aw_io_close(&s.poller, &s.io);
    forget();
    aw_poller_close(&s.poller);

    EXPECT_SAID("close", "closed the descriptor, then the poller");
}

GRADED(io, closing_the_poller_with_an_open_descriptor_is_misuse,
       "Closing it while a descriptor is open is misuse.")
{
    struct scene s;

    scene_open(&s);
    EXPECT_MISUSE(aw_poller_close(&s.poller), "",
                  "closed the poller with one descriptor open");
    EXPECT_SAID("", "closed the poller with one descriptor open");
}

/* ---- Opening a descriptor -----------------------------------------------*/

GRADED(io, a_new_descriptor_is_registered_and_nobody_waits,
       "Begin to watch `fd`, which must not block.")
{
    struct scene s;
    struct aw_io io;

    scene_open(&s);
    EXPECT_INT(aw_io_open(&s.poller, &io, 8), 0, "opened descriptor 8");

    EXPECT_SAID("add-8", "opened descriptor 8");
    EXPECT_INT(io.fd, 8, "opened descriptor 8");
    EXPECT_PTR(io.wait[AW_READ], NULL,
               "opened a descriptor: is there a reader?");
    EXPECT_PTR(io.wait[AW_WRITE], NULL, "opened one: is there a writer?");
    EXPECT_INT(io.registered, 0, "opened a descriptor and waited for nothing");
    EXPECT(aw_list_empty(&io.link), "opened a descriptor");
}

GRADED(io, the_poller_counts_its_descriptors, "Counts in `nio`.")
{
    struct scene s;
    struct aw_io io;

    scene_open(&s);
    EXPECT_INT(s.poller.nio, 1, "opened one descriptor");
    aw_io_open(&s.poller, &io, 8);
    EXPECT_INT(s.poller.nio, 2, "opened a second one");
    aw_io_close(&s.poller, &io);
    EXPECT_INT(s.poller.nio, 1, "closed it again");
    aw_io_close(&s.poller, &s.io);
    EXPECT_INT(s.poller.nio, 0, "closed both");
}

GRADED(io, descriptor_zero_is_a_descriptor,
       "Begin to watch `fd`, which must not block.")
{
    struct scene s;
    struct aw_io io;

    scene_open(&s);
    EXPECT_INT(aw_io_open(&s.poller, &io, 0), 0, "opened descriptor 0");
    EXPECT_INT(aw_io_wait(&s.poller, &io, AW_READ, &s.r.wait), 0,
               "waited for descriptor 0");
    aw_io_close(&s.poller, &io);
    aw_ready_run(&s.ready);
    EXPECT_SAID("add-0 want-0-read del-0 r:EBADF", "closed descriptor 0");
}

GRADED(io, a_negative_descriptor_is_refused, "`fd` is no descriptor")
{
    struct scene s;
    struct aw_io io;

    scene_open(&s);
    EXPECT_INT(aw_io_open(&s.poller, &io, -1), -EBADF, "opened descriptor -1");
    EXPECT_SAID("", "opened descriptor -1");
    EXPECT_INT(io.fd, -1, "failed to open a descriptor");
    EXPECT_INT(s.poller.nio, 1, "failed to open a second descriptor");
}

GRADED(io, after_a_failure_io_is_not_open, "After a failure `io` is not open.")
{
    struct scene s;
    struct aw_io io;

    scene_open(&s);
    add_result = -EPERM;
    EXPECT_INT(aw_io_open(&s.poller, &io, 8), -EPERM,
               "opened a descriptor that the engine refuses with EPERM");
    EXPECT_INT(io.fd, -1, "failed to open a descriptor");
    EXPECT_INT(s.poller.nio, 1, "failed to open a second descriptor");
    EXPECT_INT(aw_io_wait(&s.poller, &io, AW_READ, &s.r.wait), -EBADF,
               "waited for a descriptor that failed to open");
    aw_io_close(&s.poller, &io);
    EXPECT_SAID("add-8", "failed to open a descriptor, closed it all the same");
}
