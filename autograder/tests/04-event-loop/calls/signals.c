/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <signal.h>

GRADED(calls, a_signal_calls_its_handle,
       "Call `handle` whenever signal `signo` has arrived; NULL stops that.")
{
    const char *both;

    /* A44, A45 */
    open_loop();
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, &of('a')->handle), 0, "watched");
    EXPECT_INT(aw_loop_signal(&loop, SIGHUP, &of('b')->handle), 0, "watched");
    for (int i = 0; i < 3; i++)
        raise(SIGUSR1);
    raise(SIGHUP);
    EXPECT_SAID("", "raised signals");
    aw_loop_run_once(&loop);
    both = strcmp(said(), "b a") == 0 ? "a b" : said();
    EXPECT_STR(both, "a b", "took an iteration: a and b, in either order");
    forget();
    raise(SIGUSR1);
    EXPECT_INT(aw_loop_run_once(&loop), 1, "raised it again");
    EXPECT_SAID("a", "raised it again");
    aw_loop_close(&loop);
}

static void unwatches_signal(struct step *me)
{
    (void)me;
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, NULL), 0, "stopped SIGUSR1");
}

GRADED(calls, the_loop_waits_for_its_signals,
       "A loop waits for the signals that it watches: it is not idle.")
{
    /* A47 */
    open_loop();
    of('a')->act = unwatches_signal;
    aw_loop_signal(&loop, SIGUSR1, &of('b')->handle);
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, &of('a')->handle), 0, "again");
    aw_loop_signal(&loop, SIGRTMAX, &of('c')->handle);
    EXPECT_INT(aw_loop_signal(&loop, SIGRTMAX, NULL), 0, "stopped SIGRTMAX");
    EXPECT_INT(loop.signals, (uint64_t)1 << (SIGUSR1 - 1), "watches SIGUSR1");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "watches SIGUSR1");
    raise(SIGUSR1);
    EXPECT_INT(aw_loop_run(&loop), 0, "raised it; a stops it");
    EXPECT_SAID("a", "raised it; a stops it");
    EXPECT_INT(loop.signals, 0, "a stopped it");
    aw_loop_close(&loop);
}

GRADED(calls, a_refused_signal_changes_nothing,
       "Returns what the engine's `signal` returns (aw/poller.h)")
{
    const int bad[] = {SIGKILL, SIGSTOP, SIGCHLD, 0, -1, 65, 1 << 30};

    /* A46, A47 */
    open_loop();
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        EXPECT_INT(aw_loop_signal(&loop, bad[i], &of('a')->handle), -EINVAL,
                   "watched signal %d", bad[i]);
        EXPECT_INT(aw_loop_signal(&loop, bad[i], NULL), -EINVAL, "stopped %d",
                   bad[i]);
    }
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, NULL), -ENOENT,
               "stopped SIGUSR1");
    EXPECT_INT(loop.signals, 0, "was refused");
    EXPECT_INT(aw_loop_run_once(&loop), 0, "took an iteration");
    aw_loop_close(&loop);
}
