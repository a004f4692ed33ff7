/* SPDX-License-Identifier: MIT */
/* The parts that do not depend on the engine, on an engine that only takes
 * notes: what io.c asks of it, in which order, and what becomes of a wait. */
#include "fixture.h"

static int add_result, want_result;

static int script_open(struct aw_poller *poller)
{
    say("open");
    poller->impl = &add_result;
    return 0;
}

static int script_open_fails(struct aw_poller *poller)
{
    (void)poller;
    return -EMFILE;
}

static void script_close(struct aw_poller *poller)
{
    (void)poller;
    say("close");
}

static int script_add(struct aw_poller *poller, struct aw_io *io)
{
    (void)poller;
    say("add-%d", io->fd);
    return add_result;
}

static void script_del(struct aw_poller *poller, struct aw_io *io)
{
    (void)poller;
    say("del-%d", io->fd);
}

static int script_want(struct aw_poller *poller, struct aw_io *io,
                       enum aw_dir dir)
{
    (void)poller;
    say("want-%d-%s", io->fd, dir == AW_READ ? "read" : "write");
    return want_result;
}

static const struct aw_poller_ops script = {
    .name = "script",
    .open = script_open,
    .close = script_close,
    .add = script_add,
    .del = script_del,
    .want = script_want,
};

/* A poller on the script with one descriptor, number 7, and two waiters. */
struct scene {
    struct aw_ready ready;
    struct aw_poller poller;
    struct aw_io io;
    struct waiter r, w;
};

static void scene_open(struct scene *s)
{
    aw_ready_init(&s->ready);
    EXPECT_INT(aw_poller_open(&s->poller, &script, &s->ready, NULL), 0,
               "opened a poller");
    EXPECT_INT(aw_io_open(&s->poller, &s->io, 7), 0, "opened descriptor 7");
    waiter_init(&s->r, "r");
    waiter_init(&s->w, "w");
    forget();
}

static int wait_on(struct scene *s, enum aw_dir dir)
{
    struct waiter *waiter = dir == AW_READ ? &s->r : &s->w;

    return aw_io_wait(&s->poller, &s->io, dir, &waiter->wait);
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
    EXPECT(poller.probe == NULL, "opened a poller");
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
    EXPECT(io.wait[AW_READ] == NULL, "opened a descriptor: is there a reader?");
    EXPECT(io.wait[AW_WRITE] == NULL, "opened one: is there a writer?");
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
    EXPECT(s.io.wait[AW_READ] == NULL, "waited for room to write");
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
    EXPECT(s.io.wait[AW_READ] == NULL, "failed to wait: is the place taken?");
    EXPECT(s.r.wait.io == NULL, "failed to wait: does the wait stand?");

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
    EXPECT_INT(wait_on(&s, AW_READ), -EBADF, "waited on a closed descriptor");
    EXPECT_SAID("", "waited on a closed descriptor");
    EXPECT(s.r.wait.io == NULL, "waited on a closed descriptor");
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

    EXPECT(s.io.wait[AW_READ] == NULL, "ended the reader's wait");
    EXPECT(s.r.wait.io == NULL, "ended the reader's wait");
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

static struct scene *scene;

static int waits_again(struct aw_handle *handle)
{
    (void)handle;
    say("again=%d", wait_on(scene, AW_READ));
    return 0;
}

GRADED(io, a_callback_waits_again_with_the_same_wait,
       "it must stay until its handle has run or aw_io_unwait has been called.")
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

/* ---- Giving up ----------------------------------------------------------*/

GRADED(io, unwait_ends_a_pending_wait,
       "Give up a wait, synchronously: its handle is not called.")
{
    struct scene s;

    /* C21 */
    scene_open(&s);
    wait_on(&s, AW_READ);
    EXPECT(aw_io_unwait(&s.r.wait), "gave up a pending wait");

    EXPECT(s.r.wait.io == NULL, "gave up a pending wait");
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
    EXPECT(s.io.wait[AW_READ] == NULL, "gave up the reader's wait");
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

/* ---- Closing ------------------------------------------------------------*/

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
    EXPECT(s.r.wait.io == NULL, "closed a descriptor under its reader");
    EXPECT(s.w.wait.io == NULL, "closed a descriptor under its writer");

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

GRADED(io, a_callback_closes_what_others_wait_for, "Stop watching.")
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
    EXPECT(s.io.wait[AW_WRITE] == NULL, "opened the descriptor anew");
    aw_ready_run(&s.ready);
    EXPECT_SAID("del-7 add-7 open=0 w:EBADF", "ran the next turn");
}
