/* SPDX-License-Identifier: MIT */
/* Three runners: an event starts them, a barrier gathers them, and a condition
 * tells the one who waits at the end. */
#include <stdio.h>

#include "aw/sync.h"

static struct aw_event start;
static struct aw_barrier half_way;
static struct aw_lock lock;
static struct aw_cond arrived;
static int home;

static int runs(void *arg)
{
    aw_time pace = (intptr_t)arg * AW_MS;
    const char *me = aw_task_self()->name;

    aw_event_wait(&start);
    printf("%s starts\n", me);
    aw_sleep(pace);
    printf("%s is half way\n", me);
    printf("%s goes on, number %d\n", me, aw_barrier_wait(&half_way));
    aw_sleep(pace);
    aw_lock_wait(&lock);
    home++;
    aw_cond_notify_all(&arrived);
    aw_lock_release(&lock);
    return 0;
}

static bool two_are_home(void *ctx)
{
    (void)ctx;
    printf("%d at home\n", home);
    return home >= 2;
}

static int judges(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock);
    aw_cond_wait_for(&arrived, two_are_home, NULL);
    aw_lock_release(&lock);
    printf("the second is here\n");
    return 0;
}

static int program(void *arg)
{
    static const char *const names[] = {"ada", "bob", "cleo"};
    struct aw_loop *loop = aw_loop_current();
    struct aw_task *task[4];

    (void)arg;
    aw_event_init(&start, "start");
    aw_barrier_init(&half_way, 3, "half way");
    aw_lock_init(&lock, "home");
    aw_cond_init(&arrived, &lock, "home");
    for (intptr_t i = 0; i < 3; i++)
        task[i] =
            aw_spawn(loop, runs, (void *)(10 + 10 * i), AW_NAMED(names[i]));
    task[3] = aw_spawn(loop, judges, NULL, AW_NAMED("judge"));
    aw_yield();
    printf("go\n");
    aw_event_set(&start);
    for (int i = 0; i < 4; i++)
        aw_join(task[i], NULL);
    aw_cond_deinit(&arrived);
    aw_lock_deinit(&lock);
    aw_barrier_deinit(&half_way);
    aw_event_deinit(&start);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
