/* SPDX-License-Identifier: MIT */
/* Three tasks are asked to end.  One of them does not listen. */
#include <stdio.h>

#include "aw/cancel.h"

/* Passes on what it hears. */
static int listens(void *arg)
{
    (void)arg;
    return aw_sleep(AW_SEC);
}

/* Knows that it was asked, and says so. */
static int takes_it_back(void *arg)
{
    (void)arg;
    if (aw_sleep(AW_SEC) == -ECANCELED)
        aw_uncancel(aw_task_self());
    return 0;
}

/* Takes the error for a bad line, as in a loop that tries again. */
static int swallows(void *arg)
{
    (void)arg;
    if (aw_sleep(AW_SEC) < 0)
        aw_sleep(AW_MS);
    return 0;
}

static void tell(struct aw_loop *loop, const struct aw_report *report)
{
    (void)loop;
    printf("%s has swallowed a request to end\n", report->name);
}

static int program(void *arg)
{
    static const struct {
        const char *name;
        aw_body fn;
    } all[] = {{"listens", listens},
               {"takes it back", takes_it_back},
               {"swallows", swallows}};
    struct aw_loop *loop = aw_loop_current();
    struct aw_listener listener;
    struct aw_task *task[3];

    (void)arg;
    loop->on_error = tell;
    aw_listener_start(&listener, loop);
    for (int i = 0; i < 3; i++)
        task[i] = aw_spawn(loop, all[i].fn, NULL, AW_NAMED(all[i].name));
    aw_yield();
    for (int i = 0; i < 3; i++) {
        aw_task_cancel(task[i], "that is all");
        aw_join(task[i], NULL);
    }
    printf("%zu of 3\n", listener.swallowed);
    aw_listener_stop(&listener);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
