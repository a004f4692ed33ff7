/* SPDX-License-Identifier: MIT */
/* What does it cost to cancel a group of 100,000 tasks that sleep?
 *
 *      groups   each of them, against a spawn and a join
 *
 * The yardstick is a group of as many that return at once, spawned and waited
 * for in the same loop: 100,000 stacks are in no cache, and half of what is
 * measured is the way to them.  One task that is spawned and joined again and
 * again always has the same stack; what that costs is printed as well.
 * Required: at most 4 times the yardstick.  Ends with 1 when that is missed. */
#include "aw/group.h"
#include "bench.h"

enum { TASKS = 100000, PAIRS = 9 };

static struct aw_loop loop;

static void must(int rc)
{
    if (rc >= 0)
        return;
    fprintf(stderr, "groups: %s\n", aw_error_name(rc));
    exit(2);
}

static int sleeps(void *arg)
{
    (void)arg;
    return aw_sleep(3600 * AW_SEC);
}

static int returns(void *arg)
{
    return arg != NULL;
}

/* CPU time of a group of that body, for each task, until it is closed. */
static double spawn_and_wait(aw_body fn)
{
    struct aw_group group;
    double begun = cpu_ns();

    aw_group_begin(&group);
    for (int i = 0; i < TASKS; i++)
        if (!aw_group_spawn(&group, fn, NULL, NULL))
            must(-ENOMEM);
    must(aw_group_close(&group, 0));
    return (cpu_ns() - begun) / TASKS;
}

static double sleep_and_cancel(void)
{
    struct aw_group group;
    double begun;

    aw_group_begin(&group);
    for (int i = 0; i < TASKS; i++)
        if (!aw_group_spawn(&group, sleeps, NULL, NULL))
            must(-ENOMEM);
    must(aw_sleep(AW_MS)); /* all of them sleep, and their timers are filed */
    begun = cpu_ns();
    aw_group_cancel(&group, "enough");
    must(aw_group_close(&group, 0));
    return (cpu_ns() - begun) / TASKS;
}

static double spawn_and_join(void)
{
    double begun = cpu_ns();

    for (int i = 0; i < TASKS; i++)
        must(aw_join(aw_spawn(&loop, returns, NULL, NULL), NULL));
    return (cpu_ns() - begun) / TASKS;
}

static double ratio[PAIRS], cancelled[PAIRS], joined[PAIRS], one;

static int measures(void *arg)
{
    (void)arg;
    spawn_and_wait(returns); /* the stacks are there */
    for (int i = 0; i < PAIRS; i++) {
        if (i % 2)
            cancelled[i] = sleep_and_cancel();
        joined[i] = spawn_and_wait(returns);
        if (i % 2 == 0)
            cancelled[i] = sleep_and_cancel();
        ratio[i] = cancelled[i] / joined[i];
    }
    one = spawn_and_join();
    return 0;
}

int main(void)
{
    double times;

    must(aw_loop_init(&loop, NULL));
    aw_task_drop(aw_spawn(&loop, measures, NULL, NULL));
    must(aw_loop_run(&loop));
    aw_loop_close(&loop);
    times = median(ratio, PAIRS);
    printf("cancel a group of 100,000 %4.1f times a spawn and a join  "
           "[%.1f-%.1f]  %d pairs  %.0f ns to %.0f ns (one alone: %.0f ns)  "
           "required 4: %s\n",
           times, ratio[0], ratio[PAIRS - 1], PAIRS, median(cancelled, PAIRS),
           median(joined, PAIRS), one, times <= 4 ? "reached" : "MISSED");
    return times > 4;
}
