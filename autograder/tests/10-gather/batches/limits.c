/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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
