/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Without memory -----------------------------------------------------*/

static int starts_without_memory(void *arg)
{
    struct aw_member room[MOST];

    leave_memory_for((intptr_t)arg);
    say_when(run_jobs(&jobs, room, size));
    EXPECT_INT(at_a_time, 0, "counted jobs that run when it returns");
    say_results();
    have_memory_again();
    return 0;
}

/* Memory for `n` jobs at a time, and three are wanted. */
static void run_without_memory(runner run, int n)
{
    forget();
    open_jobs(run, 3);
    aw_task_drop(spawn_apart("R", starts_without_memory, num(n)));
    run_all();
}

GRADED(batches, without_memory_no_other_job_begins,
       "or -ENOMEM when there was no memory for its task; then, too, none "
       "begins behind it")
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
       "begins behind it")
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

GRADED(batches, without_memory_and_asked_to_end,
       "or -ENOMEM when there was no memory for its task; then, too, none "
       "begins behind it: the result of each of the rest is what this returns.")
{
    for (int i = 0; i < 2; i++) {
        struct asker asker;
        struct aw_task *task;

        forget();
        open_jobs(i == 0 ? aw_in_batches : aw_at_most, 3);
        task = spawn_apart("R", starts_without_memory, num(2));
        ask_at(&asker, task, 5);
        run_all();
        EXPECT_SAID("0@0 1@0 R=ECANCELED@5 ECANCELED ECANCELED ENOMEM "
                    "ECANCELED ECANCELED ECANCELED",
                    "memory for two of three, and asked while they run");
        aw_task_drop(task);
        close_clean();
    }
}

GRADED(batches, only_tasks_take_memory,
       "so nothing here allocates, however many there are")
{
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
    open_jobs(aw_at_most, 0);
    aw_task_drop(start());
    EXPECT_MISUSE(turn(), "", "none at a time");
}

GRADED(batches, a_batch_of_0_is_misuse,
       "Misuse outside of a task, and with a size of 0.")
{
    open_jobs(aw_in_batches, 0);
    aw_task_drop(start());
    EXPECT_MISUSE(turn(), "", "none in a batch");
}

GRADED(batches, outside_of_a_task_is_misuse,
       "Misuse outside of a task, and with a size of 0.")
{
    struct aw_member room[2];

    open_jobs(aw_in_batches, 2);
    EXPECT_MISUSE(aw_in_batches(&jobs, room, 2), "outside",
                  "ran jobs outside of a task");
}
