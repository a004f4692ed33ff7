/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 7, BOXES = 4 };

static struct aw_task *few[FEW];
static struct aw_future box[BOXES];

static void asks_one(void)
{
    bool alive;

    task = few[graded_random(FEW)];
    alive = aw_task_cancel(task, NULL);
    say("-%s%d:%u", task->name, alive, task->ncancel);
}

/* Rings and chains come by chance, and of himself each one may wait, too. */
static int awaits_something(void)
{
    uint64_t i = graded_random(FEW), b = graded_random(BOXES);
    void *value = NULL;

    switch (graded_random(6)) {
    case 0:
        return aw_yield();
    case 1:
        return aw_sleep((aw_time)graded_random(3) * AW_MS);
    case 2:
        say("%s>%d", me(), (int)b);
        return aw_await_owned(&box[b], &value, release);
    case 3:
        say("%s>%d", me(), (int)b);
        return aw_await(&box[b], NULL);
    default:
        say("%s>%s", me(), few[i]->name);
        return aw_await(&few[i]->future, NULL);
    }
}

static int awaits_by_chance(void *arg)
{
    int rc = 0;

    (void)arg;
    for (int i = 0; i < 6; i++) {
        if (graded_random(8) == 0)
            asks_one();
        rc = say_result(awaits_something());
        if (rc < 0 && graded_random(3) == 0)
            break;
    }
    if (graded_random(3) == 0)
        rc = graded_random(2) ? -EIO : 4;
    say("%s-ends", me());
    return rc;
}

static void settles_one(int i)
{
    static const struct aw_future_ops *const ops[] = {NULL, NULL, &firm};

    if (aw_future_done(&box[i])) {
        aw_future_deinit(&box[i]);
        aw_future_init(&box[i], &loop, ops[graded_random(3)]);
        say("%d-new", i);
    } else {
        aw_future_settle(&box[i], 0, num(1 + i));
        say("!%d", i);
    }
}

GRADED(cancel, drawn_chains_end_as_in_the_reference,
       "So a task that it alone awaits is asked to end in its turn, and so on "
       "down the chain; one that others await as well goes on for them.")
{
    open_loop();
    for (int i = 0; i < BOXES; i++)
        aw_future_init(&box[i], &loop, i ? NULL : &firm);
    for (int i = 0; i < FEW; i++)
        few[i] = spawn((const char[]){(char)('a' + i), '\0'}, awaits_by_chance,
                       NULL);
    for (int i = 0; i < 40; i++) {
        turn();
        if (graded_random(3) == 0)
            asks_one();
        if (graded_random(4) == 0)
            settles_one((int)graded_random(BOXES));
    }
    for (int i = 0; i < 60; i++) {
        aw_task_cancel(few[i % FEW], NULL);
        aw_future_settle(&box[i % BOXES], 0, NULL);
        run_all();
    }
    for (int i = 0; i < FEW; i++) {
        say("%s:%s", few[i]->name,
            aw_error_name(aw_future_result(&few[i]->future, NULL)));
        aw_task_drop(few[i]);
    }
    EXPECT_AS_REFERENCE("seven await each other (a>b) and futures (a>2), which "
                        "are settled (!2); they are asked to end (-a1:2: twice "
                        "so far), and go on all the same or end");
}
