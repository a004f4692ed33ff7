/* SPDX-License-Identifier: MIT */
/* Locks, semaphores, events, conditions and barriers, with tasks that give up
 * in between. */
#include "aw/cancel.h"
#include "aw/sync.h"
#include "script.h"

enum { TASKS = 6 };

static struct aw_lock lock;
static struct aw_sem sem;
static struct aw_event event;
static struct aw_cond cond;
static struct aw_barrier barrier;
static int level;

static int uses_lock(void *arg)
{
    return aw_sleep((aw_time)(intptr_t)arg * AW_MS);
}

static int locks(void *arg)
{
    return aw_lock_with(&lock, uses_lock, arg);
}

static int takes_a_permit(void *arg)
{
    int rc = aw_sem_wait(&sem);

    if (rc < 0)
        return rc;
    rc = uses_lock(arg);
    aw_sem_release(&sem);
    return rc;
}

static int waits_for_event(void *arg)
{
    (void)arg;
    return aw_event_wait(&event);
}

static bool is_high(void *ctx)
{
    (void)ctx;
    return level > 2;
}

static int waits_for_level(void *arg)
{
    int rc = aw_lock_wait(&lock);

    (void)arg;
    if (rc < 0)
        return rc;
    level++;
    aw_cond_notify_all(&cond);
    rc = aw_cond_wait_for(&cond, is_high, NULL);
    aw_lock_release(&lock);
    return rc;
}

static int meets(void *arg)
{
    int rc = aw_barrier_wait(&barrier);

    (void)arg;
    return rc == -EPIPE ? 0 : rc;
}

/* Let six run `fn`, ask one of them to end, and wait for all. */
static int six(aw_body fn, int asked)
{
    struct aw_task *task[TASKS];
    int rc = 0;

    for (intptr_t i = 0; i < TASKS; i++) {
        task[i] = aw_spawn(aw_loop_current(), fn, (void *)(1 + i % 2), NULL);
        if (!task[i])
            rc = -ENOMEM;
    }
    aw_yield();
    for (int i = 0; i < TASKS; i++)
        if (task[i] && (i == asked || rc < 0))
            aw_task_cancel(task[i], "asked");
    aw_event_set(&event);
    if (fn == meets && aw_barrier_abort(&barrier) < 0)
        rc = -EIO;
    for (int i = 0; i < TASKS; i++)
        if (task[i])
            aw_join(task[i], NULL);
    return rc;
}

static void ring(void)
{
    HOLDS(aw_lock_wait(&lock) == 0);
    HOLDS(aw_lock_wait(&lock) == -EDEADLK);
    aw_lock_release(&lock);
}

static int program(void *arg)
{
    static const aw_body all[] = {locks, takes_a_permit, waits_for_event,
                                  waits_for_level, meets};
    int rc = 0;

    (void)arg;
    ring();
    for (size_t i = 0; i < sizeof(all) / sizeof(*all) && rc == 0; i++)
        for (int asked = 0; asked < 3 && rc == 0; asked++) {
            aw_sem_set_limit(&sem, (size_t)(1 + asked));
            aw_event_clear(&event);
            level = 0;
            HOLDS(aw_barrier_reset(&barrier) == 0);
            rc = six(all[i], asked);
        }
    HOLDS(lock.owner == NULL && sem.value == sem.limit);
    HOLDS(barrier.count == 0);
    return rc;
}

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    HOLDS(report->what && report->name);
}

static int opens(void *arg)
{
    int rc;

    aw_loop_current()->on_error = hears;
    level = 0;
    aw_lock_init(&lock, "lock");
    aw_sem_init(&sem, 2, 2, "sem");
    aw_event_init(&event, "event");
    aw_cond_init(&cond, &lock, "cond");
    aw_barrier_init(&barrier, 3, "barrier");
    rc = program(arg);
    aw_barrier_deinit(&barrier);
    aw_cond_deinit(&cond);
    aw_event_deinit(&event);
    aw_sem_deinit(&sem);
    aw_lock_deinit(&lock);
    return rc;
}

static int script(const struct aw_loop_options *options)
{
    struct aw_run_options run = {.loop = *options};

    return aw_run(opens, NULL, &run);
}

int main(int argc, char **argv)
{
    return script_main(argc, argv, script);
}
