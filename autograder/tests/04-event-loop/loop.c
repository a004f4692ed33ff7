/* SPDX-License-Identifier: MIT */
/* Putting a loop together, and taking it apart. */
#include "fixture.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

/* ---- Making one ---------------------------------------------------------*/

static int clear(void)
{
    int bad = loop.on_idle || loop.on_error || loop.metrics || loop.probe ||
              loop.ready.probe || loop.timers.probe || loop.poller.probe;

    for (int i = 0; i < AW_KINDS; i++)
        bad += loop.live[i] != 0;
    for (int i = 0; i < AW_SLOTS; i++)
        bad += loop.slot[i] != NULL;
    return bad;
}

GRADED(loop, a_new_loop_has_nothing_to_do,
       "Make `loop` a loop with nothing to do.")
{
    open_loop();
    EXPECT_INT(clear(), 0, "made a loop: what is not NULL or 0");
    EXPECT(!loop.running && !loop.stopping && !loop.closed && !loop.closing &&
               !loop.reporting,
           "made a loop");
    EXPECT_INT(loop.holds, 0, "made a loop");
    EXPECT_INT(loop.background, 0, "made a loop");
    EXPECT_INT(loop.signals, 0, "made a loop");
    EXPECT_INT(loop.iterations, 0, "made a loop");
    EXPECT(aw_list_empty(&loop.sources), "made a loop");
    EXPECT(aw_list_empty(&loop.closers), "made a loop");
    EXPECT_INT(loop.posting, 0, "made a loop");
    EXPECT(loop.posts == NULL, "made a loop");
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
        EXPECT(!loop.alloc && !loop.timers.alloc, "made a loop");
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
    EXPECT(loop.closed, "failed to make a loop");
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
    EXPECT(strstr(said(), "poll"), "ran a timer under a probe: the poller");
    EXPECT(strstr(said(), "timer"), "ran a timer under a probe: the timers");
    EXPECT(strstr(said(), "begin a end"), "ran a timer under a probe: the "
                                          "queue");
    forget();
    aw_loop_set_probe(&loop, NULL);
    EXPECT_PTR(loop.probe, NULL, "took it away");
    later('a', 0);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "took the probe away, ran a timer");
    aw_loop_close(&loop);
}

/* ---- Closers ------------------------------------------------------------*/

struct closing {
    struct aw_closer closer;
    char name;
    void (*act)(struct closing *);
};

static struct closing first, second, third;

static void closer_ran(struct aw_closer *closer, struct aw_loop *of_loop)
{
    struct closing *me = aw_container_of(closer, struct closing, closer);

    say(of_loop == &loop ? "%c" : "%c-of-another", me->name);
    if (me->act)
        me->act(me);
}

static void add(struct closing *c, char name, void (*act)(struct closing *))
{
    *c = (struct closing){.name = name, .act = act};
    c->closer.fn = closer_ran;
    aw_loop_add_closer(&loop, &c->closer);
}

GRADED(loop, closers_run_the_last_added_first,
       "Closers run first, the last added first")
{
    /* The memory of a closer may hold anything before it is added. */
    memset(&first.closer.link, 0xff, sizeof(first.closer.link));
    open_loop();
    add(&first, '1', NULL);
    add(&second, '2', NULL);
    add(&third, '3', NULL);
    EXPECT_SAID("", "added three closers");
    aw_loop_close(&loop);
    EXPECT_SAID("3 2 1", "added 1, 2, 3 and closed");
    EXPECT_INT(spy.closes, 1, "closed: the engine, too");
}

static void looks_around(struct closing *me)
{
    (void)me;
    say(loop.closed ? "closed" : "open");
    say(spy.closes ? "late" : "early");
    say(aw_loop_current() ? "running" : "standing");
    soon("a");
    later('b', 0);
}

GRADED(loop, the_loop_is_open_while_closers_run,
       "the loop is still open, but what they push is not run")
{
    open_loop();
    add(&first, '1', looks_around);
    aw_loop_close(&loop);
    EXPECT_SAID("1 open early standing", "a closer called a and b");
    EXPECT(!aw_handle_queued(&of('a')->handle), "a closer called a");
    EXPECT(!aw_timer_stop(&loop.timers, &of('b')->timer), "and b, later");
}

static void adds_second(struct closing *me)
{
    (void)me;
    add(&second, '2', NULL);
}

static void removes_first(struct closing *me)
{
    (void)me;
    aw_list_remove(&first.closer.link);
}

GRADED(loop, a_closer_may_add_another,
       "A closer that is added by a closer runs next.")
{
    open_loop();
    add(&first, '1', NULL);
    add(&third, '3', adds_second);
    aw_loop_close(&loop);
    EXPECT_SAID("3 2 1", "closer 3 added closer 2");
}

GRADED(loop, a_closer_may_take_another_out,
       "To have it done no longer, take `link` out of the list.")
{
    open_loop();
    add(&first, '1', NULL);
    add(&second, '2', removes_first);
    add(&third, '3', NULL);
    aw_list_remove(&third.closer.link);
    aw_loop_close(&loop);
    EXPECT_SAID("2", "took out 3, and closer 2 took out 1");
}

static void frees_itself(struct closing *me)
{
    memset(me, 0xff, sizeof(*me));
    free(me);
}

GRADED(loop, a_closer_may_free_itself, "`fn` may free it.")
{
    open_loop();
    for (char name = '1'; name < '4'; name++)
        add(malloc(sizeof(struct closing)), name, frees_itself);
    aw_loop_close(&loop);
    EXPECT_SAID("3 2 1", "closed a loop with three closers that free "
                         "themselves");
}

static void closes_again(struct closing *me)
{
    (void)me;
    aw_loop_close(&loop);
    say(loop.closed ? "closed" : "open");
}

GRADED(loop, closing_from_a_closer_does_nothing,
       "Closing twice does nothing, nor does closing from inside a closer.")
{
    open_loop();
    add(&first, '1', NULL);
    add(&second, '2', closes_again);
    aw_loop_close(&loop);
    EXPECT_SAID("2 open 1", "closer 2 closed the loop once more");
    EXPECT_INT(spy.closes, 1, "closed from inside a closer");
}

GRADED(loop, closing_twice_does_nothing, "Closing twice does nothing")
{
    /* A7 */
    open_loop();
    add(&first, '1', NULL);
    aw_loop_close(&loop);
    aw_loop_close(&loop);
    EXPECT_SAID("1", "closed twice");
    EXPECT_INT(spy.closes, 1, "closed twice: times that the engine was closed");
    EXPECT(loop.closed && !loop.running, "closed twice");
    EXPECT_MISUSE(add(&second, '2', NULL), "", "added a closer after that");
}

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
    EXPECT(now.sa_handler == SIG_DFL, "closed with SIGUSR2 watched");
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
    EXPECT(alloc.blocks > 0, "used an allocator: blocks that live");
    line_close(&line);
    aw_loop_close(&loop);
    EXPECT_INT(alloc.blocks, 0, "closed: blocks that live");
    EXPECT_INT(alloc.bytes, 0, "closed: bytes that live");
}

/* ---- Not now ------------------------------------------------------------*/

static void closes(struct step *me)
{
    (void)me;
    EXPECT_MISUSE(aw_loop_close(&loop), "", "closed a loop from a callback");
    say("stopped");
}

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
