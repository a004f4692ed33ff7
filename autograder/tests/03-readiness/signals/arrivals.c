/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

GRADED(signals, an_arrival_pushes_its_handle,
       "Push `handle` whenever signal `signo` has arrived")
{
    struct alarm usr1;
    struct world w;

    scene_open(&w, &usr1);
    EXPECT_INT(world_poll(&w, 0), 0, "polled before the signal");
    raise(SIGUSR1);
    EXPECT_INT(world_poll(&w, AW_NEVER), 1, "polled after the signal");
    EXPECT_INT(aw_ready_run(&w.ready), 1, "ran what was pushed");
    EXPECT_SAID("usr1", "ran what was pushed");
    EXPECT_INT(world_turn(&w), 0, "polled once more");
    aw_poller_close(&w.poller);
}

GRADED(signals, the_handle_runs_on_the_loop,
       "The handle runs on the loop, not in signal context; each number has "
       "one of its own.")
{
    struct alarm usr1;
    struct world w;

    /* A45 */
    scene_open(&w, &usr1);
    raise(SIGUSR1);
    EXPECT_SAID("", "raised the signal");
    EXPECT(!aw_handle_queued(&usr1.handle), "raised the signal, no poll yet");
    world_poll(&w, 0);
    EXPECT_SAID("", "polled, and did not run the queue");
    EXPECT(aw_handle_queued(&usr1.handle), "polled");
    aw_ready_run(&w.ready);
    EXPECT_SAID("usr1", "ran the queue");
    aw_poller_close(&w.poller);
}

GRADED(signals, each_arrival_after_a_run_counts_anew,
       "Push `handle` whenever signal `signo` has arrived")
{
    struct alarm usr1;
    struct world w;

    scene_open(&w, &usr1);
    for (int i = 0; i < 5; i++) {
        raise(SIGUSR1);
        EXPECT_INT(world_turn(&w), 1, "raised the signal, polled, ran");
    }
    EXPECT_INT(usr1.ran, 5, "raised the signal five times, with turns between");
    aw_poller_close(&w.poller);
}

GRADED(signals, repeats_before_a_poll_count_as_one,
       "Signals of one number that arrive before it has run count as one")
{
    struct alarm usr1;
    struct world w;

    scene_open(&w, &usr1);
    for (int i = 0; i < 10; i++)
        raise(SIGUSR1);
    EXPECT_INT(world_turn(&w), 1, "raised the signal ten times");
    EXPECT_INT(world_turn(&w), 0, "polled again");
    EXPECT_INT(usr1.ran, 1, "raised the signal ten times");
    aw_poller_close(&w.poller);
}

GRADED(signals, repeats_before_the_run_count_as_one,
       "Signals of one number that arrive before it has run count as one")
{
    struct alarm usr1;
    struct world w;

    scene_open(&w, &usr1);
    raise(SIGUSR1);
    EXPECT_INT(world_poll(&w, 0), 1, "raised the signal, polled");
    raise(SIGUSR1);
    EXPECT_INT(world_poll(&w, 0), 0, "raised it again before it has run");
    EXPECT_INT(aw_ready_run(&w.ready), 1, "ran the queue");
    EXPECT_INT(world_turn(&w), 0, "polled again");
    aw_poller_close(&w.poller);
}

static int raises_itself(struct aw_handle *handle)
{
    (void)handle;
    say("raise");
    raise(SIGUSR1);
    return 0;
}

GRADED(signals, a_callback_may_raise_its_own_signal,
       "Push `handle` whenever signal `signo` has arrived")
{
    struct alarm usr1;
    struct world w;

    scene_open(&w, &usr1);
    usr1.handle.fn = raises_itself;
    raise(SIGUSR1);
    EXPECT_INT(world_turn(&w), 1, "raised it, and the callback raises it");
    usr1.handle.fn = alarm_ran;
    EXPECT_INT(world_turn(&w), 1, "polled again");
    EXPECT_SAID("raise usr1", "raised it, and the callback raised it again");
    aw_poller_close(&w.poller);
}

GRADED(signals, no_number_is_ever_lost, "no number is ever lost")
{
    struct alarm usr1, hup;
    struct world w;

    /* A44: many of one and one of another, and the bell has rung before. */
    scene_open(&w, &usr1);
    alarm_init(&hup, "hup");
    EXPECT_INT(watch(&w, SIGHUP, &hup), 0, "watched SIGHUP");
    for (int i = 0; i < 100; i++)
        w.poller.ops->wake(&w.poller);
    for (int i = 0; i < 10; i++)
        raise(SIGHUP);
    raise(SIGUSR1);
    EXPECT_INT(world_turn(&w), 2, "raised SIGHUP ten times, SIGUSR1 once");
    EXPECT_INT(hup.ran, 1, "raised SIGHUP ten times");
    EXPECT_INT(usr1.ran, 1, "raised SIGUSR1 once");
    raise(SIGHUP);
    EXPECT_INT(world_turn(&w), 1, "raised SIGHUP alone");
    aw_poller_close(&w.poller);
}

GRADED(signals, all_numbers_arrive_together, "no number is ever lost")
{
    const int all[] = {SIGHUP,  SIGINT,   SIGQUIT, SIGUSR1,      SIGUSR2,
                       SIGPIPE, SIGTERM,  SIGURG,  SIGWINCH,     SIGIO,
                       SIGPWR,  SIGRTMIN, 42,      SIGRTMAX - 1, SIGRTMAX};
    enum { ALL = sizeof(all) / sizeof(*all) };
    struct alarm a[ALL];
    struct world w;
    int once = 0;

    world_open(&w);
    for (int i = 0; i < ALL; i++) {
        alarm_init(&a[i], "x");
        EXPECT_INT(watch(&w, all[i], &a[i]), 0, "watched signal %d", all[i]);
    }
    for (int i = 0; i < ALL; i++)
        raise(all[i]);
    EXPECT_INT(world_turn(&w), ALL, "raised all of them");
    for (int i = 0; i < ALL; i++)
        once += a[i].ran == 1;
    EXPECT_INT(once, ALL, "raised all of them");
    aw_poller_close(&w.poller);
}

static void *kills_the_main_thread(void *arg)
{
    pthread_kill(*(pthread_t *)arg, SIGUSR1);
    return NULL;
}

GRADED(signals, an_arrival_ends_the_poll,
       "Push `handle` whenever signal `signo` has arrived")
{
    pthread_t here = pthread_self(), thread;
    struct alarm usr1;
    struct world w;

    /* A45 */
    scene_open(&w, &usr1);
    pthread_create(&thread, NULL, kills_the_main_thread, &here);
    EXPECT_INT(world_poll(&w, AW_NEVER), 1, "polled until a signal came");
    aw_ready_run(&w.ready);
    pthread_join(thread, NULL);
    EXPECT_INT(usr1.ran, 1, "polled until a signal came");
    aw_poller_close(&w.poller);
}

static void *raises_here(void *arg)
{
    raise(*(int *)arg);
    return NULL;
}

GRADED(signals, an_arrival_on_another_thread_ends_the_poll,
       "Push `handle` whenever signal `signo` has arrived")
{
    int signo = SIGUSR1;
    struct alarm usr1;
    pthread_t thread;
    struct world w;

    /* Nothing interrupts the poll itself: only the wake-up can end it. */
    scene_open(&w, &usr1);
    pthread_create(&thread, NULL, raises_here, &signo);
    EXPECT_INT(world_poll(&w, AW_NEVER), 1, "a thread raised the signal");
    aw_ready_run(&w.ready);
    pthread_join(thread, NULL);
    EXPECT_INT(usr1.ran, 1, "a thread raised the signal");
    aw_poller_close(&w.poller);
}

GRADED(signals, signals_and_descriptors_come_together,
       "Returns how many handles it pushed, or a negative error code.")
{
    struct alarm usr1, usr2;
    struct waiter reader;
    struct aw_io io;
    struct world w;
    int fd[2];

    scene_open(&w, &usr1);
    alarm_init(&usr2, "usr2");
    watch(&w, SIGUSR2, &usr2);
    stream_open(fd);
    waiter_init(&reader, "r");
    aw_io_open(&w.poller, &io, fd[0]);
    aw_io_wait(&w.poller, &io, AW_READ, &reader.wait);
    put(fd[1]);
    raise(SIGUSR1);
    raise(SIGUSR2);
    EXPECT_INT(world_turn(&w), 3, "one descriptor and two signals");
    EXPECT_INT(reader.ran + usr1.ran + usr2.ran, 3, "ran them");
    aw_io_close(&w.poller, &io);
    aw_poller_close(&w.poller);
}

GRADED(signals, a_handler_leaves_errno_alone, "leaves errno as it was")
{
    struct alarm usr1;
    struct world w;

    /* A45 */
    scene_open(&w, &usr1);
    errno = EDOM;
    raise(SIGUSR1);
    EXPECT_INT(errno, EDOM, "raised a signal that is watched");
    aw_poller_close(&w.poller);
}

GRADED(signals, other_calls_are_restarted,
       "Other system calls that the signal interrupts are restarted "
       "(SA_RESTART).")
{
    struct sigaction action;
    struct alarm usr1;
    struct world w;

    /* A45 */
    scene_open(&w, &usr1);
    sigaction(SIGUSR1, NULL, &action);
    EXPECT(action.sa_flags & SA_RESTART, "watched a signal");
    aw_poller_close(&w.poller);
}
