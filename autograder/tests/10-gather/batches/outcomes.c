/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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

/* ---- What comes of it ---------------------------------------------------*/

GRADED_ORDER_FREE(batches, the_width_is_exceeded_in_no_order,
                  "at most `size` at a time")
{
    for (int i = 0; i < 2; i++) {
        open_jobs(i == 0 ? aw_in_batches : aw_at_most, 3);
        aw_task_drop(start());
        run_all();
        EXPECT_INT(most_at_a_time, 3, "counted who runs %s",
                   i == 0 ? "in batches of three" : "at most three at a time");
        close_clean();
    }
}

GRADED_ORDER_FREE(batches, an_error_is_a_result,
                  "An error of one job is its result, and stops no other.")
{
    for (int i = 0; i < 4; i++) {
        forget();
        open_jobs(i % 2 == 0 ? aw_in_batches : aw_at_most, i < 2 ? 1 : 3);
        loop.on_error = note_name;
        job[0].result = -EIO;
        job[4].result = -EPIPE;
        job[5].result = -ECANCELED;
        aw_task_drop(start());
        run_all();
        EXPECT_HAS(said(), " EIO 1 2 3 EPIPE ECANCELED",
                   "%s, %u at a time: three of six jobs fail, the first with "
                   "-EIO; at the end it says each job's result",
                   i % 2 == 0 ? "aw_in_batches" : "aw_at_most", (unsigned)size);
        EXPECT(!strstr(said(), "reported"), "looked for reports; said %s",
               said());
        close_clean();
    }
}

GRADED(batches, asked_to_end_it_begins_no_other_batch,
       "If this task is asked to end, so are the jobs that run; they are "
       "waited for, and no further batch begins")
{
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
    starts_jobs(arg);
    return say_when(aw_yield());
}

GRADED(batches, asked_before_no_job_begins,
       "no further batch begins; when the request is pending at the call, none "
       "at all")
{
    open_jobs(aw_in_batches, 2);
    launch("R", asks_before, NULL);
    run_all();
    EXPECT_SAID("R=ECANCELED@0 ECANCELED ECANCELED ECANCELED ECANCELED "
                "ECANCELED ECANCELED R+0@0",
                "asked before the first batch, and waits again behind it");
    close_clean();
}

GRADED(batches, asked_before_the_window_does_not_move,
       "When a request to end this task is pending at the call, the first "
       "`size` begin, and are asked to end.")
{
    open_jobs(aw_at_most, 2);
    job[0].stubborn = true;
    launch("R", asks_before, NULL);
    run_all();
    EXPECT_SAID("0@0 1@0 R=ECANCELED@0 0 ECANCELED ECANCELED ECANCELED "
                "ECANCELED ECANCELED R+0@0",
                "asked before the first two, and waits again behind them");
    close_clean();
}

GRADED(batches, asked_when_the_last_has_ended,
       "Returns 0, -ECANCELED, or -ENOMEM.")
{
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
    if (arg == &job[1])
        other = spawn("O", awaits, &aw_task_self()->future);
    return runs(arg);
}

GRADED(batches, a_job_that_others_await_is_asked_as_well,
       "If this task is asked to end, so are the jobs that run; they are "
       "waited for")
{
    for (int i = 0; i < 2; i++) {
        forget();
        open_jobs(i == 0 ? aw_in_batches : aw_at_most, 2);
        jobs.fn = is_awaited;
        job[1].cleans = 3;
        run_asked(5, 0);
        EXPECT_HAS(said(), "R=ECANCELED@8 ECANCELED ECANCELED ECANCELED",
                   "another task awaits the second job");
        aw_task_drop(other);
        close_clean();
    }
}

GRADED(batches, asked_twice_it_waits_for_those_whom_others_await,
       "When this returns, no job runs.")
{
    for (int i = 0; i < 2; i++) {
        forget();
        open_jobs(i == 0 ? aw_in_batches : aw_at_most, 2);
        jobs.fn = is_awaited;
        job[1].cleans = 20;
        run_asked(5, 7);
        EXPECT_HAS(said(), "R=ECANCELED@7 ECANCELED ECANCELED ECANCELED",
                   "another task awaits the second job, which cleans up");
        aw_task_drop(other);
        close_clean();
    }
}
