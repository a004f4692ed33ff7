/* SPDX-License-Identifier: MIT */
/* What every engine promises about signals. */
#include "fixture.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

/* A handle that says its name. */
struct alarm {
    struct aw_handle handle;
    const char *name;
    int ran;
};

static int alarm_ran(struct aw_handle *handle)
{
    struct alarm *a = aw_container_of(handle, struct alarm, handle);

    a->ran++;
    say("%s", a->name);
    return 0;
}

static void alarm_init(struct alarm *a, const char *name)
{
    *a = (struct alarm){.name = name};
    aw_handle_init(&a->handle, alarm_ran);
}

static int watch(struct world *w, int signo, struct alarm *a)
{
    return w->poller.ops->signal(&w->poller, signo, a ? &a->handle : NULL);
}

/* A poller that watches SIGUSR1. */
static void scene_open(struct world *w, struct alarm *usr1)
{
    world_open(w);
    alarm_init(usr1, "usr1");
    EXPECT_INT(watch(w, SIGUSR1, usr1), 0, "watched SIGUSR1");
}

static void (*installed(int signo))(int)
{
    struct sigaction action;

    sigaction(signo, NULL, &action);
    return action.sa_handler;
}

static atomic_int own_calls;

static void own_handler(int signo)
{
    (void)signo;
    own_calls++;
}

/* ---- Arrivals -----------------------------------------------------------*/

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
    EXPECT(installed(SIGCHLD) == SIG_DFL, "failed to watch SIGCHLD");
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
        EXPECT_INT(watch(&w, signo, &a), -EINVAL, "watched signal %d", signo);
        EXPECT_INT(watch(&w, signo, &a), -EINVAL, "watched %d again", signo);
        EXPECT(watch(&w, signo, NULL) < 0, "stopped %d", signo);
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

/* ---- Stopping -----------------------------------------------------------*/

GRADED(signals, stopping_restores_what_was_before,
       "Stopping restores what was installed before")
{
    struct sigaction own = {.sa_handler = own_handler};
    struct alarm usr1, hup;
    struct world w;

    /* A47 */
    sigaction(SIGUSR1, &own, NULL);
    signal(SIGHUP, SIG_IGN);
    scene_open(&w, &usr1);
    alarm_init(&hup, "hup");
    watch(&w, SIGHUP, &hup);
    EXPECT(installed(SIGUSR1) != own_handler, "watched SIGUSR1");
    EXPECT(installed(SIGHUP) != SIG_IGN, "watched SIGHUP");

    watch(&w, SIGUSR1, NULL);
    watch(&w, SIGHUP, NULL);
    EXPECT(installed(SIGUSR1) == own_handler, "stopped it");
    EXPECT(installed(SIGHUP) == SIG_IGN, "stopped SIGHUP, ignored before");
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
    EXPECT(installed(SIGUSR1) == SIG_DFL, "stopped it");
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

GRADED(signals, stopping_one_leaves_the_others,
       "drops an arrival that has not run yet")
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
    EXPECT(installed(SIGUSR1) == SIG_DFL, "closed the poller");
    EXPECT(installed(SIGRTMAX) == SIG_DFL, "closed the poller");
    EXPECT(installed(SIGHUP) == SIG_DFL, "closed the poller");

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
    EXPECT(installed(SIGUSR1) == SIG_DFL, "stopped after the replacement");
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

/* ---- Chance and threads -------------------------------------------------*/

GRADED(signals, random_arrivals_agree_with_a_model,
       "Signals of one number that arrive before it has run count as one; no "
       "number is ever lost.")
{
    struct alarm a[16];
    struct world w;

    world_open(&w);
    for (int i = 0; i < 16; i++) {
        alarm_init(&a[i], "x");
        EXPECT_INT(watch(&w, SIGRTMIN + i, &a[i]), 0, "watched RTMIN+%d", i);
    }
    for (int round = 0; round < 500; round++) {
        uint64_t arrived = 0, ran = 0;

        for (uint64_t n = graded_random(20); n > 0; n--) {
            uint64_t i = graded_random(16);

            arrived |= (uint64_t)1 << i;
            raise(SIGRTMIN + (int)i);
        }
        world_turn(&w);
        for (int i = 0; i < 16; i++, forget()) {
            ran |= (uint64_t)(a[i].ran == 1) << i;
            a[i].ran = 0;
        }
        EXPECT_INT(ran, arrived, "round %d: which ran once", round);
    }
    aw_poller_close(&w.poller);
}

static atomic_bool enough;

static void *raises_without_end(void *arg)
{
    (void)arg;
    while (!atomic_load(&enough))
        raise(SIGUSR1);
    return NULL;
}

GRADED(signals, stopping_waits_for_a_handler_on_another_thread,
       "Stopping restores what was installed before")
{
    struct alarm usr1;
    pthread_t thread;
    struct world w;
    int bad = 0;

    alarm_init(&usr1, "x");
    signal(SIGUSR1, SIG_IGN);
    pthread_create(&thread, NULL, raises_without_end, NULL);
    aw_ready_init(&w.ready);
    for (int i = 0; i < 2000; i++, forget()) {
        bad += aw_poller_open(&w.poller, ENGINE, &w.ready, NULL) != 0;
        bad += watch(&w, SIGUSR1, &usr1) != 0;
        world_turn(&w);
        aw_poller_close(&w.poller);
    }
    enough = true;
    pthread_join(thread, NULL);
    EXPECT_INT(bad, 0, "opened and closed a poller under a storm of signals");
    EXPECT_INT(aw_ready_run(&w.ready), 0, "closed the last one");
}
