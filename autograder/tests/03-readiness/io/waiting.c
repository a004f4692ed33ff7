/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct scene *scene;

/* ---- Waiting ------------------------------------------------------------*/

GRADED(io, a_wait_takes_the_place_of_its_direction,
       "It has one place for a reader and one for a writer.")
{
    struct scene s;

    scene_open(&s);
    s.w.wait.status = -1;
    EXPECT_INT(wait_on(&s, AW_WRITE), 0, "waited for room to write");

    EXPECT_SAID("want-7-write", "waited for room to write");
    EXPECT_PTR(s.io.wait[AW_WRITE], &s.w.wait, "waited for room to write");
    EXPECT_PTR(s.io.wait[AW_READ], NULL, "waited for room to write");
    EXPECT_PTR(s.w.wait.io, &s.io, "waited for room to write");
    EXPECT_INT(s.w.wait.dir, AW_WRITE, "waited for room to write");
    EXPECT_INT(s.w.wait.status, 0, "waited for room to write");
    EXPECT(!aw_handle_queued(&s.w.wait.handle), "waited for room to write");
}

GRADED(io, a_second_wait_for_a_direction_is_busy,
       "somebody waits for that direction already, and goes on waiting")
{
    struct waiter second;
    struct scene s;

    /* A27 */
    scene_open(&s);
    waiter_init(&second, "second");
    wait_on(&s, AW_READ);
    wait_on(&s, AW_WRITE);
    forget();
    EXPECT_INT(aw_io_wait(&s.poller, &s.io, AW_READ, &second.wait), -EBUSY,
               "waited for a direction that somebody waits for");

    EXPECT_SAID("", "was refused a place");
    EXPECT_PTR(s.io.wait[AW_READ], &s.r.wait, "refused a second reader");
    EXPECT_PTR(s.io.wait[AW_WRITE], &s.w.wait, "refused a second reader");
    EXPECT(!aw_io_unwait(&second.wait), "gave up a wait that was refused");
    EXPECT_PTR(s.io.wait[AW_READ], &s.r.wait, "refused a second reader");
}

GRADED(io, a_refused_wait_leaves_nothing_behind,
       "After a failure nothing waits that did not wait before.")
{
    struct scene s;

    scene_open(&s);
    want_result = -EBADF;
    EXPECT_INT(wait_on(&s, AW_READ), -EBADF,
               "waited, but the engine fails with EBADF");
    EXPECT_PTR(s.io.wait[AW_READ], NULL, "failed to wait: is the place taken?");
    EXPECT_PTR(s.r.wait.io, NULL, "failed to wait: does the wait stand?");

    want_result = 0;
    EXPECT_INT(wait_on(&s, AW_READ), 0, "waited again, and the engine agrees");
}

GRADED(io, waiting_on_a_closed_descriptor_fails,
       "`io` is not open, or its descriptor was closed too early")
{
    struct scene s;

    scene_open(&s);
    aw_io_close(&s.poller, &s.io);
    forget();
    EXPECT_INT(wait_on(&s, AW_READ), -EBADF, "waited behind aw_io_close");
    EXPECT_SAID("", "waited behind aw_io_close: what the engine was asked");
    EXPECT_PTR(s.r.wait.io, NULL, "waited behind aw_io_close");
}

GRADED(io, waiting_with_a_queued_handle_is_misuse,
       "waiting with a queued handle is misuse")
{
    struct scene s;

    scene_open(&s);
    wait_on(&s, AW_READ);
    aw_io_ready(&s.poller, &s.io, AW_READ);
    EXPECT_MISUSE(wait_on(&s, AW_READ), "",
                  "waited again before the handle has run");
}

/* ---- The end of a wait --------------------------------------------------*/

GRADED(io, ready_pushes_the_waiter_of_its_direction,
       "The waiter's place is empty before its handle is pushed, with "
       "`status` 0.")
{
    struct scene s;

    scene_open(&s);
    wait_on(&s, AW_READ);
    wait_on(&s, AW_WRITE);
    forget();
    EXPECT(aw_io_ready(&s.poller, &s.io, AW_READ), "ended the reader's wait");

    EXPECT_PTR(s.io.wait[AW_READ], NULL, "ended the reader's wait");
    EXPECT_PTR(s.r.wait.io, NULL, "ended the reader's wait");
    EXPECT_PTR(s.io.wait[AW_WRITE], &s.w.wait, "ended the reader's wait");
    EXPECT_SAID("", "ended a wait, but ran nothing yet");
    EXPECT_INT(aw_ready_run(&s.ready), 1, "ran what was pushed");
    EXPECT_SAID("r", "ran what was pushed");
}

GRADED(io, ready_without_a_waiter_does_nothing,
       "Returns true when somebody waited.")
{
    struct scene s;

    scene_open(&s);
    wait_on(&s, AW_WRITE);
    EXPECT(!aw_io_ready(&s.poller, &s.io, AW_READ), "ended a wait of nobody");
    EXPECT(aw_io_ready(&s.poller, &s.io, AW_WRITE), "ended the writer's wait");
    EXPECT(!aw_io_ready(&s.poller, &s.io, AW_WRITE), "ended it once more");
    EXPECT_INT(aw_ready_run(&s.ready), 1, "ran what was pushed");
}

static int waits_again(struct aw_handle *handle)
{
    (void)handle;
    say("again=%d", wait_on(scene, AW_READ));
    return 0;
}

GRADED(io, a_callback_waits_again_with_the_same_wait,
       "The waiter's place is empty before its handle is pushed")
{
    struct scene s;

    scene_open(&s);
    scene = &s;
    s.r.wait.handle.fn = waits_again;
    wait_on(&s, AW_READ);
    aw_io_ready(&s.poller, &s.io, AW_READ);
    forget();
    aw_ready_run(&s.ready);

    EXPECT_SAID("want-7-read again=0", "waited from inside the callback");
    EXPECT_PTR(s.io.wait[AW_READ], &s.r.wait, "waited inside the callback");
}
