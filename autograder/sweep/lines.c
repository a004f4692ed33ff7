/* SPDX-License-Identifier: MIT */
/* What stands in line: no permit and no wake-up may be lost.  Somebody stands
 * in front of the victim, and somebody behind it, who has to come to his turn
 * in any case. */
#include "sweep.h"

static struct aw_lock lock;
static struct aw_sem sem;
static struct aw_event event;
static struct aw_cond cond;
static struct aw_barrier barrier;
static bool ready;

/* ---- Lock ---------------------------------------------------------------*/

static int locks(void *arg)
{
    int rc = aw_lock_wait(&lock);

    if (rc < 0)
        return rc;
    must(tokens == 0, "two have the lock");
    tokens++;
    rc = aw_sleep((intptr_t)arg * AW_MS);
    tokens--;
    aw_lock_release(&lock);
    return rc;
}

static void begin_lock(void)
{
    aw_lock_init(&lock, "lock");
    launch("front", locks, num(1));
}

static int locks_among_others(void *arg)
{
    (void)arg;
    launch("behind", locks, num(1));
    return locks(num(1));
}

static int has_it(void *arg)
{
    must(lock.owner == aw_task_self(), "it runs without the lock");
    return aw_sleep((intptr_t)arg * AW_MS);
}

static int locks_with(void *arg)
{
    (void)arg;
    launch("behind", locks, num(1));
    return aw_lock_with(&lock, has_it, num(1));
}

static void end_lock(void)
{
    aw_lock_deinit(&lock);
}

/* ---- Semaphore ----------------------------------------------------------*/

static int permits(void *arg)
{
    int rc = aw_sem_wait(&sem);

    if (rc < 0)
        return rc;
    tokens++;
    must(tokens == 1, "%d have the permit", tokens);
    rc = aw_sleep((intptr_t)arg * AW_MS);
    tokens--;
    aw_sem_release(&sem);
    return rc;
}

static void begin_sem(void)
{
    aw_sem_init(&sem, 1, 1, "sem");
    launch("front", permits, num(1));
}

static int permits_among_others(void *arg)
{
    (void)arg;
    launch("behind", permits, num(1));
    return permits(num(1));
}

static void end_sem(void)
{
    must(sem.value == 1, "%zu permits are free", sem.value);
    aw_sem_deinit(&sem);
}

/* ---- Event --------------------------------------------------------------*/

static int awaits_event(void *arg)
{
    (void)arg;
    return aw_event_wait(&event);
}

static int sets(void *arg)
{
    (void)arg;
    aw_sleep(AW_MS);
    aw_event_set(&event);
    aw_event_clear(&event);
    return 0;
}

static void begin_event(void)
{
    aw_event_init(&event, "event");
    launch("front", awaits_event, NULL);
    launch("setter", sets, NULL);
}

static int awaits_event_among_others(void *arg)
{
    launch("behind", awaits_event, NULL);
    return awaits_event(arg);
}

static void end_event(void)
{
    aw_event_deinit(&event);
}

/* ---- Condition ----------------------------------------------------------*/

/* Each who waits takes one token, and there are two for three; but the victim,
 * if it has come to its end, brings one for the last. */
static bool is_there(void *ctx)
{
    (void)ctx;
    return tokens > 0;
}

static int takes_token(void *arg)
{
    int rc = aw_lock_wait(&lock);

    (void)arg;
    if (rc < 0)
        return rc;
    rc = aw_cond_wait_for(&cond, is_there, NULL);
    must(lock.owner == aw_task_self(), "it has returned without the lock");
    if (rc == 0)
        tokens--;
    aw_lock_release(&lock);
    return rc;
}

static int brings_tokens(void *arg)
{
    for (int i = 0; i < (int)(intptr_t)arg; i++) {
        aw_sleep(AW_MS);
        aw_lock_wait(&lock);
        tokens++;
        aw_cond_notify(&cond, 1);
        aw_lock_release(&lock);
    }
    return 0;
}

static void begin_cond(void)
{
    aw_lock_init(&lock, "lock");
    aw_cond_init(&cond, &lock, "cond");
    ready = false;
    launch("front", takes_token, NULL);
    launch("bringer", brings_tokens, num(2));
}

static int takes_token_among_others(void *arg)
{
    int rc;

    launch("behind", takes_token, NULL);
    rc = takes_token(arg);
    if (rc == 0)
        launch("victim's bringer", brings_tokens, num(1));
    return rc;
}

static int waits_once(void *arg)
{
    int rc = aw_lock_wait(&lock);

    (void)arg;
    if (rc < 0)
        return rc;
    while (!ready && rc == 0)
        rc = aw_cond_wait(&cond);
    must(lock.owner == aw_task_self(), "it has returned without the lock");
    aw_lock_release(&lock);
    return rc;
}

static int makes_ready(void *arg)
{
    (void)arg;
    aw_sleep(AW_MS);
    aw_lock_wait(&lock);
    ready = true;
    aw_cond_notify_all(&cond);
    aw_sleep(AW_MS);
    aw_lock_release(&lock);
    return 0;
}

static void begin_once(void)
{
    aw_lock_init(&lock, "lock");
    aw_cond_init(&cond, &lock, "cond");
    ready = false;
    launch("front", waits_once, NULL);
    launch("maker", makes_ready, NULL);
}

static int waits_once_among_others(void *arg)
{
    launch("behind", waits_once, NULL);
    return waits_once(arg);
}

static void end_cond(void)
{
    aw_cond_deinit(&cond);
    aw_lock_deinit(&lock);
}

/* ---- Barrier ------------------------------------------------------------*/

static int meets(void *arg)
{
    (void)arg;
    return aw_barrier_wait(&barrier);
}

/* Comes when all has come to rest, in place of one who has given up. */
static int takes_a_place(void *arg)
{
    (void)arg;
    aw_sleep(9 * AW_MS);
    return barrier.count > 0 ? aw_barrier_wait(&barrier) : 0;
}

static void begin_barrier(void)
{
    aw_barrier_init(&barrier, 3, "barrier");
    launch("front", meets, NULL);
    launch("rescuer", takes_a_place, NULL);
}

static int meets_others(void *arg)
{
    launch("behind", meets, NULL);
    return meets(arg);
}

static int meets_as_the_last(void *arg)
{
    (void)arg;
    launch("second", meets, NULL);
    if (aw_sleep(AW_MS) < 0)
        return -ECANCELED;
    return aw_barrier_wait(&barrier);
}

static int has_the_lock(void *arg)
{
    (void)arg;
    aw_lock_wait(&barrier.lock);
    aw_sleep(AW_MS);
    aw_lock_release(&barrier.lock);
    return 0;
}

static void begin_reset(void)
{
    aw_barrier_init(&barrier, 2, "barrier");
    launch("owner", has_the_lock, NULL);
}

/* Whoever stands behind comes to the lock in any case. */
static int resets(void *arg)
{
    (void)arg;
    launch("behind", has_the_lock, NULL);
    return aw_barrier_reset(&barrier);
}

static int aborts(void *arg)
{
    (void)arg;
    launch("behind", has_the_lock, NULL);
    return aw_barrier_abort(&barrier);
}

static void end_barrier(void)
{
    must(barrier.count == 0, "%zu are counted inside", barrier.count);
    aw_barrier_deinit(&barrier);
}

const struct scenario lines[] = {
    {"aw_lock_wait", begin_lock, locks_among_others, end_lock},
    {"aw_lock_with", begin_lock, locks_with, end_lock},
    {"aw_sem_wait", begin_sem, permits_among_others, end_sem},
    {"aw_event_wait", begin_event, awaits_event_among_others, end_event},
    {"aw_cond_wait", begin_once, waits_once_among_others, end_cond},
    {"aw_cond_wait_for", begin_cond, takes_token_among_others, end_cond},
    {"aw_barrier_wait", begin_barrier, meets_others, end_barrier},
    {"aw_barrier_wait (last)", begin_barrier, meets_as_the_last, end_barrier},
    {"aw_barrier_reset", begin_reset, resets, end_barrier},
    {"aw_barrier_abort", begin_reset, aborts, end_barrier},
    {NULL, NULL, NULL, NULL},
};
