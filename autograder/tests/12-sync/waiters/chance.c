/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* What the line should say: those in it, in their order. */
static struct {
    char state[26]; /* 'w'aits, wo'k'en, gave 'u'p, '-' not in line */
    int order[26];
    int n;
} model;

static int waits_as_modelled(void *arg)
{
    int i = (int)(intptr_t)arg, rc, at = 0;
    bool woken;

    model.order[model.n++] = i;
    model.state[i] = 'w';
    rc = aw_waiters_wait(&line, &woken);
    EXPECT_INT(woken, model.state[i] == 'k', "task %d goes on: was it woken?",
               i);
    EXPECT(rc < 0 || model.state[i] == 'k',
           "task %d returns %d, and was not woken", i, rc);
    while (model.order[at] != i)
        at++;
    model.n--;
    memmove(&model.order[at], &model.order[at + 1],
            sizeof(int) * (size_t)(model.n - at));
    model.state[i] = '-';
    return rc;
}

static int first_who_waits(void)
{
    for (int at = 0; at < model.n; at++)
        if (model.state[model.order[at]] == 'w')
            return model.order[at];
    return -1;
}

static void ask_one(int i)
{
    if (model.state[i] != 'w' && model.state[i] != 'k')
        return;
    if (model.state[i] == 'w')
        model.state[i] = 'u';
    aw_task_cancel(task[i], NULL);
}

static void wake_one(bool alone)
{
    int first = first_who_waits();

    if (alone && first >= 0 && model.order[0] != first)
        first = -1;
    if (first >= 0)
        model.state[first] = 'k';
    if (alone)
        EXPECT_INT(aw_waiters_wake_first(&line), first >= 0,
                   "woke the first in line");
    else
        EXPECT_INT(aw_waiters_wake(&line), first >= 0,
                   "woke the first who waits");
}

static void spawn_again(int i)
{
    if (task[i] && !aw_future_done(&task[i]->future))
        return;
    if (task[i])
        aw_task_drop(task[i]);
    task[i] = aw_spawn(&loop, waits_as_modelled, num(i), NULL);
}

static void step_at_random(void)
{
    spawn_again((int)graded_random(26));
    if (graded_random(3) == 0)
        turn();
    if (graded_random(2) == 0)
        ask_one((int)graded_random(26));
    else
        wake_one(graded_random(2) == 0);
}

GRADED(waiters, a_thousand_random_steps,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    memset(&model, 0, sizeof(model));
    UNCOUNTED
    {
        for (int step = 0; step < 1000; step++)
            step_at_random();
        turn();
        for (int i = 0; i < 26; i++)
            wake_one(false);
        run_all();
    }
    EXPECT_INT(model.n, 0, "took 1000 random steps, and woke all");
    EXPECT_INT(line.n, 0, "and counted those in line");
    let_go(26);
}
