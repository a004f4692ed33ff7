/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(calls, closing_ends_a_watcher,
       "`fn` is called once more with the reason in `wait.status`, and no "
       "more")
{
    /* A25 */
    open_watched();
    watch('b', &line, AW_WRITE);
    aw_io_close(&loop.poller, &line.io);
    aw_loop_run(&loop);
    EXPECT_SAID("a:EBADF b:EBADF", "closed what a and b watch");
    EXPECT(!aw_unwatch_io(&of('a')->watcher), "stopped a after that");
    line_close(&line);
}

static void closes_line(struct step *me)
{
    (void)me;
    aw_io_close(&loop.poller, &line.io);
}

GRADED(calls, closing_behind_the_poll_ends_a_watcher_too,
       "-EBADF when `io` was closed, also if it has been opened again")
{
    open_watched();
    of('a')->act = NULL;
    of('b')->act = closes_line;
    soon("b");
    line_send(&line);
    aw_loop_run(&loop);
    EXPECT_SAID("b a:EBADF", "b closed what a watches; a was queued already");
    EXPECT_INT(aw_loop_run_once(&loop), 0, "took one more iteration");
    line_close(&line);
}

static struct line next;

static void opens_another(struct step *me)
{
    struct aw_io *io = &line.io;

    (void)me;
    aw_io_close(&loop.poller, io);
    EXPECT_INT(aw_io_open(&loop.poller, io, next.fd[0]), 0, "opened it again");
}

GRADED(calls, the_next_use_of_an_io_is_not_watched,
       "-EBADF when `io` was closed, also if it has been opened again")
{
    open_watched();
    line_open(&next);
    aw_io_close(&loop.poller, &next.io);
    of('b')->act = opens_another;
    soon("b");
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("b a:EBADF", "b closed it, and opened it for another socket");
    EXPECT_PTR(line.io.wait[AW_READ], NULL,
               "does anybody wait for the new one?");
    line_send(&next);
    at('c', 2000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("b a:EBADF c", "wrote to the new one");
    EXPECT_INT(watch('a', &line, AW_READ), 0, "watched the new one");
    aw_loop_run_once(&loop);
    EXPECT_SAID("b a:EBADF c a", "watched the new one");
    line_close(&line);
}

static void takes_the_place(struct step *me)
{
    static struct aw_io_wait wait;

    aw_handle_init(&wait.handle, me->handle.fn);
    EXPECT_INT(aw_io_wait(&loop.poller, &line.io, AW_READ, &wait), 0,
               "waited in the place of a watcher whose news is queued");
}

GRADED(calls, a_place_taken_behind_the_poll_ends_a_watcher,
       "-EBUSY when somebody else began to wait in its place, which can "
       "happen between the poll and the call")
{
    open_watched();
    of('b')->act = takes_the_place;
    soon("b");
    line_send(&line);
    aw_loop_run_once(&loop);
    EXPECT_SAID("b a:EBUSY", "b took the place of a, whose news was queued");
    EXPECT(!aw_unwatch_io(&of('a')->watcher), "stopped a after that");
    EXPECT(line.io.wait[AW_READ] != NULL,
           "b took the place of a: does b still wait?");
    line_close(&line);
}

static void frees_itself(struct step *me)
{
    memset(&me->watcher, 0xff, sizeof(me->watcher));
}

GRADED(calls, a_watcher_that_is_over_may_be_freed,
       "from aw_watch_io until it is stopped or was told that it is over")
{
    open_watched();
    of('a')->act = frees_itself;
    aw_io_close(&loop.poller, &line.io);
    aw_loop_run(&loop);
    EXPECT_SAID("a:EBADF", "closed what a watches, and a went");
    line_close(&line);
    aw_loop_close(&loop);
}
