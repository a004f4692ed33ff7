/* SPDX-License-Identifier: MIT */
#include "hunt_supervisor.h"

#include "fixture.h"

static struct job body;
static struct hunt_job jobs[3];
static struct job *all[3]; /* and what each of them does */
static int n_jobs;

/* The jobs that hunt_supervise is given lie in a row: this finds ours. */
static int is_one_of_them(void *arg)
{
    return works(all[(struct hunt_job *)arg - jobs]);
}

static int runs_beside(struct hunt_supervisor *s)
{
    (void)s;
    return works(&body);
}

static void has_failed(struct hunt_supervisor *s, const char *name, int error)
{
    (void)s;
    say("%s:%s", name, aw_error_name(error));
}

static struct hunt_supervisor supervisor = {runs_beside, has_failed};

static int supervises(void *arg)
{
    (void)arg;
    say_when(hunt_supervise(&supervisor, jobs, n_jobs));
    say_when(aw_sleep(AW_MS));
    return 0;
}

static void has_job(const char *name, struct job *job)
{
    all[n_jobs] = job;
    jobs[n_jobs++] = (struct hunt_job){name, is_one_of_them};
}

/* The body takes so long, and returns that; jobs are added by has_job. */
static void begin(struct job beside)
{
    open_all();
    body = beside;
    n_jobs = 0;
}

#define JOB(name, ...) has_job((name), &(struct job){.ms = __VA_ARGS__})

GRADED(hunt_supervisor, when_the_body_fails_all_are_waited_for,
       "It returns when all have ended, and never before")
{
    begin((struct job){.ms = 2, .rc = -EINVAL});
    JOB("a", 50, .clean = 3);
    JOB("b", 9, .clean = 1);
    run_parent(supervises, NULL);
    EXPECT_SAID("p=EINVAL@2 b=ECANCELED@3 a=ECANCELED@5 p:EINVAL p+1@5 p+0@6",
                "the body fails after 2 ms; jobs a and b run for longer");
    close_clean();
}

GRADED(hunt_supervisor, when_it_is_asked_all_are_waited_for,
       "If this task is asked to end the same happens, with those jobs that "
       "still run.")
{
    struct asker asker;
    struct aw_task *task;

    begin((struct job){.ms = 20});
    JOB("a", 50, .clean = 3);
    JOB("b", 1);
    task = spawn("p", supervises, NULL);
    ask_at(&asker, task, 2);
    run_all();
    EXPECT_SAID("b+0@1 p=ECANCELED@2 a=ECANCELED@5 p=ECANCELED@5 p+0@6",
                "asked while the body runs");
    aw_task_drop(task);
    close_clean();
}

GRADED(hunt_supervisor, however_often_it_is_asked,
       "and never before, however often it is asked to")
{
    struct asker asker[2];
    struct aw_task *task;

    begin((struct job){.ms = 1});
    JOB("a", 50, .clean = 6);
    task = spawn("p", supervises, NULL);
    ask_at(&asker[0], task, 2);
    ask_at(&asker[1], task, 4);
    run_all();
    EXPECT_SAID("p+0@1 a=ECANCELED@8 p=ECANCELED@8 p+0@9",
                "asked twice while it waits");
    aw_task_drop(task);
    close_clean();
}

GRADED(hunt_supervisor, whoever_cleans_up_is_left_alone,
       "all of them once, so that whoever cleans up is left alone")
{
    begin((struct job){.ms = 1});
    JOB("a", 50, .clean = 9);
    JOB("b", 2, .rc = -EIO);
    JOB("c", 50, .clean = 1, .late = -EPIPE);
    run_parent(supervises, NULL);
    EXPECT_SAID("p+0@1 b=EIO@2 c=EPIPE@3 a=ECANCELED@11 b:EIO c:EPIPE p+2@11 "
                "p+0@12",
                "one fails, and another one fails because of that");
    close_clean();
}

GRADED(hunt_supervisor, each_error_is_told,
       "Then `failed` is told of each error, in the order in which they have "
       "come, the body's at the end")
{
    begin((struct job){.ms = 20, .late = -EINVAL});
    JOB("a", 2, .rc = -EIO);
    JOB("b", 2, .rc = -ENOSPC);
    JOB("c", 2, .rc = -EPIPE);
    run_parent(supervises, NULL);
    EXPECT_SAID("a=EIO@2 b=ENOSPC@2 c=EPIPE@2 p=EINVAL@2 a:EIO b:ENOSPC "
                "c:EPIPE p:EINVAL p+4@2 p+0@3",
                "three fail, and the body when it is asked");
    close_clean();
}

GRADED(hunt_supervisor, what_the_body_returns_is_not_counted,
       "Returns how many have failed")
{
    begin((struct job){.ms = 1, .rc = 5});
    JOB("a", 2, .rc = -EIO);
    JOB("b", 2, .rc = -ENOSPC);
    run_parent(supervises, NULL);
    EXPECT_SAID("p+5@1 a=EIO@2 b=ENOSPC@2 a:EIO b:ENOSPC p+2@2 p+0@3",
                "the body returns 5, two jobs fail");
    close_clean();
    forget();
    begin((struct job){.ms = 1, .rc = 5});
    JOB("a", 2, .rc = 3);
    run_parent(supervises, NULL);
    EXPECT_SAID("p+5@1 a+3@2 p+0@2 p+0@3", "the body returns 5, a job 3");
    close_clean();
}

static int fails_without_memory(struct hunt_supervisor *s)
{
    int rc = runs_beside(s);

    memory.fail_from = memory.calls + 1;
    return rc;
}

GRADED(hunt_supervisor, without_memory_the_first_is_told,
       "Without memory for a tree it may be told of the first alone, with "
       "this task's name, and that counts as one.")
{
    struct hunt_supervisor poor = supervisor;

    supervisor.body = fails_without_memory;
    begin((struct job){.ms = 20, .late = -EINVAL});
    JOB("a", 2, .rc = -EIO);
    run_parent(supervises, NULL);
    supervisor = poor;
    EXPECT_HAS(said(), ":EIO ", "looked for the first");
    EXPECT(!strstr(said(), "p=EIO"), "looked what it returns; said %s", said());
    close_clean();
}

GRADED(hunt_supervisor, a_request_is_not_lost_over_errors,
       "If somebody has failed and this task was asked to end, the next call "
       "that suspends returns -ECANCELED.")
{
    struct asker asker;
    struct aw_task *task;

    begin((struct job){.ms = 1});
    JOB("a", 50, .clean = 3, .late = -EIO);
    task = spawn("p", supervises, NULL);
    ask_at(&asker, task, 2);
    run_all();
    EXPECT_SAID("p+0@1 a=EIO@5 a:EIO p+1@5 p=ECANCELED@5",
                "asked, and a job fails because of that");
    EXPECT_INT(aw_cancelling(task), 1, "and counted requests");
    aw_task_drop(task);
    close_clean();
}

/* No two end at the same moment, whether they are asked to or not. */
static struct job drawn_job(int i, bool fails)
{
    struct job drawn = {.ms = 8 * (1 + (int)graded_random(8)) + i,
                        .clean = 1 + i + 4 * (int)graded_random(3)};

    if (fails && graded_random(3) == 0)
        drawn.rc = -EIO;
    if (fails && graded_random(3) == 0)
        drawn.late = -EPIPE;
    return drawn;
}

GRADED(hunt_supervisor, drawn_jobs_end_as_in_the_reference,
       "It returns when all have ended, and never before")
{
    static const char names[][2] = {"a", "b", "c"};

    for (int round = 0; round < 12; round++) {
        struct job drawn[3];
        struct asker asker;
        struct aw_task *task;
        bool asked = graded_random(3) == 0;

        begin(drawn_job(3, !asked));
        for (int i = 0; i < 3; i++) {
            drawn[i] = drawn_job(i, !asked);
            has_job(names[i], &drawn[i]);
        }
        task = spawn("p", supervises, NULL);
        if (asked)
            ask_at(&asker, task, 8 * (int)graded_random(9) + 7);
        run_all();
        aw_task_drop(task);
        close_clean();
    }
    EXPECT_AS_REFERENCE("three jobs and the body, of up to 67 ms; some fail, "
                        "some when they are asked; or all are asked");
}
