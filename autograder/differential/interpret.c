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
    shared_init(run);
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
        if (round >= 20)
            locks_break(run);
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
    shared_deinit(run);
    aw_loop_close(&run->loop);
}

int main(void)
{
    static struct run run;

    /* Whatever happens, what was said before is seen. */
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (program_read(&run)) {
        printf("program %d\n", run.seed);
        begin(&run);
        aw_loop_run(&run.loop);
        show_states(&run);
        end(&run);
    }
    return fflush(stdout) ? 2 : 0;
}
