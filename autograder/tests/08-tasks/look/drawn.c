/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void describe(struct aw_task *task, void *ctx)
{
    (void)ctx;
    say("[%s]", aw_task_describe(task, text, 8 + (size_t)graded_random(72)));
}

static int is_looked_at(void *arg)
{
    static const int result[] = {0, 3, -EIO};
    int rc = 0;

    for (int i = 0; i < 2 && rc >= 0; i++) {
        if (graded_random(2))
            rc = graded_random(2) ? aw_yield() : aw_sleep(AW_MS);
        else
            rc = graded_random(2) ? aw_await(&f, NULL) : aw_await(arg, NULL);
    }
    return rc < 0 ? rc : result[graded_random(3)];
}

GRADED(look, drawn_ones_are_described_as_in_the_reference,
       "Say in one line what `task` does, in up to `size` bytes with the final "
       "NUL")
{
    struct aw_task_history histories[5] = {0};
    struct aw_task *task[5];
    void *before = &g;

    open_loop();
    for (int i = 0; i < 5; i++) {
        task[i] =
            aw_spawn(&loop, is_looked_at, before,
                     AW_NAMED(i % 2 ? "odd" : NULL, .history = &histories[i],
                              .lazy = graded_random(4) == 0));
        before = &task[i]->future;
    }
    for (int i = 0; i < 8; i++) {
        aw_tasks_each(&loop, describe, NULL);
        say("|");
        if (graded_random(5) == 0)
            aw_task_cancel(task[graded_random(5)], NULL);
        turn();
    }
    aw_future_settle(&f, 0, NULL);
    aw_future_settle(&g, 0, NULL);
    for (int i = 0; i < 5; i++) {
        aw_task_start(task[i]);
        run_all();
        describe(task[i], NULL);
        history = histories[i];
        say_history(0);
    }
    EXPECT_AS_REFERENCE("five in a row await futures or who is before them: "
                        "described at each turn, in lines of drawn length, and "
                        "with their histories at the end");
}
