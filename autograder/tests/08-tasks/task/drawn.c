/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { MOST = 30 };

static struct {
    struct aw_task *task;
    int holds;
} known[MOST];
static int nknown;

static int lives(void *arg);

/* With a name, which may be too long, or without; lazy or not. */
static void spawns_one(void)
{
    int i = nknown, width = 1 + (int)graded_random(40);
    struct aw_spawn_options options = {.drop = say_dropped,
                                       .lazy = graded_random(4) == 0};
    char name[50];

    if (i == MOST)
        return;
    nknown++;
    snprintf(name, sizeof(name), "%0*d", width, i);
    if (graded_random(4))
        options.name = name;
    known[i].task = aw_spawn(&loop, lives, num(i), &options);
    known[i].holds = 1;
    say("+%d#%d<%d:%s", i, (int)known[i].task->id,
        (int)known[i].task->parent_id, known[i].task->name);
}

static void holds_or_drops(int i)
{
    struct aw_task *task = known[i].task;

    if (known[i].holds > 0 && graded_random(3) == 0) {
        aw_task_hold(task);
        known[i].holds++;
    } else if (known[i].holds > 0) {
        say("%d-drops", i);
        known[i].holds--;
        aw_task_drop(task);
    }
}

static void does_something(void)
{
    int i = nknown - 1 - (int)graded_random(6);

    if (i < 0 || graded_random(4) == 0) {
        spawns_one();
        return;
    }
    switch (known[i].holds ? graded_random(6) : 9) {
    case 0:
        aw_task_start(known[i].task);
        say("%d-starts", i);
        break;
    case 1:
        say("-%d:%d", i, aw_task_cancel(known[i].task, NULL));
        break;
    case 2:
        say("%d:%d", i, aw_future_result(&known[i].task->future, NULL));
        break;
    default:
        holds_or_drops(i);
    }
}

/* The latest value counts, and none when it fails. */
static int lives(void *arg)
{
    static const int result[] = {0, 5, -EIO, -ECANCELED};
    int rc = result[graded_random(4)];

    say("%d-begins", (int)(intptr_t)arg);
    aw_task_return(&loop);
    for (uint64_t n = graded_random(3); n > 0; n--) {
        does_something();
        if (aw_yield() < 0)
            return -ECANCELED;
    }
    if (graded_random(2))
        aw_task_return(NULL);
    say("%d-ends", (int)(intptr_t)arg);
    return rc;
}

GRADED(task, drawn_ones_live_as_in_the_reference,
       "If it has not ended it goes on all the same.")
{
    void *value;

    open_loop();
    loop.on_error = note_name;
    nknown = 0;
    for (int i = 0; i < 70; i++) {
        does_something();
        if (graded_random(2))
            turn();
        say("|%zu", loop.live[AW_TASKS]);
    }
    for (int i = 0; i < nknown; i++)
        for (; known[i].holds > 0; known[i].holds--) {
            int rc = aw_future_result(&known[i].task->future, &value);

            if (rc >= 0)
                say("%d=%d%s", i, rc, value == &loop ? "-value" : "");
            aw_task_drop(known[i].task);
            run_all();
        }
    say("|%zu", loop.live[AW_TASKS]);
    EXPECT_AS_REFERENCE("tasks are spawned (+3#4<1:x is 3, the fourth, out of "
                        "the first, called x), started, held, let go (3-drops) "
                        "and asked to end (-3:1); |2: two live");
}
