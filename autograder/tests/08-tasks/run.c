/* SPDX-License-Identifier: MIT */
/* A whole program: its result, its end, and what it does when it hangs. */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"

/* The loop that runs is aw_run's own; its clock is the fixture's. */
static struct aw_loop *here(void)
{
    return aw_loop_current();
}

static void launch_here(const char *name, aw_body fn, void *arg)
{
    aw_task_drop(aw_spawn(here(), fn, arg, AW_NAMED(name)));
}

static void say_report(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("[%s: %s]", r->name ? r->name : "?", aw_error_name(r->error));
}

static int run_for(aw_body fn, void *arg, aw_time grace)
{
    aw_clock_virtual_init(&virtual_clock, 0);
    return aw_run(fn, arg,
                  &(struct aw_run_options){.loop.clock = &virtual_clock.clock,
                                           .grace = grace});
}

static int run(aw_body fn, void *arg)
{
    return run_for(fn, arg, 0);
}

static int now_ms(void)
{
    return (int)(virtual_clock.time / AW_MS);
}

/* ---- The result ---------------------------------------------------------*/

static int is_main(void *arg)
{
    EXPECT(here() && here()->running, "main looks for its loop");
    say("%s", me());
    aw_yield();
    return (int)(intptr_t)arg;
}

GRADED(run, it_gives_what_main_returns,
       "Returns the main task's result or error")
{
    EXPECT_INT(run(is_main, num(3)), 3, "ran a program");
    EXPECT_INT(run(is_main, num(-EIO)), -EIO, "ran one that fails");
    EXPECT_SAID("main main", "ran two programs");
    EXPECT_PTR((void *)here(), NULL, "and no loop runs any more");
}

GRADED(run, options_may_be_left_out, "NULL stands for the defaults")
{
    EXPECT_INT(aw_run(is_main, num(3), NULL), 3, "ran with the defaults");
}

GRADED(run, main_may_have_a_name, "of the main task; NULL: \"main\"")
{
    EXPECT_INT(
        aw_run(is_main, NULL, &(struct aw_run_options){.name = "server"}), 0,
        "ran a program");
    EXPECT_SAID("server", "its main task has a name");
}

static int runs_another(void *arg)
{
    EXPECT_MISUSE(run(is_main, arg), "", "ran one in another");
    return 2;
}

/* ---- The engine ---------------------------------------------------------*/

static int names_its_engine(void *arg)
{
    say("%s", here()->poller.ops->name);
    return (int)(intptr_t)arg;
}

GRADED(run, the_environment_names_the_engine,
       "An engine that they leave open is the one that the environment's "
       "AW_ENGINE names")
{
    setenv("AW_ENGINE", "uv", 1);
    EXPECT_INT(run(names_its_engine, num(3)), 3, "AW_ENGINE=uv");
    setenv("AW_ENGINE", "epoll", 1);
    EXPECT_INT(run(names_its_engine, num(3)), 3, "AW_ENGINE=epoll");
    unsetenv("AW_ENGINE");
    EXPECT_INT(run(names_its_engine, num(3)), 3, "AW_ENGINE is not set");
    EXPECT_SAID("uv epoll epoll", "ran one program three times");
}

GRADED(run, the_program_may_name_it_itself,
       "An engine that they leave open is the one that the environment's "
       "AW_ENGINE names")
{
    struct aw_run_options options = {.loop.engine = &aw_uv_ops};

    setenv("AW_ENGINE", "epoll", 1);
    EXPECT_INT(aw_run(names_its_engine, num(3), &options), 3,
               "AW_ENGINE=epoll, and the program asks for uv");
    setenv("AW_ENGINE", "iouring", 1);
    EXPECT_INT(aw_run(names_its_engine, num(3), &options), 3,
               "AW_ENGINE=iouring, and the program asks for uv");
    EXPECT_SAID("uv uv", "ran it twice");
}

GRADED(run, an_unknown_engine_is_an_error,
       "a name that nobody has is reported, and nothing runs")
{
    char text[200] = "";
    int fd[2];

    EXPECT_INT(pipe(fd), 0, "made a pipe");
    dup2(fd[1], STDERR_FILENO);
    setenv("AW_ENGINE", "iouring", 1);
    EXPECT_INT(run(names_its_engine, num(3)), -EINVAL, "AW_ENGINE=iouring");
    fflush(stderr);
    write(fd[1], ".", 1); /* or the read waits where nothing is reported */
    EXPECT(read(fd[0], text, sizeof(text) - 1) > 1, "listened to stderr");
    EXPECT_SAID("", "nothing ran");
}

/* A7 */
GRADED(run, running_one_inside_another_is_misuse,
       "Calling it while a loop runs on this thread is misuse.")
{
    EXPECT_INT(run(runs_another, NULL), 2, "ran a program");
}

GRADED(run, without_memory_nothing_runs,
       "-ENOMEM, when there is no memory for the main task")
{
    struct graded_alloc alloc;
    struct aw_run_options options = {.loop.alloc = &alloc.alloc};
    int rc = -1, tries = 0;

    UNCOUNTED
    for (; rc < 0 && tries < 30; tries++) {
        graded_alloc_init(&alloc);
        alloc.fail_from = (size_t)tries + 1;
        rc = aw_run(is_main, num(3), &options);
        EXPECT(rc == -ENOMEM || rc == 3, "request %d failed", tries + 1);
        EXPECT_INT(alloc.blocks, 0, "request %d failed", tries + 1);
    }
    EXPECT_INT(rc, 3, "tried until there was memory enough");
    EXPECT_SAID("main", "which was once");
}

static int adds_up(void *arg)
{
    int sum = 0;

    for (int i = 0; i < 10; i++)
        if (aw_sleep(i % 2 * AW_US) == 0)
            sum += i;
    return sum + (int)(intptr_t)arg;
}

static void *runs_programs(void *arg)
{
    intptr_t sum = 0;

    for (int i = 0; i < 20; i++)
        sum += aw_run(adds_up, arg, NULL);
    return num(sum);
}

GRADED(run, each_thread_may_run_one, "any, each with a program of its own")
{
    pthread_t thread[4];
    void *sum;

    for (int i = 0; i < 4; i++)
        EXPECT_INT(pthread_create(&thread[i], NULL, runs_programs, num(i)), 0,
                   "started a thread");
    for (int i = 0; i < 4; i++) {
        pthread_join(thread[i], &sum);
        EXPECT_INT((intptr_t)sum, 20 * (45 + i), "twenty programs in a thread");
    }
}

/* ---- The end ------------------------------------------------------------*/

static int cleans_up(void *arg)
{
    if (aw_sleep(AW_NEVER - 1) == -ECANCELED)
        say("%s-asked", me());
    if (aw_sleep((intptr_t)arg * AW_MS) < 0)
        return -EIO;
    say("%s@%d", me(), now_ms());
    return -ECANCELED;
}

static int leaves_three(void *arg)
{
    launch_here("a", cleans_up, num(20));
    launch_here("b", cleans_up, num(10));
    aw_yield();
    launch_here("c", cleans_up, num(0));
    say("ends");
    return (int)(intptr_t)arg;
}

/* A60 */
GRADED(run, all_are_asked_to_end_and_waited_for,
       "Then all tasks that live are asked to end, the oldest first, and the "
       "loop runs until they have")
{
    EXPECT_INT(run(leaves_three, num(5)), 5, "main has left three");
    EXPECT_SAID("ends a-asked b-asked c-asked c@0 b@10 a@20",
                "each cleans up, and takes its time");
    EXPECT_INT(now_ms(), 20, "looked at the clock");
}

static int spawns_when_asked(void *arg)
{
    intptr_t left = (intptr_t)arg;

    if (aw_sleep(AW_SEC) == 0)
        say("too-late");
    say("%d", (int)left);
    if (left > 1)
        launch_here(NULL, spawns_when_asked, num(left - 1));
    aw_yield();
    return -ECANCELED;
}

static aw_body left;

static int leaves(void *arg)
{
    here()->on_error = arg ? say_report : NULL;
    launch_here("a", left, num(5));
    aw_yield();
    return 1;
}

/* Main leaves this one behind. */
static int run_leaving(aw_body fn, bool reports, aw_time grace)
{
    left = fn;
    return run_for(leaves, num(reports), grace);
}

/* A61 */
GRADED(run, those_spawned_meanwhile_are_asked_too,
       "then those that were spawned meanwhile, and so on")
{
    EXPECT_INT(run_leaving(spawns_when_asked, false, 0), 1, "ran a program");
    EXPECT_SAID("5 4 3 2 1", "each has spawned another one in its end");
    EXPECT_INT(now_ms(), 0, "and none has slept");
}

static int helps(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    return say_result(rc);
}

static int needs_help_to_clean_up(void *arg)
{
    aw_sleep(AW_SEC);
    say_result(aw_join(aw_spawn(here(), helps, arg, AW_NAMED("b")), NULL));
    return -ECANCELED;
}

GRADED(run, who_cleans_up_is_asked_once,
       "and the loop runs until they have; then those that were spawned "
       "meanwhile")
{
    EXPECT_INT(run_leaving(needs_help_to_clean_up, false, 0), 1,
               "ran a program");
    EXPECT_SAID("b+0 a+0", "a was helped by a task of its own");
    EXPECT_INT(now_ms(), 5, "which took its time");
}

static int refuses_to_end(void *arg)
{
    for (;;)
        if (aw_sleep(10 * AW_MS) < 0)
            say("no");
    return (int)(intptr_t)arg;
}

GRADED(run, who_refuses_to_end_is_lost_by_name,
       "Those that live even then are reported as lost, by name, when the loop "
       "is closed.")
{
    EXPECT_INT(run_leaving(refuses_to_end, true, 50 * AW_MS), 1,
               "ran a program");
    EXPECT_SAID("no [a: ECANCELED] [?: EBUSY]", "one task refuses to end");
    EXPECT_INT(now_ms(), 50, "it was given its time");
    forget();
    run_leaving(refuses_to_end, true, 0);
    EXPECT_INT(now_ms(), 10000, "which is ten seconds, if nobody says more");
}

static int asked;

static int spawns_for_ever(void *arg)
{
    aw_sleep(AW_NEVER - 1);
    if (++asked < 1000)
        launch_here("next", spawns_for_ever, arg);
    aw_yield();
    return -ECANCELED;
}

GRADED(run, there_is_an_end_to_the_rounds, "for up to 100 rounds")
{
    EXPECT_INT(run_leaving(spawns_for_ever, true, 0), 1, "ran a program");
    EXPECT_INT(asked, 100, "whoever is asked to end spawns another");
    EXPECT_SAID("[next: ECANCELED] [?: EBUSY]", "and the last one is lost");
    EXPECT_INT(now_ms(), 0, "looked at the clock");
}

static int fails_when_asked(void *arg)
{
    aw_sleep(AW_NEVER - 1);
    return -EIO + 0 * (int)(intptr_t)arg;
}

/* A60 */
GRADED(run, errors_in_the_end_are_reported,
       "an error that nobody has retrieved is reported then")
{
    EXPECT_INT(run_leaving(fails_when_asked, true, 0), 1, "ran it");
    EXPECT_SAID("[a: EIO]", "a task fails when it is asked to end");
}

static int stops_when_asked(void *arg)
{
    aw_sleep(AW_NEVER - 1);
    aw_loop_stop(here());
    say_result(aw_sleep((intptr_t)arg * AW_MS));
    return -ECANCELED;
}

GRADED(run, a_stop_in_the_end_changes_nothing,
       "and the loop runs until they have")
{
    EXPECT_INT(run_leaving(stops_when_asked, false, 0), 1, "ran a program");
    EXPECT_SAID("a+0", "a task stops the loop when it is asked to end");
    EXPECT_INT(now_ms(), 5, "and sleeps to the end");
}

static int ends_before_another(void *arg)
{
    launch_here("a", awaits, &aw_task_self()->future);
    launch_here("b", yields, num(9));
    aw_yield();
    say("ends");
    return (int)(intptr_t)arg;
}

/* A6 */
GRADED(run, the_turn_is_finished,
       "When the main task has ended, the loop finishes the turn in which it "
       "hears of that.")
{
    EXPECT_INT(run(ends_before_another, num(3)), 3, "ran a program");
    EXPECT_SAID("b1 ends b2 a+3 b=ECANCELED", "a awaits main, and b yields");
}

static int stops_the_loop(void *arg)
{
    aw_loop_stop(here());
    return say_result(aw_sleep((intptr_t)arg * AW_MS));
}

/* A6 */
GRADED(run, a_stop_asks_main_to_end,
       "When the loop is stopped before the main task has ended, or its poller "
       "fails, the main task is asked to end with the others.")
{
    EXPECT_INT(run(stops_the_loop, num(5)), -ECANCELED, "main stops the loop");
    EXPECT_SAID("main=ECANCELED", "and was asked to end");
    EXPECT_INT(now_ms(), 0, "before it has slept");
}

static int waits_for_time(void *arg)
{
    return say_result(aw_sleep((intptr_t)arg * AW_SEC));
}

static struct aw_poller_ops broken;

static int fails_to_poll(struct aw_poller *poller, aw_time timeout)
{
    return timeout == 0 ? aw_epoll_ops.poll(poller, timeout) : -EIO;
}

GRADED(run, the_pollers_error_comes_out,
       "or its poller fails, the main task is asked to end with the others")
{
    broken = aw_epoll_ops;
    broken.poll = fails_to_poll;
    EXPECT_INT(aw_run(waits_for_time, num(5),
                      &(struct aw_run_options){.loop.engine = &broken}),
               -EIO, "ran a program on an engine that fails");
    EXPECT_SAID("main=ECANCELED", "main was asked to end");
    EXPECT_INT(aw_run(refuses_to_end, NULL,
                      &(struct aw_run_options){.loop.engine = &broken}),
               -EIO, "ran one that refuses to end");
}

static int asks_one_who_awaits_it(void *arg)
{
    struct aw_task *a =
        aw_spawn(here(), awaits, &aw_task_self()->future, AW_NAMED("a"));

    aw_yield();
    aw_task_cancel(a, arg);
    say_result(aw_yield());
    aw_task_drop(a);
    return 3;
}

GRADED(
    run, who_awaits_main_alone_may_end_it,
    "The main task is only watched, and not awaited: a task that alone awaits "
    "it may end it.")
{
    EXPECT_INT(run(asks_one_who_awaits_it, NULL), 3, "ran a program");
    EXPECT_SAID("main=ECANCELED a+3",
                "a awaits main, and is asked to end: so main is");
}

/* ---- Nothing can ever happen any more -----------------------------------*/

static struct aw_task *one, *other;

static int joins_the_other(void *arg)
{
    return aw_await(&(aw_task_self() == one ? other : one)->future, arg);
}

static int deadlocks(void *arg)
{
    here()->on_error = say_report;
    one = aw_spawn(here(), joins_the_other, arg, AW_NAMED("one"));
    other = aw_spawn(here(), joins_the_other, arg, AW_NAMED("other"));
    say_result(aw_join(one, NULL));
    say_result(aw_join(other, NULL));
    return 0;
}

GRADED(run, a_deadlock_is_described,
       "each task that waits is reported with -EDEADLK, as aw_task_describe "
       "describes it, the oldest first, and the main task is asked to end")
{
    EXPECT_INT(run(deadlocks, NULL), 0, "ran a program that hangs");
    EXPECT_SAID("[main (#1) waiting for task \"one\" (#2): EDEADLK] "
                "[one (#2) waiting for task \"other\" (#3): EDEADLK] "
                "[other (#3) waiting for task \"one\" (#2): EDEADLK] "
                "main=ECANCELED "
                "[main (#1) waiting for task \"other\" (#3): EDEADLK] "
                "[one (#2) waiting for task \"other\" (#3): EDEADLK] "
                "[other (#3) waiting for task \"one\" (#2): EDEADLK] "
                "main=ECANCELED",
                "two tasks await each other, and main joins both");
}

static int waits_beside_a_lazy_one(void *arg)
{
    struct aw_task *lazy =
        aw_spawn(here(), is_main, arg, AW_NAMED("lazy", .lazy = true));

    here()->on_error = say_report;
    say_result(aw_sleep_until(AW_NEVER));
    return aw_join(lazy, NULL);
}

GRADED(run, only_those_who_wait_are_part_of_a_deadlock,
       "each task that waits is reported with -EDEADLK")
{
    EXPECT_INT(run(waits_beside_a_lazy_one, num(4)), 4, "ran a program");
    EXPECT_SAID("[main (#1) waiting for a sleep: EDEADLK] main=ECANCELED lazy",
                "one waits, and another one has not been started");
}

static int hangs_for_ever(void *arg)
{
    here()->on_error = say_report;
    for (;;)
        if (aw_sleep_until(AW_NEVER) == -ECANCELED)
            ++*(int *)arg;
    return 0;
}

GRADED(run, there_is_an_end_to_deadlocks_too,
       "If it waits again for what cannot come, the same happens again, but no "
       "more than 100 times.")
{
    EXPECT_INT(run(hangs_for_ever, &asked), -EDEADLK, "ran a program");
    EXPECT_INT(asked, 101, "100 times in vain, and once more in the end");
    EXPECT(strstr(said(), "[main: ECANCELED]"), "it is lost");
}

GRADED(run, waiting_for_time_is_no_deadlock,
       "When the main task waits and nothing can ever happen any more, that is "
       "a deadlock")
{
    EXPECT_INT(run(waits_for_time, num(3600)), 0, "slept for an hour");
    EXPECT_INT(now_ms(), 3600000, "slept for an hour");
}

/* ---- Overflows ----------------------------------------------------------*/

static int __attribute__((noinline)) fall(volatile int depth)
{
    volatile char waste[200];

    waste[0] = (char)depth;
    return depth < 0 ? 0 : fall(depth + 1) + waste[0];
}

static int falls(void *arg)
{
    return fall(1 + (int)(intptr_t)arg);
}

static int leaves_one_that_falls(void *arg)
{
    launch_here("parser", falls, arg);
    return aw_sleep(AW_SEC);
}

/* K1 */
GRADED(run, an_overflow_is_named,
       "While it runs, a task that overflows its stack is named (aw/fault.h).")
{
    char wrote[400] = "";
    int out[2];
    pid_t child;

    EXPECT_INT(pipe(out), 0, "made a pipe");
    child = fork();
    if (child == 0) {
        dup2(out[1], STDERR_FILENO);
        signal(SIGSEGV, SIG_DFL);
        run(leaves_one_that_falls, NULL);
        _exit(99);
    }
    close(out[1]);
    EXPECT(read(out[0], wrote, sizeof(wrote) - 1) > 0, "read what it wrote");
    waitpid(child, NULL, 0);
    EXPECT(strstr(wrote, "stack overflow: coroutine 'parser'"),
           "a task overflows; it wrote: %s", wrote);
}
