/* SPDX-License-Identifier: MIT */
/* Running the scenarios: who is asked to end, when, and what is left. */
#include "sweep.h"

#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "aw/engine.h"
#include "graded.h"
#include "shuffle.h"

struct aw_loop loop;
int tokens;

enum how { WAITING, WOKEN, TWICE, WAYS };
static const char *const how_name[] = {"while it waits", "when it is woken",
                                       "twice"};

/* One run of a scenario. */
static struct run {
    const struct scenario *scenario;
    unsigned at; /* which suspension; 0: none */
    enum how how;
    uint64_t seed; /* of the order among tasks; 0: their own */

    struct aw_task *victim;
    unsigned suspended;
    bool armed; /* to be asked as soon as it is woken */
    bool asked; /* and somebody has to have heard of it */
    bool failed;
} run;

static struct aw_clock_virtual virtual_clock;
static struct graded_alloc account;
static struct shuffle shuffle;

void must(bool holds, const char *words, ...)
{
    va_list args;

    if (holds)
        return;
    run.failed = true;
    printf("FAILED %s, asked at suspension %u %s, order %llu: ",
           run.scenario->function, run.at, how_name[run.how],
           (unsigned long long)run.seed);
    va_start(args, words);
    vprintf(words, args);
    va_end(args);
    putchar('\n');
}

void launch(const char *name, aw_body fn, void *arg)
{
    aw_task_drop(aw_spawn(&loop, fn, arg, AW_NAMED(name)));
}

/* ---- Asking -------------------------------------------------------------*/

static void suspended(void)
{
    if (run.victim->coro.state == AW_CORO_FINISHED)
        return;
    run.suspended++;
    if (run.suspended == run.at && run.how == WOKEN)
        run.armed = true;
    else if (run.suspended == run.at ||
             (run.suspended == run.at + 1 && run.how == TWICE && run.at))
        run.asked |= aw_task_cancel(run.victim, "swept");
}

static void hear(struct aw_probe *probe, enum aw_probe_event event,
                 const void *subject, uint64_t arg)
{
    (void)probe, (void)arg;
    if (event == AW_PROBE_SUSPEND && subject == run.victim)
        suspended();
    if (event == AW_PROBE_RUN_END && run.armed &&
        aw_handle_queued(&run.victim->wake.handle)) {
        run.armed = false;
        run.asked |= aw_task_cancel(run.victim, "swept");
    }
}

/* ---- One run ------------------------------------------------------------*/

static void who_is_left(struct aw_task *task, void *ctx)
{
    char text[160];

    (void)ctx;
    must(false, "%s", aw_task_describe(task, text, sizeof(text)));
}

static void census(void)
{
    aw_tasks_each(&loop, who_is_left, NULL);
    must(loop.live[AW_FUTURES] == 0, "%ld futures are left",
         loop.live[AW_FUTURES]);
    must(loop.live[AW_STACKS] == 0, "%ld stacks are left",
         loop.live[AW_STACKS]);
    must(loop.live[AW_WAITERS] == 0, "%ld waiters are left",
         loop.live[AW_WAITERS]);
    must(loop.timers.live == 0, "%zu timers are left", loop.timers.live);
    must(tokens == 0, "%d tokens are left", tokens);
}

/* A request is for whoever was asked: what takes it from the victim and keeps
 * it has lost it. */
static void request_has_come_through(void)
{
    must(!run.armed, "it was never asked");
    must(!run.asked || run.victim->future.result == -ECANCELED,
         "the request is lost: the victim has come to %d",
         run.victim->future.result);
}

/* Returns whether there is a loop to run in. */
static bool open_loop(struct aw_probe *probe)
{
    struct aw_loop_options options = {.clock = &virtual_clock.clock,
                                      .alloc = &account.alloc,
                                      .engine = aw_engine_choose(NULL)};
    int rc;

    graded_alloc_init(&account);
    aw_clock_virtual_init(&virtual_clock, 0);
    rc = aw_loop_init(&loop, &options);
    must(rc == 0, "the loop cannot be opened: %d", rc);
    if (rc < 0)
        return false;
    shuffle_init(&shuffle, &loop, run.seed);
    aw_loop_set_probe(&loop, probe);
    return true;
}

/* Returns whether the victim was suspended as often as that. */
static bool run_once(void)
{
    struct aw_probe probe = {.event = hear};
    int turns = 0;

    if (!open_loop(&probe))
        return false;
    run.suspended = 0;
    run.armed = run.asked = false;
    tokens = 0;
    if (run.scenario->begin)
        run.scenario->begin();
    run.victim =
        aw_spawn(&loop, run.scenario->victim, NULL, AW_NAMED("victim"));
    while (turns < 10000 && aw_loop_run_once(&loop) > 0)
        turns++;
    must(turns < 10000, "it has no end");
    must(aw_future_done(&run.victim->future), "the victim has not ended");
    request_has_come_through();
    run.victim->future.quiet = true;
    aw_task_drop(run.victim);
    if (run.scenario->end && !run.failed)
        run.scenario->end();
    census();
    if (!run.failed) {
        aw_loop_close(&loop);
        must(account.bytes == 0, "%zu bytes are left", account.bytes);
    }
    return run.suspended >= run.at;
}

/* ---- All of them --------------------------------------------------------*/

/* Returns how many runs there were.  In other orders the victim may find what
 * it wants, and never be suspended; in asyncio's it has to wait. */
static unsigned sweep(uint64_t seed)
{
    unsigned runs = 0;

    for (run.how = WAITING; run.how < WAYS && !run.failed; run.how++) {
        for (run.at = 1, run.seed = seed; !run.failed; run.at++, runs++)
            if (!run_once())
                break;
        must(run.at > 1 || seed > 0, "the victim was never suspended");
    }
    return runs;
}

/* ---- What stops the process ---------------------------------------------*/

static void broke(const char *sentence)
{
    must(false, "%s", sentence);
}

/* The sanitizers have said what it is, and are about to stop it. */
static void died(void)
{
    must(false, "it has died; what of is said above");
    fflush(stdout);
}

static void has_no_end(int signal)
{
    (void)signal;
    must(false, "a run has no end");
    fflush(stdout);
    _exit(1);
}

static void say_what_stops_it(void)
{
    aw_here()->misuse = broke;
    __sanitizer_set_death_callback(died);
    signal(SIGALRM, has_no_end);
    alarm(300);
}

/* In a process of its own, for it may be stopped by a broken contract. */
static bool try_scenario(const struct scenario *scenario, uint64_t seeds)
{
    unsigned runs = 0;
    int status = 0;
    pid_t pid;

    fflush(stdout);
    pid = fork();
    if (pid < 0)
        return false;
    if (pid > 0)
        return waitpid(pid, &status, 0) == pid && status == 0;
    run = (struct run){.scenario = scenario};
    setvbuf(stdout, NULL, _IOLBF, 0);
    say_what_stops_it();
    for (uint64_t seed = 0; seed <= seeds && !run.failed; seed++)
        runs += sweep(seed);
    if (!run.failed)
        printf("ok     %s: %u runs\n", scenario->function, runs);
    fflush(stdout);
    _exit(run.failed);
}

/* sweep [SEEDS [FUNCTION]] */
int main(int argc, char **argv)
{
    const struct scenario *const all[] = {waits, groups, lines, queues};
    uint64_t seeds = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    unsigned passed = 0, failed = 0;

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        for (const struct scenario *s = all[i]; s->function; s++) {
            if (argc > 2 && strcmp(s->function, argv[2]) != 0)
                continue;
            if (try_scenario(s, seeds)) {
                passed++;
            } else {
                failed++;
                printf("FAILED %s\n", s->function);
            }
        }
    }
    printf("%u passed, %u failed, 0 skipped\n", passed, failed);
    return failed > 0;
}
