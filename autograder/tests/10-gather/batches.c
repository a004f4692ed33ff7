/* SPDX-License-Identifier: MIT */
/* So many at a time: which job when, how it went, and that none is left. */
#include "fixture.h"

typedef int (*runner)(const struct aw_jobs *jobs, struct aw_member *room,
                      size_t size);

enum { JOBS = 6 };

static struct graded_alloc memory;
static int result[JOBS];
static void *arg_of[JOBS];
static int at_a_time, most_at_a_time;

/* Job i takes job[i].ms, and says "i@5" when it begins. */
static int runs(void *arg)
{
    const struct job *j = arg;
    int rc;

    say("%d@%d", (int)(j - job), now_ms());
    at_a_time++;
    most_at_a_time = at_a_time > most_at_a_time ? at_a_time : most_at_a_time;
    rc = aw_sleep(j->ms * AW_MS);
    if (rc < 0 && j->cleans > 0)
        aw_sleep(j->cleans * AW_MS);
    at_a_time--;
    return rc < 0 && !j->stubborn ? rc : j->result;
}

static struct aw_jobs jobs = {
    .fn = runs, .arg = arg_of, .result = result, .n = JOBS};
static runner run_jobs;
static size_t size;

static void say_results(void)
{
    for (size_t i = 0; i < jobs.n; i++) {
        if (result[i] < 0)
            say("%s", aw_error_name(result[i]));
        else
            say("%d", result[i]);
    }
}

static int starts_jobs(void *arg)
{
    struct aw_member room[MOST];
    int rc;

    (void)arg;
    memset(room, 0x55, sizeof(room));
    rc = say_when(run_jobs(&jobs, room, size));
    EXPECT_INT(at_a_time, 0, "counted jobs that run when it returns");
    say_results();
    return rc;
}

/* Six jobs of 10, 20, 30 and again 10, 20, 30 ms. */
static void open_jobs(runner run, size_t at_most)
{
    open_loop_with(&memory.alloc);
    run_jobs = run;
    size = at_most;
    at_a_time = most_at_a_time = 0;
    for (int i = 0; i < JOBS; i++) {
        job[i] = (struct job){.ms = 10 + i % 3 * 10, .result = i};
        arg_of[i] = &job[i];
        result[i] = 77;
    }
}

static struct aw_task *start(void)
{
    return spawn("R", starts_jobs, NULL);
}

static void run_asked(int ms, int again)
{
    struct aw_task *task = start();
    struct asker asker[2];

    ask_at(&asker[0], task, ms);
    if (again > 0)
        ask_at(&asker[1], task, again);
    run_all();
    for (int i = 0; i < 2 && (i == 0 || again > 0); i++)
        aw_timer_stop(&loop.timers, &asker[i].timer);
    aw_task_drop(task);
}

/* ---- When each begins ---------------------------------------------------*/

GRADED(batches, a_batch_begins_when_the_one_before_has_ended,
       "when all of a batch have ended, the next begins")
{
    graded_alloc_init(&memory);
    open_jobs(aw_in_batches, 2);
    aw_task_drop(start());
    run_all();
    EXPECT_SAID("0@0 1@0 2@20 3@20 4@50 5@50 R+0@80 0 1 2 3 4 5",
                "six jobs, two at a time");
    close_clean();
}

GRADED(batches, in_a_window_the_next_begins_when_one_has_ended,
       "when one has ended, the next one begins")
{
    graded_alloc_init(&memory);
    open_jobs(aw_at_most, 2);
    aw_task_drop(start());
    run_all();
    EXPECT_SAID("0@0 1@0 2@10 3@20 4@30 5@40 R+0@70 0 1 2 3 4 5",
                "six jobs, two at a time");
    close_clean();
}

GRADED(batches, the_width_is_never_exceeded, "at most `size` at a time")
{
    graded_alloc_init(&memory);
    for (size_t at_most = 1; at_most <= MOST; at_most++) {
        for (int i = 0; i < 2; i++) {
            int want = at_most < JOBS ? (int)at_most : JOBS;

            open_jobs(i == 0 ? aw_in_batches : aw_at_most, at_most);
            aw_task_drop(start());
            run_all();
            EXPECT_INT(most_at_a_time, want, "%d at a time", (int)at_most);
            close_clean();
        }
    }
}

GRADED(batches, jobs_begin_in_their_order, "Jobs begin in their order.")
{
    graded_alloc_init(&memory);
    open_jobs(aw_at_most, 3);
    job[0].ms = job[1].ms = job[2].ms = 10;
    aw_task_drop(start());
    run_all();
    EXPECT_SAID("0@0 1@0 2@0 3@10 4@10 5@10 R+0@40 0 1 2 3 4 5",
                "three end in one turn");
    close_clean();
}

GRADED(batches, of_no_jobs_none_begins, "fn(arg[i]) for each i below `n`")
{
    struct aw_handle handle;

    graded_alloc_init(&memory);
    open_jobs(aw_in_batches, 2);
    jobs.n = 0;
    aw_task_drop(start());
    push(&handle);
    turn();
    run_jobs = aw_at_most;
    aw_task_drop(start());
    run_all();
    EXPECT_SAID("R+0@0 h R+0@0", "no jobs");
    close_clean();
}

static int says_its_name(void *arg)
{
    say("%s%s", me(), arg ? "!" : "");
    return aw_yield();
}

GRADED(batches, each_has_a_name, "in a task of its own called \"NAME[i]\"")
{
    graded_alloc_init(&memory);
    open_jobs(aw_in_batches, 2);
    jobs = (struct aw_jobs){.fn = says_its_name, .result = result, .n = 3};
    aw_task_drop(start());
    run_all();
    run_jobs = aw_at_most;
    aw_task_drop(start());
    run_all();
    EXPECT_SAID("R[0] R[1] R[2] R+0@0 0 0 0 R[0] R[1] R[2] R+0@0 0 0 0",
                "three jobs without arguments");
    close_clean();
}

/* ---- What comes of it ---------------------------------------------------*/

GRADED(batches, an_error_is_a_result,
       "An error of one job is its result, and stops no other.")
{
    graded_alloc_init(&memory);
    for (int i = 0; i < 4; i++) {
        forget();
        open_jobs(i % 2 == 0 ? aw_in_batches : aw_at_most, i < 2 ? 1 : 3);
        loop.on_error = note_name;
        job[0].result = -EIO;
        job[4].result = -EPIPE;
        job[5].result = -ECANCELED;
        aw_task_drop(start());
        run_all();
        EXPECT(strstr(said(), " EIO 1 2 3 EPIPE ECANCELED"),
               "three jobs fail; said %s", said());
        EXPECT(!strstr(said(), "reported"), "looked for reports");
        close_clean();
    }
}

GRADED(batches, asked_to_end_it_begins_no_other_batch,
       "If this task is asked to end, so are the jobs that run; they are "
       "waited for, and no further batch begins.")
{
    graded_alloc_init(&memory);
    open_jobs(aw_in_batches, 2);
    job[1].cleans = 5;
    run_asked(15, 0);
    EXPECT_SAID("0@0 1@0 R=ECANCELED@20 0 ECANCELED ECANCELED ECANCELED "
                "ECANCELED ECANCELED",
                "asked at 15, when the first of a batch has ended");
    close_clean();
}

GRADED(batches, no_job_runs_on_when_asked_to_end,
       "When this returns, no job runs.")
{
    graded_alloc_init(&memory);
    open_jobs(aw_at_most, 2);
    job[1].cleans = 5;
    job[2].cleans = 3;
    job[2].stubborn = true;
    run_asked(15, 0);
    EXPECT_SAID("0@0 1@0 2@10 R=ECANCELED@20 0 ECANCELED 2 ECANCELED "
                "ECANCELED ECANCELED",
                "asked at 15, while two run and clean up");
    close_clean();
}

GRADED(batches, asked_twice_it_waits_all_the_same,
       "When this returns, no job runs.")
{
    graded_alloc_init(&memory);
    for (int i = 0; i < 2; i++) {
        forget();
        open_jobs(i == 0 ? aw_in_batches : aw_at_most, 2);
        for (int k = 0; k < JOBS; k++) {
            job[k].cleans = 20;
            job[k].stubborn = true;
        }
        run_asked(5, 7);
        EXPECT_SAID("0@0 1@0 R=ECANCELED@7 0 1 ECANCELED ECANCELED ECANCELED "
                    "ECANCELED",
                    "asked at 5, and again while they clean up");
        close_clean();
    }
}

static int asks_before(void *arg)
{
    aw_task_cancel(aw_task_self(), "before");
    return starts_jobs(arg);
}

GRADED(batches, asked_before_no_job_begins,
       "The result of a job that did not begin for that reason is -ECANCELED")
{
    graded_alloc_init(&memory);
    open_jobs(aw_in_batches, 2);
    launch("R", asks_before, NULL);
    run_all();
    EXPECT_SAID("R=ECANCELED@0 ECANCELED ECANCELED ECANCELED ECANCELED "
                "ECANCELED ECANCELED",
                "asked before the first batch");
    close_clean();
}

GRADED(batches, asked_before_the_window_does_not_move,
       "The result of a job that did not begin for that reason is -ECANCELED")
{
    graded_alloc_init(&memory);
    open_jobs(aw_at_most, 2);
    job[0].stubborn = true;
    launch("R", asks_before, NULL);
    run_all();
    EXPECT_SAID("0@0 1@0 R=ECANCELED@0 0 ECANCELED ECANCELED ECANCELED "
                "ECANCELED ECANCELED",
                "asked before the first two");
    close_clean();
}

GRADED(batches, asked_when_the_last_has_ended,
       "Returns 0, -ECANCELED, or -ENOMEM.")
{
    graded_alloc_init(&memory);
    for (int i = 0; i < 2; i++) {
        struct aw_task *task;

        forget();
        open_jobs(i == 0 ? aw_in_batches : aw_at_most, JOBS);
        jobs.n = 1;
        task = start();
        while (at_a_time == 0)
            turn();
        while (at_a_time > 0)
            turn();
        aw_task_cancel(task, "in the turn between");
        run_all();
        EXPECT_SAID("0@0 R=ECANCELED@10 0", "asked when the only job is done");
        aw_task_drop(task);
        close_clean();
    }
}

static struct aw_task *other;

static int is_awaited(void *arg)
{
    if (arg == &job[0])
        other = spawn("O", awaits, &aw_task_self()->future);
    return runs(arg);
}

GRADED(batches, a_job_that_others_await_is_asked_as_well,
       "If this task is asked to end, so are the jobs that run; they are "
       "waited for")
{
    graded_alloc_init(&memory);
    for (int i = 0; i < 2; i++) {
        forget();
        open_jobs(i == 0 ? aw_in_batches : aw_at_most, 2);
        jobs.fn = is_awaited;
        job[0].ms = 100;
        job[0].cleans = 3;
        run_asked(5, 0);
        EXPECT(strstr(said(), "R=ECANCELED@8 ECANCELED ECANCELED ECANCELED"),
               "another task awaits the first job; said %s", said());
        aw_task_drop(other);
        close_clean();
    }
}

/* ---- Without memory -----------------------------------------------------*/

static struct aw_task *held[4096];
static size_t nheld;

static int does_nothing(void *arg)
{
    (void)arg;
    return 0;
}

/* From here on there is memory for `n` tasks, and no more.  One that has ended
 * keeps its stack as long as it is held. */
static void leave_memory_for(intptr_t n)
{
    struct aw_task *task;

    memory.fail_from = memory.calls + 1;
    nheld = 0;
    while ((task = aw_spawn(&loop, does_nothing, NULL, NULL)))
        held[nheld++] = task;
    aw_yield();
    while (n-- > 0)
        aw_task_drop(held[--nheld]);
}

static int starts_without_memory(void *arg)
{
    struct aw_member room[MOST];

    leave_memory_for((intptr_t)arg);
    say_when(run_jobs(&jobs, room, size));
    EXPECT_INT(at_a_time, 0, "counted jobs that run when it returns");
    say_results();
    while (nheld > 0)
        aw_task_drop(held[--nheld]);
    memory.fail_from = 0;
    return 0;
}

/* Memory for `n` jobs at a time, and three are wanted. */
static void run_without_memory(runner run, int n)
{
    forget();
    graded_alloc_init(&memory);
    open_jobs(run, 3);
    aw_task_drop(aw_spawn(&loop, does_nothing, NULL, NULL));
    run_all();
    aw_task_drop(aw_spawn(&loop, starts_without_memory, num(n),
                          AW_NAMED("R", .stack = 256 * 1024)));
    run_all();
}

GRADED(batches, without_memory_no_other_job_begins,
       "or -ENOMEM when there was no memory for its task; then, too, none "
       "begins behind it.")
{
    run_without_memory(aw_in_batches, 2);
    EXPECT_SAID("0@0 1@0 R=ENOMEM@20 0 1 ENOMEM ENOMEM ENOMEM ENOMEM",
                "memory for two of three");
    close_clean();
    run_without_memory(aw_in_batches, 0);
    EXPECT_SAID("R=ENOMEM@0 ENOMEM ENOMEM ENOMEM ENOMEM ENOMEM ENOMEM",
                "memory for none");
    close_clean();
}

GRADED(batches, without_memory_a_window_does_not_move,
       "or -ENOMEM when there was no memory for its task; then, too, none "
       "begins behind it.")
{
    run_without_memory(aw_at_most, 2);
    EXPECT_SAID("0@0 1@0 R=ENOMEM@20 0 1 ENOMEM ENOMEM ENOMEM ENOMEM",
                "memory for two of three");
    close_clean();
    run_without_memory(aw_at_most, 0);
    EXPECT_SAID("R=ENOMEM@0 ENOMEM ENOMEM ENOMEM ENOMEM ENOMEM ENOMEM",
                "memory for none");
    close_clean();
    run_without_memory(aw_at_most, 3);
    EXPECT_SAID("0@0 1@0 2@0 3@10 4@20 5@20 R+0@50 0 1 2 3 4 5",
                "memory for three");
    close_clean();
}

GRADED(batches, only_tasks_take_memory,
       "so nothing here allocates, however many there are")
{
    graded_alloc_init(&memory);
    open_jobs(aw_at_most, 3);
    aw_task_drop(start());
    run_all();
    for (int i = 0; i < 2; i++) {
        size_t calls = memory.calls;

        run_jobs = i == 0 ? aw_in_batches : aw_at_most;
        aw_task_drop(start());
        run_all();
        EXPECT_INT(memory.calls, calls, "six jobs, and stacks were there");
    }
    close_clean();
}

/* ---- Inside of each other, and misuse -----------------------------------*/

static int starts_inner(void *arg)
{
    struct aw_member room[2];
    int results[2];
    struct aw_jobs two = {.fn = says_its_name, .result = results, .n = 2};

    return arg ? aw_at_most(&two, room, 2) : aw_in_batches(&two, room, 1);
}

GRADED(batches, jobs_may_have_jobs, "NAME being that of the task that calls")
{
    graded_alloc_init(&memory);
    open_jobs(aw_at_most, 2);
    jobs.fn = starts_inner;
    jobs.n = 2;
    arg_of[0] = NULL;
    aw_task_drop(start());
    run_all();
    EXPECT_SAID("R[0][0] R[1][0] R[1][1] R[0][1] R+0@0 0 0",
                "two jobs, each with two of its own");
    close_clean();
}

GRADED(batches, a_size_of_0_is_misuse,
       "Misuse outside of a task, and with a size of 0.")
{
    graded_alloc_init(&memory);
    open_jobs(aw_at_most, 0);
    aw_task_drop(start());
    EXPECT_MISUSE(turn(), "", "none at a time");
}

GRADED(batches, outside_of_a_task_is_misuse,
       "Misuse outside of a task, and with a size of 0.")
{
    struct aw_member room[2];

    graded_alloc_init(&memory);
    open_jobs(aw_in_batches, 2);
    EXPECT_MISUSE(aw_in_batches(&jobs, room, 2), "outside",
                  "ran jobs outside of a task");
}
