/* SPDX-License-Identifier: MIT */
/* Tests of giving up and closing.
 *
 * A wait is in one of three places, and there are two directions: the tests
 * below are that table, once for unwait and once for close.  Each looks at
 * what must happen and at what must not: the neighbour that is to be left
 * alone is where broken versions hide.  [three-places] */
#include "probe_close.h"

/* ---- Giving up ----------------------------------------------------------*/

Test(probe_close, unwait_of_nothing_is_false)
{
    struct probe_scene s;

    probe_open(&s);
    cr_assert(!aw_io_unwait(&s.reader));
    probe_wait(&s, AW_READ);
    cr_assert(aw_io_unwait(&s.reader));
    cr_assert(!aw_io_unwait(&s.reader));
}

Test(probe_close, a_pending_wait_is_given_up)
{
    struct probe_scene s;

    probe_open(&s);
    probe_wait(&s, AW_READ);
    cr_assert(aw_io_unwait(&s.reader));
    probe_send(&s);
    probe_poll(&s);
    probe_run(&s);
    cr_assert_eq(s.reads, 0);

    /* Given up means that the place is free, too. */
    cr_assert_eq(probe_wait(&s, AW_READ), 0);
}

Test(probe_close, a_pushed_wait_is_given_up)
{
    struct probe_scene s;

    probe_open(&s);
    probe_wait(&s, AW_READ);
    probe_send(&s);
    cr_assert_eq(probe_poll(&s), 1);
    cr_assert(aw_io_unwait(&s.reader));
    probe_run(&s);
    cr_assert_eq(s.reads, 0);
}

Test(probe_close, the_other_direction_goes_on_waiting)
{
    struct probe_scene s;

    probe_open(&s);
    probe_wait(&s, AW_READ);
    probe_wait(&s, AW_WRITE);
    aw_io_unwait(&s.reader);
    probe_poll(&s);
    probe_run(&s);
    cr_assert_eq(s.reads, 0);
    cr_assert_eq(s.writes, 1);
}

/* ---- Closing ------------------------------------------------------------*/

Test(probe_close, both_waiters_are_told)
{
    struct probe_scene s;

    probe_open(&s);
    probe_wait(&s, AW_READ);
    probe_wait(&s, AW_WRITE);
    aw_io_close(&s.poller, &s.io);
    probe_run(&s);
    cr_assert_eq(s.reads, 1);
    cr_assert_eq(s.writes, 1);
    cr_assert_eq(s.reader.status, -EBADF);
    cr_assert_eq(s.writer.status, -EBADF);
}

Test(probe_close, a_pushed_waiter_keeps_its_status)
{
    struct probe_scene s;

    probe_open(&s);
    probe_wait(&s, AW_READ);
    probe_send(&s);
    probe_poll(&s);
    aw_io_close(&s.poller, &s.io);
    probe_run(&s);
    cr_assert_eq(s.reads, 1);
    cr_assert_eq(s.reader.status, 0);
}

Test(probe_close, a_closed_io_is_not_open)
{
    struct probe_scene s;

    probe_open(&s);
    aw_io_close(&s.poller, &s.io);
    cr_assert_eq(probe_wait(&s, AW_READ), -EBADF);
    cr_assert_eq(s.poller.nio, 0);

    /* Closing it again does nothing, and the number can be used again. */
    aw_io_close(&s.poller, &s.io);
    cr_assert_eq(s.poller.nio, 0);
    cr_assert_eq(aw_io_open(&s.poller, &s.io, s.fd[0]), 0);
}

Test(probe_close, no_event_is_seen_after_the_close)
{
    struct probe_scene s;
    struct aw_io next;

    probe_open(&s);
    probe_wait(&s, AW_READ);
    probe_send(&s);
    aw_io_close(&s.poller, &s.io);
    cr_assert_eq(probe_poll(&s), 0);

    /* The next owner of the number waits for his own events only. */
    dup2(s.fd[1], s.fd[0]);
    cr_assert_eq(aw_io_open(&s.poller, &next, s.fd[0]), 0);
    aw_io_wait(&s.poller, &next, AW_WRITE, &s.writer);
    cr_assert_eq(probe_poll(&s), 1);
    probe_run(&s);
    cr_assert_eq(s.reader.status, -EBADF);
    cr_assert_eq(s.writer.status, 0);
}
