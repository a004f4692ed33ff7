/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <pthread.h>

/* ---- Making one ---------------------------------------------------------*/

/* What is set that should be NULL or 0; the first of them. */
static const char *what_is_set(void)
{
    static char text[20];

    for (int i = 0; i < AW_KINDS; i++)
        if (loop.live[i] != 0)
            snprintf(text, sizeof(text), "live[%d]", i);
    for (int i = 0; i < AW_SLOTS; i++)
        if (loop.slot[i])
            snprintf(text, sizeof(text), "slot[%d]", i);
    return loop.on_idle        ? "on_idle"
           : loop.on_error     ? "on_error"
           : loop.metrics      ? "metrics"
           : loop.probe        ? "probe"
           : loop.ready.probe  ? "ready.probe"
           : loop.timers.probe ? "timers.probe"
           : loop.poller.probe ? "poller.probe"
           : loop.running      ? "running"
           : loop.stopping     ? "stopping"
           : loop.closed       ? "closed"
           : loop.closing      ? "closing"
           : loop.reporting    ? "reporting"
           : *text             ? text
                               : "nothing";
}

GRADED(loop, a_new_loop_has_nothing_to_do,
       "Make `loop` a loop with nothing to do.")
{
    open_loop();
    EXPECT_STR(what_is_set(), "nothing", "made a loop: what is not NULL or 0");
    EXPECT_INT(loop.holds, 0, "made a loop");
    EXPECT_INT(loop.background, 0, "made a loop");
    EXPECT_INT(loop.signals, 0, "made a loop");
    EXPECT_INT(loop.iterations, 0, "made a loop");
    EXPECT(aw_list_empty(&loop.sources), "made a loop");
    EXPECT(aw_list_empty(&loop.closers), "made a loop");
    EXPECT_INT(loop.posting, 0, "made a loop");
    EXPECT_PTR(loop.posts, NULL, "made a loop");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran a new loop");
    aw_loop_close(&loop);
}

GRADED(loop, options_are_used, "How a loop is to be.")
{
    struct graded_alloc alloc;

    graded_alloc_init(&alloc);
    EXPECT_INT(try_open(&alloc.alloc), 0, "made a loop with an allocator");
    EXPECT_PTR(loop.clock, &clock_, "made a loop with a clock");
    EXPECT_PTR(loop.poller.ops, &spy_ops, "made a loop with an engine");
    EXPECT_PTR(loop.poller.ready, &loop.ready, "made a loop");
    EXPECT_PTR(loop.alloc, &alloc, "made a loop with an allocator");
    EXPECT_PTR(loop.timers.alloc, &alloc, "made a loop with an allocator");
    EXPECT_PTR(loop.poller.alloc, &alloc, "made a loop with an allocator");
    aw_loop_close(&loop);
}

GRADED(loop, zeroes_stand_for_the_defaults, "Zeroes stand for the defaults.")
{
    const struct aw_loop_options zeroes = {0}, *options[] = {NULL, &zeroes};

    for (int i = 0; i < 2; i++) {
        memset(&loop, 0xff, sizeof(loop));
        EXPECT_INT(aw_loop_init(&loop, options[i]), 0, "made a loop");
        EXPECT_PTR(loop.clock, aw_clock_monotonic(), "made a loop");
        EXPECT_PTR(loop.poller.ops, &aw_epoll_ops, "made a loop");
        EXPECT_PTR(loop.alloc, NULL, "made a loop");
        EXPECT_PTR(loop.timers.alloc, NULL, "made a loop");
        EXPECT_INT(aw_loop_run_once(&loop), 0, "ran it");
        aw_loop_close(&loop);
    }
}

static int refuses(struct aw_poller *poller)
{
    (void)poller;
    return -EMFILE;
}

GRADED(loop, an_engine_that_fails_leaves_a_closed_loop,
       "After a failure the loop is closed: there is nothing to close, and "
       "closing it does nothing.")
{
    struct aw_poller_ops ops = *spied();
    struct aw_loop_options options = {.engine = &ops};

    ops.open = refuses;
    steps_init();
    EXPECT_INT(aw_loop_init(&loop, &options), -EMFILE,
               "made a loop whose engine fails with EMFILE");
    EXPECT(loop.closed, "made a loop whose engine fails with EMFILE");
    aw_handle_init(&of('a')->post.handle, NULL);
    EXPECT_INT(aw_loop_post(&loop, &of('a')->post), -ESHUTDOWN,
               "failed to make a loop, posted all the same");
    aw_loop_close(&loop);
    EXPECT_INT(spy.closes, 0, "failed to make a loop, closed it all the same");
}

GRADED(loop, no_memory_no_loop,
       "Returns 0, or the engine's negative error code.")
{
    struct graded_alloc alloc;

    graded_alloc_init(&alloc);
    alloc.fail_from = 1;
    EXPECT_INT(try_open(&alloc.alloc), -ENOMEM, "made a loop without memory");
    aw_loop_close(&loop);
    EXPECT_INT(alloc.blocks, 0, "failed to make a loop: blocks that live");
}

/* ---- Looking ------------------------------------------------------------*/

GRADED(loop, now_is_what_its_clock_shows,
       "What time it is on the loop's clock.")
{
    open_loop();
    EXPECT_INT(aw_loop_now(&loop), 1000, "asked for the time");
    clock_.time = 5 * AW_SEC;
    EXPECT_INT(aw_loop_now(&loop), 5 * AW_SEC, "asked after five seconds");
    aw_loop_close(&loop);
}

static void *current_elsewhere(void *arg)
{
    (void)arg;
    return aw_loop_current();
}

static void looks_who_runs(struct step *me)
{
    pthread_t thread;
    void *elsewhere = &thread;

    (void)me;
    pthread_create(&thread, NULL, current_elsewhere, NULL);
    pthread_join(thread, &elsewhere);
    say(aw_loop_current() == &loop ? "it" : "another");
    say(elsewhere ? "seen" : "unseen");
}

GRADED(loop, current_is_the_loop_that_runs_on_this_thread,
       "The loop that runs on this thread, or NULL.")
{
    open_loop();
    of('a')->act = looks_who_runs;
    soon("a");
    EXPECT_PTR(aw_loop_current(), NULL, "made a loop");
    aw_loop_run(&loop);
    EXPECT_SAID("a it unseen", "looked from a callback, and from a thread");
    EXPECT_PTR(aw_loop_current(), NULL, "ran it to its end");
    spy.error = -EIO;
    loop.holds = 1;
    aw_loop_run_once(&loop);
    EXPECT_PTR(aw_loop_current(), NULL, "ran it until the poller failed");
    aw_loop_close(&loop);
}

static void hear(struct aw_probe *probe, enum aw_probe_event event,
                 const void *subject, uint64_t arg)
{
    static const char *const name[] = {"begin", "end", "timer", "poll"};

    (void)probe, (void)subject, (void)arg;
    say("%s", event <= AW_PROBE_POLL ? name[event] : "?");
}

GRADED(loop, a_probe_hears_of_all_parts,
       "Let `probe` hear of everything that happens in the loop, its queue, "
       "its timers and its poller; NULL stops that.")
{
    struct aw_probe probe = {hear};

    open_loop();
    aw_loop_set_probe(&loop, &probe);
    EXPECT_PTR(loop.probe, &probe, "set a probe");
    later('a', 0);
    aw_loop_run_once(&loop);
    EXPECT_HAS(said(), "poll", "ran a timer under a probe");
    EXPECT_HAS(said(), "timer", "ran a timer under a probe");
    EXPECT_HAS(said(), "begin a end", "ran a timer under a probe");
    forget();
    aw_loop_set_probe(&loop, NULL);
    EXPECT_PTR(loop.probe, NULL, "took it away");
    later('a', 0);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "took the probe away, ran a timer");
    aw_loop_close(&loop);
}
