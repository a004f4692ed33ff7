/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <signal.h>

static struct closing first;

/* ---- What is pending ----------------------------------------------------*/

GRADED(loop, queued_handles_are_cancelled, "every queued handle is cancelled")
{
    open_loop();
    soon("ab");
    aw_ready_turn(&loop.ready);
    soon("c");
    aw_loop_close(&loop);
    EXPECT_SAID("", "closed with handles of two turns queued");
    for (char name = 'a'; name < 'd'; name++)
        EXPECT(!aw_handle_queued(&of(name)->handle), "closed with %c queued",
               name);

    /* The next loop gets them as new. */
    open_loop();
    soon("abc");
    aw_loop_run(&loop);
    EXPECT_SAID("a b c", "called them from another loop");
    aw_loop_close(&loop);
}

GRADED(loop, timers_are_stopped, "Then every timer is stopped")
{
    open_loop();
    at('a', 1000);
    at('b', 2000);
    aw_timers_next(&loop.timers);
    aw_timers_expire(&loop.timers, 1000, &loop.ready);
    at('c', 3000);
    aw_loop_close(&loop);
    EXPECT_SAID("", "closed with a due, b filed, c staged");
    for (char name = 'a'; name < 'd'; name++)
        EXPECT(!aw_timer_stop(&loop.timers, &of(name)->timer),
               "closed, then stopped %c", name);
    open_loop();
    at('c', 1001);
    at('a', 1002);
    aw_loop_run(&loop);
    EXPECT_SAID("c a", "started them in another loop");
    aw_loop_close(&loop);
}

static struct aw_source source;

static aw_time prepares(struct aw_source *s)
{
    (void)s;
    return AW_NEVER;
}

GRADED(loop, sources_are_taken_out, "sources are taken out")
{
    open_loop();
    source.prepare = prepares;
    aw_list_init(&source.link);
    aw_list_append(&loop.sources, &source.link);
    aw_loop_close(&loop);
    memset(&loop, 0xff, sizeof(loop));
    EXPECT(aw_list_empty(&source.link), "closed a loop that had a source");
    aw_list_remove(&source.link);
    open_loop();
    aw_list_append(&loop.sources, &source.link);
    aw_loop_close(&loop);
}

GRADED(loop, signals_are_given_back, "signals are given back")
{
    struct sigaction now;

    open_loop();
    ENGINE->signal(&loop.poller, SIGUSR1, &of('a')->handle);
    ENGINE->signal(&loop.poller, SIGUSR2, &of('b')->handle);
    raise(SIGUSR1);
    loop.poller.ops->poll(&loop.poller, 0);
    aw_loop_close(&loop);
    EXPECT_SAID("", "closed with a signal that has arrived");
    EXPECT(!aw_handle_queued(&of('a')->handle), "closed with a signal queued");
    sigaction(SIGUSR2, NULL, &now);
    EXPECT(now.sa_handler == SIG_DFL,
           "closed with SIGUSR2 watched: is its handler the default again?");
}

GRADED(loop, all_memory_goes_back, "All memory goes back to the allocator.")
{
    struct graded_alloc alloc;
    struct line line;

    graded_alloc_init(&alloc);
    EXPECT_INT(try_open(&alloc.alloc), 0, "made a loop with an allocator");
    line_open(&line);
    for (char name = 'a'; name <= 'h'; name++)
        later(name, AW_SEC);
    soon("a");
    aw_loop_run_once(&loop);
    EXPECT_AT_LEAST(alloc.blocks, 1, "used an allocator: blocks that live");
    line_close(&line);
    aw_loop_close(&loop);
    EXPECT_INT(alloc.blocks, 0, "closed: blocks that live");
    EXPECT_INT(alloc.bytes, 0, "closed: bytes that live");
}

/* ---- Not now ------------------------------------------------------------*/

GRADED(loop, closing_a_loop_that_runs_is_misuse,
       "Closing a loop that runs is misuse")
{
    /* A7 */
    open_loop();
    of('a')->act = closes;
    soon("ab");
    aw_loop_run(&loop);
    EXPECT_SAID("a stopped b", "a closed the loop, and was stopped");
    aw_loop_close(&loop);
}

static struct line line_;

static void closes_line(struct closing *me)
{
    (void)me;
    line_close(&line_);
}

GRADED(loop, a_closer_may_close_the_last_descriptor,
       "so is closing one while a descriptor is open that no closer closes")
{
    open_loop();
    line_open(&line_);
    add(&first, '1', closes_line);
    wait_for('a', &line_, AW_READ);
    aw_loop_close(&loop);
    EXPECT_SAID("1", "closed: a closer closed the descriptor");
    EXPECT(!aw_io_unwait(&of('a')->wait), "gave up waiting after that");

    open_loop();
    line_open(&line_);
    EXPECT_MISUSE(aw_loop_close(&loop), "", "closed with a descriptor open");
    line_close(&line_);
}
