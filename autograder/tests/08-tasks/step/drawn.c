/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { TASKS = 9, FUTURES = 3 };

static struct aw_task *task[TASKS];
static struct aw_future future[FUTURES];
static int ntasks;

static int draws(void *arg);

static void spawns(void)
{
    static const char names[][2] = {"a", "b", "c", "d", "e",
                                    "f", "g", "h", "i"};

    if (ntasks == TASKS)
        return;
    task[ntasks] = spawn(names[ntasks], draws, NULL);
    say("%s+%s", aw_task_self() ? me() : "", names[ntasks]);
    ntasks++;
}

/* An older task is awaited, so that nobody awaits himself in a ring. */
static int awaits_an_older_one(int own)
{
    return own == 0
               ? aw_yield()
               : aw_await(&task[graded_random((uint64_t)own)]->future, NULL);
}

static int does_something(int own)
{
    struct aw_future *drawn = &future[graded_random(FUTURES)];

    switch (graded_random(7)) {
    case 0:
        spawns();
        return 0;
    case 1:
        say("settles%d",
            aw_future_settle(drawn, (int)graded_random(3) - 1, NULL));
        return 0;
    case 2:
        say("cancels%d",
            aw_task_cancel(task[graded_random((uint64_t)ntasks)], NULL));
        return 0;
    case 3:
        return aw_await(drawn, NULL);
    case 4:
        return awaits_an_older_one(own);
    case 5:
        return aw_yield();
    default:
        return aw_sleep((aw_time)graded_random(5) * AW_MS);
    }
}

static int draws(void *arg)
{
    int own = me()[0] - 'a', rc = 0;

    (void)arg;
    for (int i = 0; i < 6 && rc >= 0; i++) {
        rc = does_something(own);
        say_result(rc);
    }
    return rc;
}

GRADED(step, a_drawn_program_goes_on_as_in_the_reference,
       "Wait until `future` is settled, and retrieve the outcome.")
{
    open_loop();
    ntasks = 0;
    for (int i = 0; i < FUTURES; i++)
        aw_future_init(&future[i], &loop, NULL);
    for (int i = 0; i < 4; i++)
        spawns();
    run_all();
    for (int i = 0; i < FUTURES; i++)
        aw_future_settle(&future[i], i, NULL);
    run_all();
    for (int i = 0; i < ntasks; i++) {
        say("%s:%d", task[i]->name, aw_future_result(&task[i]->future, NULL));
        aw_task_drop(task[i]);
    }
    EXPECT_AS_REFERENCE("ran tasks that draw what they do: spawn, settle, "
                        "cancel, await, yield, sleep");
    for (int i = 0; i < FUTURES; i++)
        aw_future_deinit(&future[i]);
}
