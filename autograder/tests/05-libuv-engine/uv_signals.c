/* SPDX-License-Identifier: MIT */
/* Signals; and chapter 03's contract of them on this engine. */
#include "kit.h"

#include "../03-readiness/signals/arrivals.c"
#include "../03-readiness/signals/chance.c"
#include "../03-readiness/signals/drawn.c"
#include "../03-readiness/signals/refusals.c"
#include "../03-readiness/signals/stopping.c"

static int watch_on(struct kit *k, int signo, struct aw_handle *handle)
{
    return k->poller.ops->signal(&k->poller, signo, handle);
}

/* ---- One owner ----------------------------------------------------------*/

GRADED(uv_signals, a_number_has_one_owner_whichever_the_engine,
       "A number has one owner in the process, whichever engines its pollers "
       "are on.")
{
    struct alarm first, second;
    struct aw_poller epoll;
    struct kit k;

    kit_bare(&k);
    alarm_init(&first, "uv");
    alarm_init(&second, "epoll");
    EXPECT_INT(aw_poller_open(&epoll, &aw_epoll_ops, &k.ready, NULL), 0,
               "opened a poller on the other engine");
    EXPECT_INT(watch_on(&k, SIGUSR1, &first.handle), 0, "watched on uv");
    EXPECT_INT(aw_epoll_ops.signal(&epoll, SIGUSR1, &second.handle), -EBUSY,
               "watched the same signal on epoll");
    EXPECT_INT(aw_epoll_ops.signal(&epoll, SIGUSR2, &second.handle), 0,
               "watched another one there");
    EXPECT_INT(watch_on(&k, SIGUSR2, &first.handle), -EBUSY,
               "watched that one on uv");
    EXPECT_INT(watch_on(&k, SIGUSR2, NULL), -ENOENT, "stopped it on uv");
    raise(SIGUSR1);
    raise(SIGUSR2);
    EXPECT_INT(kit_turn(&k), 1, "polled the engine on uv");
    EXPECT_INT(aw_epoll_ops.poll(&epoll, 0), 1, "polled the one on epoll");
    aw_ready_run(&k.ready);
    EXPECT_SAID("uv epoll", "raised both signals");
    aw_poller_close(&epoll);
    kit_close(&k);
}

GRADED(uv_signals, a_number_is_handed_on_between_engines,
       "Stopping restores what was installed before")
{
    struct alarm first, second;
    struct aw_poller epoll;
    struct kit k;

    signal(SIGUSR1, SIG_IGN);
    kit_bare(&k);
    alarm_init(&first, "uv");
    alarm_init(&second, "epoll");
    aw_poller_open(&epoll, &aw_epoll_ops, &k.ready, NULL);
    for (int i = 0; i < 3; i++) {
        EXPECT_INT(watch_on(&k, SIGUSR1, &first.handle), 0, "watched on uv");
        EXPECT_INT(watch_on(&k, SIGUSR1, NULL), 0, "stopped");
        EXPECT_STR(handler_of(SIGUSR1), "SIG_IGN", "stopped it on uv");
        EXPECT_INT(aw_epoll_ops.signal(&epoll, SIGUSR1, &second.handle), 0,
                   "watched on epoll");
        EXPECT_INT(aw_epoll_ops.signal(&epoll, SIGUSR1, NULL), 0, "stopped");
    }
    raise(SIGUSR1);
    EXPECT_INT(kit_turn(&k), 0, "raised it, ignored as before");
    aw_poller_close(&epoll);
    kit_close(&k);
}

/* ---- Arrivals -----------------------------------------------------------*/

GRADED(uv_signals, a_flood_of_one_number_loses_no_other,
       "no number is ever lost")
{
    struct alarm usr1, term;
    struct kit k;

    /* A44: libuv's own signals pass through a pipe, and that gets full. */
    kit_bare(&k);
    alarm_init(&usr1, "usr1");
    alarm_init(&term, "term");
    watch_on(&k, SIGUSR1, &usr1.handle);
    watch_on(&k, SIGTERM, &term.handle);
    for (int i = 0; i < 20000; i++)
        raise(SIGUSR1);
    raise(SIGTERM);
    EXPECT_INT(kit_poll(&k, AW_NEVER), 2, "raised one 20000 times, one once");
    aw_ready_run(&k.ready);
    EXPECT_SAID("usr1 term", "raised one 20000 times, then the other once");
    EXPECT_INT(kit_turn(&k), 0, "polled again");
    kit_close(&k);
}

GRADED(uv_signals, lower_numbers_are_pushed_first,
       "Push the handle of every signal that has come, lower numbers first.")
{
    struct alarm a[3];
    struct kit k;

    kit_bare(&k);
    for (int i = 0; i < 3; i++) {
        alarm_init(&a[i], i == 0 ? "0" : i == 1 ? "1" : "2");
        watch_on(&k, SIGRTMIN + i, &a[i].handle);
    }
    for (int i = 2; i >= 0; i--)
        raise(SIGRTMIN + i);
    EXPECT_INT(kit_turn(&k), 3, "raised three signals, the highest first");
    EXPECT_SAID("0 1 2", "raised three signals, the highest first");
    kit_close(&k);
}

GRADED(uv_signals, signals_come_behind_descriptors,
       "like on the epoll engine they come behind the descriptors")
{
    struct alarm usr1;
    struct kit k;

    kit_open(&k);
    alarm_init(&usr1, "usr1");
    watch_on(&k, SIGUSR1, &usr1.handle);
    kit_read(&k);
    kit_poll(&k, 0);
    raise(SIGUSR1);
    kit_put(k.fd[1]);
    EXPECT_INT(kit_turn(&k), 2, "raised a signal, then wrote");
    EXPECT_SAID("r usr1", "raised a signal, then wrote");
    kit_close(&k);
}

GRADED(uv_signals, silence_costs_nothing,
       "Costs nothing where the ear has heard nothing.")
{
    struct alarm usr1;
    struct kit k;

    kit_open(&k);
    alarm_init(&usr1, "usr1");
    watch_on(&k, SIGUSR1, &usr1.handle);
    kit_poll(&k, 0);
    kit_calls = (struct kit_calls){0};
    for (int i = 0; i < 10; i++)
        kit_poll(&k, 0);
    EXPECT_INT(kit_calls.wait, 10, "polled ten times in silence: waits");
    EXPECT_INT(kit_calls.ctl + kit_calls.poll + kit_calls.events, 0,
               "polled ten times in silence: other calls");
    raise(SIGUSR1);
    kit_turn(&k);
    kit_calls.wait = 0;
    EXPECT_INT(kit_turn(&k), 0, "polled behind a signal");
    EXPECT_INT(kit_calls.wait, 1, "polled behind a signal: waits");
    kit_close(&k);
}

GRADED(uv_signals, two_loops_have_two_ears,
       "One poller of the process at a time may watch a given signal.")
{
    struct alarm usr1, usr2;
    struct kit k, other;

    kit_bare(&k);
    kit_bare(&other);
    alarm_init(&usr1, "usr1");
    alarm_init(&usr2, "usr2");
    watch_on(&k, SIGUSR1, &usr1.handle);
    watch_on(&other, SIGUSR2, &usr2.handle);
    raise(SIGUSR1);
    raise(SIGUSR2);
    EXPECT_INT(kit_turn(&k), 1, "polled the first");
    EXPECT_SAID("usr1", "polled the first");
    kit_close(&k);
    EXPECT_INT(kit_turn(&other), 1, "closed the first, polled the second");
    EXPECT_SAID("usr1 usr2", "closed the first, polled the second");
    kit_close(&other);
}
