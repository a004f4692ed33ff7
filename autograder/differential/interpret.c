/* SPDX-License-Identifier: MIT */
/* Run programs on the runtime, and print what happens.
 *
 *      interpret <programs >traces
 *
 * oracle.py does the same on asyncio; not a byte may differ.  AW_ENGINE
 * chooses the engine. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aw/engine.h"
#include "interpret.h"

void say(struct run *run, int who, const char *format, ...)
{
    va_list values;

    if (run->quiet)
        return;
    printf("%d ", (int)(aw_loop_now(&run->loop) / AW_MS));
    if (who < 0)
        printf("- ");
    else
        printf("%d ", who);
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
}

/* ---- Scripts ------------------------------------------------------------*/

static int block(struct run *run, int me, struct op *op, struct op *end,
                 bool *returns);

static int limited(struct run *run, int me, struct op *op, bool *returns)
{
    struct aw_timeout limit;
    int code;

    aw_timeout_begin(&limit, aw_from_now(op->n * AW_MS));
    code = block(run, me, op + 1, op->end, returns);
    code = aw_timeout_end(&limit, code);
    say(run, me, "timeout ends %d", *returns ? 0 : code);
    return code;
}

/* A `try`: its block, and what is done when that has failed. */
static int guarded(struct run *run, int me, struct op *op, bool *returns)
{
    int code = op->mode == TIMEOUT ? limited(run, me, op, returns)
                                   : block(run, me, op + 1, op->end, returns);
    int late;
    bool wanted = op->mode == SWALLOW ? code == -ECANCELED
                                      : code < 0 && code != -ECANCELED;

    if (*returns || op->mode == TIMEOUT)
        return code;
    if (op->mode == CLEAN) {
        say(run, me, "cleans up after %d", code);
        late = aw_sleep(op->n * AW_MS);
        return late < 0 ? late : code;
    }
    if (!wanted)
        return code;
    say(run, me, "catches %d", code);
    return aw_sleep(op->n * AW_MS);
}

static int operation(struct run *run, int me, struct op *op)
{
    int shown = NOTHING, code = op->fn(run, me, op, &shown);

    if (shown == NOTHING)
        say(run, me, "%s %d", op->name, op->k);
    else if (shown == NOBODY)
        say(run, me, "%s %d nobody", op->name, op->k);
    else
        say(run, me, "%s %d %d", op->name, op->k, shown);
    return code;
}

/* Returns 0 to go on, or the code that ends the task: a result when it
 * `returns`, otherwise a negative one. */
static int block(struct run *run, int me, struct op *op, struct op *end,
                 bool *returns)
{
    int code = 0;

    while (op < end && code == 0) {
        if (strcmp(op->name, "return") == 0) {
            *returns = true;
            return op->k;
        }
        if (strcmp(op->name, "error") == 0)
            return -op->k;
        code = op->end ? guarded(run, me, op, returns) : operation(run, me, op);
        if (*returns)
            return code;
        op = op->end ? op->end : op + 1;
    }
    return code;
}

int script_run(void *arg)
{
    struct script *script = arg;
    struct run *run = script->run;
    int me = (int)(script - run->script);
    bool returns = false;
    int code;

    say(run, me, "begins");
    code = block(run, me, script->begin, script->end, &returns);
    say(run, me, "ends %d", code);
    return code;
}

/* ---- A program ----------------------------------------------------------*/

static void nobody_cares(struct aw_loop *loop, const struct aw_report *report)
{
    (void)loop, (void)report;
}

static void begin(struct run *run)
{
    struct aw_loop_options options = {.engine = aw_engine_choose(NULL),
                                      .clock = &run->clock.clock};
    int error = options.engine ? 0 : -EINVAL;

    aw_clock_virtual_init(&run->clock, 0);
    if (!error)
        error = aw_loop_init(&run->loop, &options);
    if (error) {
        fprintf(stderr, "interpret: there is no loop: %s\n",
                aw_error_name(error));
        exit(2);
    }
    run->loop.on_error = nobody_cares;
    for (int i = 0; i < run->nfutures; i++)
        aw_future_init(&run->future[i], &run->loop, NULL);
    run->task[0] = aw_spawn(&run->loop, script_run, &run->script[0], NULL);
}

static int waiting(const struct run *run)
{
    int n = 0;

    for (int i = 0; i < run->ntasks; i++)
        n += run->task[i] && !aw_future_done(&run->task[i]->future);
    return n;
}

/* Nothing can happen any more: how does each task stand? */
static void show_states(struct run *run)
{
    for (int i = 0; i < run->ntasks; i++) {
        const struct aw_task *task = run->task[i];

        if (!task)
            continue;
        if (aw_future_done(&task->future))
            say(run, i, "is %d", task->future.result);
        else
            say(run, i, "waits");
    }
}

/* Nothing of this is in the trace. */
static void end(struct run *run)
{
    run->quiet = true;
    for (int round = 0; round < 100 && waiting(run); round++) {
        for (int i = 0; i < run->ntasks; i++)
            if (run->task[i])
                aw_task_cancel(run->task[i], "the program is over");
        aw_loop_run(&run->loop);
    }
    for (int i = 0; i < run->nops; i++)
        if (run->op[i].watch.future)
            aw_watch_stop(&run->op[i].watch);
    for (int i = 0; i < run->ntasks; i++)
        if (run->task[i])
            aw_task_drop(run->task[i]);
    for (int i = 0; i < run->nfutures; i++)
        aw_future_deinit(&run->future[i]);
    aw_loop_close(&run->loop);
}

int main(void)
{
    static struct run run;

    while (program_read(&run)) {
        printf("program %d\n", run.seed);
        begin(&run);
        aw_loop_run(&run.loop);
        show_states(&run);
        end(&run);
    }
    return fflush(stdout) ? 2 : 0;
}
