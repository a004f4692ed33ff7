/* SPDX-License-Identifier: MIT */
/* A whole program: a loop, a main task, and an orderly end.
 *
 * The hard thing is the end.  Tasks that live on when the main task has ended
 * stand on stacks, with files open and locks held, and nobody can clean up
 * there but they themselves.  So each is asked to end, and the loop runs until
 * they have. [ask-all]
 *
 * They may spawn others while they clean up, and they may refuse.  So there
 * are rounds, and both the rounds and the time are bounded. */
#include "aw/engine.h"
#include "aw/task_parts.h"

enum { ROUNDS = 100 };

struct run {
    struct aw_loop loop;
    struct aw_task *main;
    struct aw_watch main_ends;
    struct aw_timer enough;
    int deadlocks;
    bool over; /* enough: whoever lives is lost */
    struct aw_fault fault;
};

/* ---- Nothing can ever happen any more -----------------------------------*/

static void report_parked(struct aw_task *task, void *ctx)
{
    char text[160];

    (void)ctx;
    if (!task->wake.future)
        return;
    aw_loop_report(task->future.loop,
                   &(struct aw_report){
                       .what = "a deadlock: nothing can wake this task",
                       .error = -EDEADLK,
                       .subject = task,
                       .name = aw_task_describe(task, text, sizeof(text)),
                       .where = task->future.where,
                   });
}

/* [deadlock] All who live wait, or the loop would not be idle.  The main task
 * alone is asked to end: what it has begun it can also bring to an end. */
static void on_deadlock(struct aw_loop *loop)
{
    struct run *run = aw_container_of(loop, struct run, loop);

    if (run->deadlocks++ == ROUNDS)
        return;
    aw_tasks_each(loop, report_parked, NULL);
    aw_task_cancel(run->main, "a deadlock");
}

/* ---- The end ------------------------------------------------------------*/

static void ask(struct aw_task *task, void *ctx)
{
    aw_task_cancel(task, ctx);
}

/* Does one live that was spawned no later than the one with this id?  The
 * list is in the order of spawning, so the first one answers it. */
static bool any_up_to(const struct aw__tasks *tasks, uint64_t id)
{
    const struct aw_list *first = tasks->all.next;

    return first != &tasks->all &&
           aw_container_of(first, struct aw_task, all)->id <= id;
}

static int no_more_time(struct aw_handle *handle)
{
    aw_container_of(handle, struct run, enough.handle)->over = true;
    return 0;
}

static void run_until_gone(struct run *run, uint64_t last)
{
    const struct aw__tasks *tasks = aw__tasks_of(&run->loop);

    while (!run->over && any_up_to(tasks, last)) {
        /* A task that stops the loop now is too late, but a loop that was
         * stopped does not sleep. */
        run->loop.stopping = false;
        if (aw_loop_run_once(&run->loop) < 0)
            run->over = true;
    }
}

static void end_all(struct run *run, aw_time grace)
{
    struct aw_loop *loop = &run->loop;

    aw_timer_init(&run->enough, no_more_time);
    aw_call_later(loop, &run->enough, grace);
    for (int i = 0; i < ROUNDS && loop->live[AW_TASKS] > 0 && !run->over; i++) {
        uint64_t last = aw__tasks_of(loop)->last_id;

        /* [ask-all] Wrong turn: to ask whoever is there in each iteration.
         * That interrupts those who clean up;
         * who_cleans_up_is_asked_once catches it. */
        aw_tasks_each(loop, ask, "the program ends");
        run_until_gone(run, last);
    }
}

/* ---- From the beginning to the end --------------------------------------*/

static int main_ended(struct aw_handle *handle)
{
    struct run *run = aw_container_of(handle, struct run, main_ends.handle);

    aw_loop_stop(&run->loop);
    return 0;
}

static int run_main(struct run *run, aw_time grace)
{
    int rc, result;

    aw_watch_init(&run->main_ends, main_ended, false);
    aw_watch_start(&run->main_ends, &run->main->future);
    rc = aw_loop_run(&run->loop);
    end_all(run, grace > 0 ? grace : 10 * AW_SEC);
    result = aw_future_result(&run->main->future, NULL);
    /* It refuses to end: then only the loop knows that it is there. */
    if (result == -EINPROGRESS)
        result = -EDEADLK;
    aw_watch_stop(&run->main_ends);
    aw_task_drop(run->main);
    return rc < 0 ? rc : result;
}

/* [open-engine] To aw_loop_init an engine that is not named means epoll.  Here
 * it means: whoever starts the program decides. */
static int open_loop(struct aw_loop *loop, struct aw_loop_options options)
{
    int rc;

    if (!options.engine)
        options.engine = aw_engine_choose(NULL);
    rc = aw_loop_init(loop, &options);
    if (rc < 0 || options.engine)
        return rc;
    /* Wrong turn: epoll for a name that nobody has, and not a word;
     * an_unknown_engine_is_an_error catches it. */
    aw_loop_report(
        loop, &(struct aw_report){.what = "AW_ENGINE is neither epoll nor uv",
                                  .error = -EINVAL});
    aw_loop_close(loop);
    return -EINVAL;
}

int aw__run(aw_body fn, void *arg, const struct aw_run_options *options,
            const char *where)
{
    static const struct aw_run_options defaults;
    const struct aw_run_options *o = options ? options : &defaults;
    struct aw_spawn_options spawn = {.name = o->name ? o->name : "main"};
    struct run run = {.over = false};
    bool watched;
    int rc;

    AW_ASSERT(!aw_loop_current(), "aw_run was called while a loop runs on this "
                                  "thread: await the function, or spawn it");
    rc = open_loop(&run.loop, o->loop);
    if (rc < 0)
        return rc;
    run.loop.on_idle = on_deadlock;
    watched = aw__run_watch_faults(&run.fault) == 0;
    run.main = aw__spawn(&run.loop, fn, arg, &spawn, where);
    rc = run.main ? run_main(&run, o->grace) : -ENOMEM;
    aw_loop_close(&run.loop);
    if (watched)
        aw__run_unwatch_faults(&run.fault);
    return rc;
}
