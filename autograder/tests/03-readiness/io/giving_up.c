/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct scene *scene;

GRADED(io, unwait_ends_a_pending_wait,
       "Give up a wait, synchronously: its handle is not called.")
{
    struct scene s;

    /* C21 */
    scene_open(&s);
    wait_on(&s, AW_READ);
    EXPECT(aw_io_unwait(&s.r.wait), "gave up a pending wait");

    EXPECT_PTR(s.r.wait.io, NULL, "gave up a pending wait");
    EXPECT(!aw_io_ready(&s.poller, &s.io, AW_READ), "then it became ready");
    EXPECT_INT(aw_ready_run(&s.ready), 0, "ran what was pushed");
    EXPECT_INT(s.r.ran, 0, "gave up a pending wait");
}

GRADED(io, unwait_ends_a_wait_whose_handle_is_pushed,
       "on one whose handle is pushed but has not run yet")
{
    struct scene s;

    /* A22 */
    scene_open(&s);
    wait_on(&s, AW_READ);
    aw_io_ready(&s.poller, &s.io, AW_READ);
    EXPECT(aw_io_unwait(&s.r.wait), "gave up a wait that was pushed");
    EXPECT_INT(aw_ready_run(&s.ready), 0, "ran what was left");
    EXPECT_INT(s.r.ran, 0, "gave up a wait that was pushed");
}

GRADED(io, the_direction_is_free_after_unwait,
       "The same direction can be waited for again at once.")
{
    struct waiter second;
    struct scene s;

    scene_open(&s);
    waiter_init(&second, "second");
    wait_on(&s, AW_WRITE);
    aw_io_unwait(&s.w.wait);
    EXPECT_INT(aw_io_wait(&s.poller, &s.io, AW_WRITE, &second.wait), 0,
               "waited for the direction that was given up");
    EXPECT(!aw_io_unwait(&s.w.wait), "gave the first wait up once more");
    EXPECT_PTR(s.io.wait[AW_WRITE], &second.wait, "let a second one wait");
}

GRADED(io, a_pushed_wait_given_up_can_wait_again,
       "The same direction can be waited for again at once.")
{
    struct scene s;

    scene_open(&s);
    wait_on(&s, AW_READ);
    aw_io_ready(&s.poller, &s.io, AW_READ);
    aw_io_unwait(&s.r.wait);
    EXPECT_INT(wait_on(&s, AW_READ), 0, "waited again with the same wait");
    EXPECT(aw_io_ready(&s.poller, &s.io, AW_READ), "ended that wait");
    EXPECT_INT(aw_ready_run(&s.ready), 1, "ran what was pushed");
}

GRADED(io, unwait_leaves_the_other_direction_alone,
       "Giving up the wait for one direction leaves the other's alone.")
{
    struct scene s;

    /* A21 */
    scene_open(&s);
    wait_on(&s, AW_READ);
    wait_on(&s, AW_WRITE);
    aw_io_unwait(&s.r.wait);
    EXPECT_PTR(s.io.wait[AW_READ], NULL, "gave up the reader's wait");
    EXPECT_PTR(s.io.wait[AW_WRITE], &s.w.wait, "gave up the reader's wait");
    EXPECT_PTR(s.w.wait.io, &s.io, "gave up the reader's wait");
}

GRADED(io, unwait_of_nothing_returns_false,
       "nothing: never begun, run already, or given up before")
{
    struct scene s;

    scene_open(&s);
    EXPECT(!aw_io_unwait(&s.r.wait), "gave up a wait that never began");
    wait_on(&s, AW_READ);
    aw_io_unwait(&s.r.wait);
    EXPECT(!aw_io_unwait(&s.r.wait), "gave up a wait twice");
    wait_on(&s, AW_READ);
    aw_io_ready(&s.poller, &s.io, AW_READ);
    aw_ready_run(&s.ready);
    EXPECT(!aw_io_unwait(&s.r.wait), "gave up a wait that has run");
}

static int gives_up_the_writer(struct aw_handle *handle)
{
    (void)handle;
    say("gave-up=%d", aw_io_unwait(&scene->w.wait));
    return 0;
}

GRADED(io, a_callback_gives_up_a_wait_of_its_own_turn,
       "on one whose handle is pushed but has not run yet")
{
    struct scene s;

    /* A22 */
    scene_open(&s);
    scene = &s;
    s.r.wait.handle.fn = gives_up_the_writer;
    wait_on(&s, AW_READ);
    wait_on(&s, AW_WRITE);
    aw_io_ready(&s.poller, &s.io, AW_READ);
    aw_io_ready(&s.poller, &s.io, AW_WRITE);
    forget();
    EXPECT_INT(aw_ready_run(&s.ready), 1, "ran the reader, which unwaits");
    EXPECT_SAID("gave-up=1", "ran a reader that gives up the writer");
}
