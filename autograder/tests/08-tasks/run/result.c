/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <pthread.h>
#include <unistd.h>

/* ---- The result ---------------------------------------------------------*/

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
    EXPECT_AT_LEAST(read(fd[0], text, sizeof(text) - 1), 2,
                    "listened to stderr");
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
        EXPECT_INT(rc, rc == 3 ? 3 : -ENOMEM, "request %d failed", tries + 1);
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
