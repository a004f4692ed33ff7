/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <sys/wait.h>
#include <unistd.h>

static int asked, hangs_reported;

/* ---- Nothing can ever happen any more -----------------------------------*/

static struct aw_task *one, *other;

static int joins_the_other(void *arg)
{
    return aw_await(&(aw_task_self() == one ? other : one)->future, arg);
}

static void counts_hangs(struct aw_loop *l, const struct aw_report *r)
{
    hangs_reported += r->error == -EDEADLK;
    say_report(l, r);
}

static int deadlocks(void *arg)
{
    here()->on_error = counts_hangs;
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
    EXPECT_INT(hangs_reported, 6,
               "two tasks await each other, main joins one, and is asked, and "
               "joins the other: reports of -EDEADLK");
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
    EXPECT_HAS(said(), "[main: ECANCELED]", "it is lost");
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
    EXPECT_AT_LEAST(read(out[0], wrote, sizeof(wrote) - 1), 1,
                    "read what it wrote");
    waitpid(child, NULL, 0);
    EXPECT_HAS(wrote, "stack overflow: coroutine 'parser'", "a task overflows");
}
