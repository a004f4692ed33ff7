/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>
#include <signal.h>

/* ---- Refusals -----------------------------------------------------------*/

GRADED(signals, what_cannot_be_caught_is_refused,
       "not a signal that can be caught, or SIGCHLD, which belongs to chapter "
       "14; whatever `handle` is")
{
    const int bad[] = {SIGKILL, SIGSTOP, SIGCHLD, 0, -1, 65, 66, 1000, 1 << 30};
    struct alarm a;
    struct world w;

    /* A46 */
    world_open(&w);
    alarm_init(&a, "a");
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        EXPECT_INT(watch(&w, bad[i], &a), -EINVAL, "watched signal %d", bad[i]);
        EXPECT_INT(watch(&w, bad[i], NULL), -EINVAL, "stopped %d", bad[i]);
    }
    EXPECT_STR(handler_of(SIGCHLD), "SIG_DFL", "failed to watch SIGCHLD");
    raise(SIGCHLD);
    EXPECT_INT(world_turn(&w), 0, "raised SIGCHLD, which nobody watches");
    aw_poller_close(&w.poller);
}

GRADED(signals, a_refusal_leaves_nothing_half_installed,
       "After a failure everything is as it was.")
{
    struct alarm a;
    struct world w;

    /* A46.  libc keeps 32 and 33 for itself: the kernel would take them. */
    world_open(&w);
    alarm_init(&a, "a");
    for (int signo = 32; signo <= 33; signo++) {
        EXPECT_INT(watch(&w, signo, &a), -EINVAL,
                   "watched %d, which the C library keeps for itself", signo);
        EXPECT_INT(watch(&w, signo, &a), -EINVAL,
                   "watched %d once more, after it was refused", signo);
        EXPECT_AT_MOST(watch(&w, signo, NULL), -1, "stopped %d", signo);
    }
    aw_poller_close(&w.poller);
}

GRADED(signals, one_poller_at_a_time_watches_a_signal,
       "One poller of the process at a time may watch a given signal.")
{
    struct alarm first, second;
    struct world v, w;

    scene_open(&v, &first);
    world_open(&w);
    alarm_init(&second, "second");
    EXPECT_INT(watch(&w, SIGUSR1, &second), -EBUSY, "watched it from another");
    EXPECT_INT(watch(&w, SIGUSR1, NULL), -ENOENT, "stopped it from another");
    raise(SIGUSR1);
    EXPECT_INT(world_turn(&w), 0, "polled the one that was refused");
    EXPECT_INT(world_turn(&v), 1, "polled the first");

    EXPECT_INT(watch(&v, SIGUSR1, NULL), 0, "stopped the first");
    EXPECT_INT(watch(&w, SIGUSR1, &second), 0, "watched it from the other");
    raise(SIGUSR1);
    EXPECT_INT(world_turn(&v), 0, "polled the first");
    EXPECT_INT(world_turn(&w), 1, "polled the other");
    EXPECT_SAID("usr1 second", "handed a signal on");
    aw_poller_close(&v.poller);
    aw_poller_close(&w.poller);
}

GRADED(signals, two_pollers_watch_different_signals,
       "One poller of the process at a time may watch a given signal.")
{
    struct alarm usr1, usr2;
    struct world v, w;

    scene_open(&v, &usr1);
    world_open(&w);
    alarm_init(&usr2, "usr2");
    EXPECT_INT(watch(&w, SIGUSR2, &usr2), 0, "watched SIGUSR2 from another");
    aw_poller_close(&v.poller);
    raise(SIGUSR2);
    EXPECT_INT(world_turn(&w), 1, "closed the first, raised SIGUSR2");
    EXPECT_SAID("usr2", "closed the first, raised SIGUSR2");
    aw_poller_close(&w.poller);
}

GRADED(signals, stopping_what_is_not_watched_fails,
       "`handle` is NULL, and this poller did not watch it")
{
    struct alarm usr1;
    struct world w;

    /* A47 */
    scene_open(&w, &usr1);
    EXPECT_INT(watch(&w, SIGUSR2, NULL), -ENOENT, "stopped SIGUSR2");
    EXPECT_INT(watch(&w, SIGUSR1, NULL), 0, "stopped SIGUSR1");
    EXPECT_INT(watch(&w, SIGUSR1, NULL), -ENOENT, "stopped it twice");
    aw_poller_close(&w.poller);
}

/* ---- Another handle -----------------------------------------------------*/

GRADED(signals, another_handle_takes_the_place_of_the_first,
       "Another handle for the same number takes the place of the first")
{
    struct alarm usr1, second;
    struct world w;

    /* A20 */
    scene_open(&w, &usr1);
    alarm_init(&second, "second");
    EXPECT_INT(watch(&w, SIGUSR1, &second), 0, "watched with another handle");
    raise(SIGUSR1);
    EXPECT_INT(world_turn(&w), 1, "raised the signal");
    EXPECT_SAID("second", "raised the signal");
    watch(&w, SIGUSR1, NULL);
    EXPECT_STR(handler_of(SIGUSR1), "SIG_DFL", "stopped after the replacement");
    aw_poller_close(&w.poller);
}

GRADED(signals, another_handle_takes_over_an_arrival,
       "takes the place of the first, and takes over its arrival that has not "
       "run yet")
{
    struct alarm usr1, second;
    struct world w;

    /* A20 */
    scene_open(&w, &usr1);
    alarm_init(&second, "second");
    raise(SIGUSR1);
    world_poll(&w, 0);
    watch(&w, SIGUSR1, &second);
    EXPECT_INT(aw_ready_run(&w.ready), 1, "replaced a handle that was pushed");
    EXPECT_SAID("second", "replaced a handle that was pushed");
    EXPECT_INT(world_turn(&w), 0, "polled again");
    aw_poller_close(&w.poller);
}

GRADED(signals, the_same_handle_again_changes_nothing,
       "takes the place of the first, and takes over its arrival that has not "
       "run yet")
{
    struct alarm usr1;
    struct world w;

    scene_open(&w, &usr1);
    raise(SIGUSR1);
    world_poll(&w, 0);
    EXPECT_INT(watch(&w, SIGUSR1, &usr1), 0, "watched with the same handle");
    EXPECT_INT(aw_ready_run(&w.ready), 1, "ran the queue");
    EXPECT_INT(usr1.ran, 1, "watched twice with the same handle");
    aw_poller_close(&w.poller);
}
