/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>

static atomic_int own_calls;

static void own_handler(int signo)
{
    (void)signo;
    own_calls++;
}

/* ---- Stopping -----------------------------------------------------------*/

GRADED(signals, stopping_restores_what_was_before,
       "Stopping restores what was installed before")
{
    struct sigaction action = {.sa_handler = own_handler};
    struct alarm usr1, hup;
    struct world w;

    /* A47 */
    own = own_handler;
    sigaction(SIGUSR1, &action, NULL);
    signal(SIGHUP, SIG_IGN);
    scene_open(&w, &usr1);
    alarm_init(&hup, "hup");
    watch(&w, SIGHUP, &hup);
    EXPECT_STR(handler_of(SIGUSR1), "another", "watched SIGUSR1");
    EXPECT_STR(handler_of(SIGHUP), "another", "watched SIGHUP");

    watch(&w, SIGUSR1, NULL);
    watch(&w, SIGHUP, NULL);
    EXPECT_STR(handler_of(SIGUSR1), "the one before", "stopped SIGUSR1");
    EXPECT_STR(handler_of(SIGHUP), "SIG_IGN", "stopped SIGHUP, ignored before");
    raise(SIGUSR1);
    EXPECT_INT(own_calls, 1, "raised a signal that has its old handler again");
    EXPECT_INT(world_turn(&w), 0, "polled after that");
    aw_poller_close(&w.poller);
}

GRADED(signals, the_default_comes_back_as_well,
       "Stopping restores what was installed before")
{
    struct alarm usr1;
    struct world w;

    /* A47 */
    scene_open(&w, &usr1);
    EXPECT_INT(watch(&w, SIGUSR1, NULL), 0, "stopped it");
    EXPECT_STR(handler_of(SIGUSR1), "SIG_DFL", "stopped it");
    EXPECT_INT(watch(&w, SIGUSR1, &usr1), 0, "watched it again");
    raise(SIGUSR1);
    EXPECT_INT(world_turn(&w), 1, "raised it");
    aw_poller_close(&w.poller);
}

GRADED(signals, stopping_drops_an_arrival_that_no_poll_has_seen,
       "drops an arrival that has not run yet")
{
    struct alarm usr1;
    struct world w;

    /* A47 */
    scene_open(&w, &usr1);
    raise(SIGUSR1);
    watch(&w, SIGUSR1, NULL);
    EXPECT_INT(world_turn(&w), 0, "raised it, stopped, polled");
    watch(&w, SIGUSR1, &usr1);
    EXPECT_INT(world_turn(&w), 0, "watched it again, polled");
    EXPECT_INT(usr1.ran, 0, "raised it before it was stopped");
    aw_poller_close(&w.poller);
}

GRADED(signals, stopping_drops_an_arrival_that_is_pushed,
       "drops an arrival that has not run yet")
{
    struct alarm usr1;
    struct world w;

    /* A47 */
    scene_open(&w, &usr1);
    raise(SIGUSR1);
    EXPECT_INT(world_poll(&w, 0), 1, "raised it, polled");
    watch(&w, SIGUSR1, NULL);
    EXPECT(!aw_handle_queued(&usr1.handle), "stopped it");
    EXPECT_INT(aw_ready_run(&w.ready), 0, "stopped it before it has run");
    aw_poller_close(&w.poller);
}

GRADED(signals, stopping_one_leaves_the_others, "no number is ever lost")
{
    struct alarm usr1, usr2;
    struct world w;

    scene_open(&w, &usr1);
    alarm_init(&usr2, "usr2");
    watch(&w, SIGUSR2, &usr2);
    raise(SIGUSR1);
    raise(SIGUSR2);
    watch(&w, SIGUSR1, NULL);
    EXPECT_INT(world_turn(&w), 1, "raised two signals, stopped the first");
    EXPECT_SAID("usr2", "raised two signals, stopped the first");
    aw_poller_close(&w.poller);
}

static struct world *stage;

static int stops_usr2(struct aw_handle *handle)
{
    (void)handle;
    say("stop=%d", watch(stage, SIGUSR2, NULL));
    return 0;
}

GRADED(signals, a_callback_stops_a_signal_of_its_own_turn,
       "drops an arrival that has not run yet")
{
    struct alarm usr1, usr2;
    struct world w;

    scene_open(&w, &usr1);
    stage = &w;
    usr1.handle.fn = stops_usr2;
    alarm_init(&usr2, "usr2");
    watch(&w, SIGUSR2, &usr2);
    raise(SIGUSR1);
    world_poll(&w, 0);
    raise(SIGUSR2);
    world_poll(&w, 0);
    EXPECT_INT(aw_ready_run(&w.ready), 1, "ran usr1, which stops usr2");
    EXPECT_SAID("stop=0", "ran usr1, which stops usr2");
    aw_poller_close(&w.poller);
}

GRADED(signals, closing_the_poller_gives_every_signal_back,
       "Free all that `open` made, and give every signal back.")
{
    struct alarm usr1, hup, last;
    struct world w;

    scene_open(&w, &usr1);
    alarm_init(&hup, "hup");
    alarm_init(&last, "last");
    watch(&w, SIGRTMAX, &last);
    watch(&w, SIGHUP, &hup);
    aw_poller_close(&w.poller);
    EXPECT_STR(handler_of(SIGUSR1), "SIG_DFL", "closed the poller");
    EXPECT_STR(handler_of(SIGRTMAX), "SIG_DFL", "closed the poller");
    EXPECT_STR(handler_of(SIGHUP), "SIG_DFL", "closed the poller");

    world_open(&w);
    EXPECT_INT(watch(&w, SIGUSR1, &usr1), 0, "watched it from a new poller");
    aw_poller_close(&w.poller);
}

GRADED(signals, closing_the_poller_drops_an_arrival_that_is_pushed,
       "Free all that `open` made, and give every signal back.")
{
    struct alarm usr1;
    struct world w;

    scene_open(&w, &usr1);
    raise(SIGUSR1);
    world_poll(&w, 0);
    aw_poller_close(&w.poller);
    EXPECT_INT(aw_ready_run(&w.ready), 0, "closed the poller before the run");
}
