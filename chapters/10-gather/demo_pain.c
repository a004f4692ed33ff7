/* SPDX-License-Identifier: MIT */
/* Ten requests, each of which takes the same time: one after the other, all at
 * once, in batches, and at most three at a time.  What is counted is the time
 * of one request. */
#include <stdio.h>

#include "aw/gather.h"

enum { REQUESTS = 10 };

static const aw_time TIME = 100 * AW_MS;

static int request(void *arg)
{
    int rc = aw_sleep(TIME);

    return rc < 0 ? rc : (int)(intptr_t)arg * 100;
}

static void *arg_of[REQUESTS];
static int result[REQUESTS];

static void one_by_one(void)
{
    for (int i = 0; i < REQUESTS; i++)
        result[i] = request(arg_of[i]);
}

static void all_at_once(void)
{
    struct aw_member member[REQUESTS];
    struct aw_task *task[REQUESTS];

    for (int i = 0; i < REQUESTS; i++) {
        task[i] = aw_spawn(aw_loop_current(), request, arg_of[i], NULL);
        member[i].future = &task[i]->future;
    }
    aw_gather(member, REQUESTS, AW_FAIL_FAST);
    for (int i = 0; i < REQUESTS; i++) {
        result[i] = aw_member_result(&member[i], NULL);
        aw_task_drop(task[i]);
    }
}

static const struct aw_jobs jobs = {
    .fn = request, .arg = arg_of, .result = result, .n = REQUESTS};

static void in_batches(void)
{
    struct aw_member room[4];

    aw_in_batches(&jobs, room, 4);
}

static void at_most_three(void)
{
    struct aw_member room[3];

    aw_at_most(&jobs, room, 3);
}

static void measure(const char *how, void (*run)(void))
{
    aw_time start = aw_loop_now(aw_loop_current());
    int sum = 0, times;

    for (int i = 0; i < REQUESTS; i++)
        result[i] = 0;
    run();
    times = (int)((aw_loop_now(aw_loop_current()) - start) / TIME);
    for (int i = 0; i < REQUESTS; i++)
        sum += result[i];
    printf("%-20s the time of %2d, results %d to %d, sum %d\n", how, times,
           result[0], result[REQUESTS - 1], sum);
}

static int program(void *arg)
{
    (void)arg;
    for (intptr_t i = 0; i < REQUESTS; i++)
        arg_of[i] = (void *)i;
    measure("one by one:", one_by_one);
    measure("all at once:", all_at_once);
    measure("in batches of four:", in_batches);
    measure("at most three:", at_most_three);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
