/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(batches, a_batch_begins_when_the_one_before_has_ended,
       "when all of a batch have ended, the next begins")
{
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
    open_jobs(aw_at_most, 2);
    aw_task_drop(start());
    run_all();
    EXPECT_SAID("0@0 1@0 2@10 3@20 4@30 5@40 R+0@70 0 1 2 3 4 5",
                "six jobs, two at a time");
    close_clean();
}

GRADED(batches, the_width_is_never_exceeded, "at most `size` at a time")
{
    for (size_t at_most = 1; at_most <= MOST; at_most++) {
        for (int i = 0; i < 2; i++) {
            int want = at_most < JOBS ? (int)at_most : JOBS;

            open_jobs(i == 0 ? aw_in_batches : aw_at_most, at_most);
            aw_task_drop(start());
            run_all();
            EXPECT_INT(most_at_a_time, want, "counted who runs, %s of %d",
                       i == 0 ? "in batches" : "in a window", (int)at_most);
            close_clean();
        }
    }
}

GRADED(batches, jobs_begin_in_their_order, "Jobs begin in their order.")
{
    open_jobs(aw_at_most, 3);
    job[0].ms = job[1].ms = job[2].ms = 10;
    aw_task_drop(start());
    run_all();
    EXPECT_SAID("0@0 1@0 2@0 3@10 4@10 5@10 R+0@40 0 1 2 3 4 5",
                "three end in one turn");
    close_clean();
}

GRADED(batches, of_no_jobs_none_begins, "Without jobs it does not suspend.")
{
    struct aw_handle handle;

    open_jobs(aw_in_batches, 2);
    jobs.n = 0;
    aw_task_drop(start());
    push(&handle);
    turn();
    run_jobs = aw_at_most;
    aw_task_drop(start());
    push(&handle);
    turn();
    EXPECT_SAID("R+0@0 h R+0@0 h", "no jobs");
    close_clean();
}

GRADED(batches, each_has_a_name, "in a task of its own called \"NAME[i]\"")
{
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
