/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct scene *scene;

GRADED(io, closing_deregisters_and_wakes_both,
       "Both waiters, if any, are pushed with `status` -EBADF, the reader "
       "first.")
{
    struct scene s;

    /* A25 */
    scene_open(&s);
    wait_on(&s, AW_WRITE);
    wait_on(&s, AW_READ);
    forget();
    aw_io_close(&s.poller, &s.io);
    EXPECT_SAID("del-7", "closed a descriptor, but ran nothing yet");
    EXPECT_PTR(s.r.wait.io, NULL, "closed a descriptor under its reader");
    EXPECT_PTR(s.w.wait.io, NULL, "closed a descriptor under its writer");

    EXPECT_INT(aw_ready_run(&s.ready), 2, "ran the waiters");
    EXPECT_SAID("del-7 r:EBADF w:EBADF", "closed a descriptor with waiters");
}

GRADED(io, closing_wakes_a_lone_writer,
       "Both waiters, if any, are pushed with `status` -EBADF")
{
    struct scene s;

    scene_open(&s);
    wait_on(&s, AW_WRITE);
    forget();
    aw_io_close(&s.poller, &s.io);
    EXPECT_INT(aw_ready_run(&s.ready), 1, "ran the waiters");
    EXPECT_SAID("del-7 w:EBADF", "closed a descriptor with a writer");
}

GRADED(io, closing_without_waiters_pushes_nothing,
       "Both waiters, if any, are pushed with `status` -EBADF")
{
    struct scene s;

    scene_open(&s);
    aw_io_close(&s.poller, &s.io);
    EXPECT_SAID("del-7", "closed a descriptor");
    EXPECT_INT(aw_ready_run(&s.ready), 0, "closed a descriptor of nobody");
    EXPECT_INT(s.io.fd, -1, "closed a descriptor");
}

GRADED(io, a_waiter_pushed_before_the_close_keeps_its_status,
       "A waiter that was pushed already, but has not run, keeps its status.")
{
    struct scene s;

    scene_open(&s);
    wait_on(&s, AW_READ);
    wait_on(&s, AW_WRITE);
    aw_io_ready(&s.poller, &s.io, AW_WRITE);
    forget();
    aw_io_close(&s.poller, &s.io);
    EXPECT_INT(aw_ready_run(&s.ready), 2, "ran both waiters");
    EXPECT_SAID("del-7 w r:EBADF", "pushed the writer, closed, ran");
}

GRADED(io, closing_twice_does_nothing,
       "Closing an `io` that is not open does nothing.")
{
    struct scene s;

    scene_open(&s);
    wait_on(&s, AW_READ);
    aw_io_close(&s.poller, &s.io);
    forget();
    aw_io_close(&s.poller, &s.io);
    EXPECT_SAID("", "closed a descriptor twice");
    EXPECT_INT(s.poller.nio, 0, "closed a descriptor twice");
    EXPECT_INT(aw_ready_run(&s.ready), 1, "closed a descriptor twice");
}

GRADED(io, a_wait_that_close_pushed_can_be_given_up,
       "on one whose handle is pushed but has not run yet")
{
    struct scene s;

    scene_open(&s);
    wait_on(&s, AW_READ);
    aw_io_close(&s.poller, &s.io);
    EXPECT(aw_io_unwait(&s.r.wait), "gave up a wait that a close had pushed");
    EXPECT_INT(aw_ready_run(&s.ready), 0, "ran what was left");
}

GRADED(io, the_memory_is_free_before_the_waiters_run,
       "its memory is the caller's again, even before the waiters have run")
{
    struct scene s;

    scene_open(&s);
    wait_on(&s, AW_READ);
    wait_on(&s, AW_WRITE);
    forget();
    aw_io_close(&s.poller, &s.io);
    s.io = (struct aw_io){.fd = 12345};
    EXPECT(aw_io_unwait(&s.w.wait), "gave up a wait after the close");
    EXPECT_INT(aw_ready_run(&s.ready), 1, "overwrote `io`, ran the reader");
    EXPECT_SAID("del-7 r:EBADF", "overwrote `io`, ran the reader");
}

static int closes_and_reopens(struct aw_handle *handle)
{
    (void)handle;
    aw_io_close(&scene->poller, &scene->io);
    say("open=%d", aw_io_open(&scene->poller, &scene->io, 7));
    return 0;
}

GRADED(
    io, a_callback_closes_what_others_wait_for,
    "`io` is not open, and its memory is the caller's again, even before the "
    "waiters have run")
{
    struct scene s;

    /* A25 */
    scene_open(&s);
    scene = &s;
    s.r.wait.handle.fn = closes_and_reopens;
    wait_on(&s, AW_READ);
    wait_on(&s, AW_WRITE);
    aw_io_ready(&s.poller, &s.io, AW_READ);
    forget();
    aw_ready_run(&s.ready);
    EXPECT_SAID("del-7 add-7 open=0", "closed and opened in a callback");
    EXPECT_PTR(s.io.wait[AW_WRITE], NULL, "opened the descriptor anew");
    aw_ready_run(&s.ready);
    EXPECT_SAID("del-7 add-7 open=0 w:EBADF", "ran the next turn");
}
