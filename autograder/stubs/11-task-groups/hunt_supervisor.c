/* SPDX-License-Identifier: MIT */
#include "hunt_supervisor.h"

#include "aw/cancel.h"

struct run;

struct worker {
    struct run *run;
    struct aw_task *task;
    struct aw_watch ended;
};

struct run {
    struct worker worker[HUNT_MOST];
    int n, left, asked;
    struct aw_task *parent;
    struct aw_future all_ended;
    const char *who; /* has failed */
    int error;
};

static void ask_all(struct run *run)
{
    for (int i = 0; i < run->n; i++)
        aw_task_cancel(run->worker[i].task, "one has failed");
    run->asked++;
    aw_task_cancel(run->parent, "one has failed");
}

static int worker_ended(struct aw_handle *handle)
{
    struct worker *w = aw_container_of(handle, struct worker, ended.handle);
    struct run *run = w->run;
    int result = aw_future_result(&w->task->future, NULL);

    if (result < 0 && result != -ECANCELED) {
        run->who = w->task->name;
        run->error = result;
        ask_all(run);
    }
    if (--run->left == 0)
        aw_future_settle(&run->all_ended, 0, NULL);
    return 0;
}

static void launch(struct run *run, struct hunt_job *job, int i)
{
    struct worker *w = &run->worker[i];

    w->run = run;
    w->task = aw_spawn(aw_loop_current(), job->work, job, AW_NAMED(job->name));
    aw_watch_init(&w->ended, worker_ended, false);
    aw_watch_start(&w->ended, &w->task->future);
}

static void let_go(struct run *run)
{
    for (int i = 0; i < run->n; i++) {
        aw_watch_stop(&run->worker[i].ended);
        aw_task_drop(run->worker[i].task);
    }
    while (run->asked-- > 0)
        aw_uncancel(run->parent);
    aw_future_deinit(&run->all_ended);
}

int hunt_supervise(struct hunt_supervisor *s, struct hunt_job *job, int n)
{
    struct run run = {.n = n, .left = n, .parent = aw_task_self()};
    int rc;

    aw_future_init(&run.all_ended, aw_loop_current(), NULL);
    for (int i = 0; i < n; i++)
        launch(&run, &job[i], i);
    rc = s->body(s);
    if (rc >= 0 && run.left > 0)
        rc = aw_await(&run.all_ended, NULL);
    let_go(&run);
    if (run.who) {
        s->failed(s, run.who, run.error);
        return 1;
    }
    return rc;
}
