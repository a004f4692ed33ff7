/* SPDX-License-Identifier: MIT */
/* What each operation of chapters 12 and 13 does, and what it is done with. */
#include <errno.h>

#include "interpret.h"

static bool is_before(const void *a, const void *b)
{
    return *(const int *)a < *(const int *)b;
}

void shared_init(struct run *run)
{
    struct shared *s = &run->shared;
    size_t permits = (size_t)run->permits, limit = permits ? permits : 1;
    struct aw_queue_options least = {.order = &aw_queue_priority,
                                     .max = (size_t)(3 - run->size),
                                     .before = is_before};
    struct aw_queue_options fifo = {.max = (size_t)run->size};

    for (int i = 0; i < run->nfutures; i++)
        aw_future_init(&s->future[i], &run->loop, NULL);
    for (int i = 0; i < 2; i++) {
        aw_lock_init(&s->lock[i], "lock");
        aw_event_init(&s->event[i], "event");
    }
    aw_sem_init(&s->sem[0], permits, AW_SEM_UNLIMITED, "unlimited");
    aw_sem_init(&s->sem[1], limit, limit, "limited");
    aw_cond_init(&s->cond, &s->lock[0], "condition");
    aw_barrier_init(&s->barrier, (size_t)run->parties, "barrier");
    aw_queue_init(&s->queue[0], &run->loop, &fifo);
    aw_queue_init(&s->queue[1], &run->loop, &least);
}

void shared_deinit(struct run *run)
{
    struct shared *s = &run->shared;

    for (int i = 0; i < 2; i++) {
        aw_queue_deinit(&s->queue[i]);
        aw_event_deinit(&s->event[i]);
        aw_sem_deinit(&s->sem[i]);
    }
    aw_barrier_deinit(&s->barrier);
    aw_cond_deinit(&s->cond);
    for (int i = 0; i < 2; i++)
        aw_lock_deinit(&s->lock[i]);
    for (int i = 0; i < run->nfutures; i++)
        aw_future_deinit(&s->future[i]);
}

void locks_break(struct run *run)
{
    for (int i = 0; i < 2; i++) {
        struct aw_lock *lock = &run->shared.lock[i];

        if (lock->owner)
            aw_task_drop(lock->owner);
        lock->owner = NULL;
        aw_waiters_wake_first(&lock->waiters);
    }
}

/* Every operation is a function of these four. */
#define OPERATION(NAME)                                                        \
    static int NAME(struct run *run, int me, struct op *op, int *shown)

/* ---- Locks, and the condition -------------------------------------------*/

static bool is_mine(const struct aw_lock *lock)
{
    return lock->owner == aw_task_self();
}

OPERATION(locks)
{
    (void)me;
    *shown = aw_lock_wait(&run->shared.lock[op->k]);
    return fails(*shown);
}

OPERATION(tries_lock)
{
    (void)me;
    *shown = aw_lock_try(&run->shared.lock[op->k]);
    return 0;
}

OPERATION(unlocks)
{
    struct aw_lock *lock = &run->shared.lock[op->k];

    (void)me;
    *shown = is_mine(lock) ? 0 : NOBODY;
    if (is_mine(lock))
        aw_lock_release(lock);
    return 0;
}

OPERATION(pauses)
{
    (void)me, (void)op;
    *shown = is_mine(&run->shared.lock[0]) ? aw_cond_wait(&run->shared.cond)
                                           : NOBODY;
    return fails(*shown);
}

OPERATION(notifies)
{
    (void)me;
    if (is_mine(&run->shared.lock[0]))
        aw_cond_notify(&run->shared.cond, (size_t)op->k);
    else
        *shown = NOBODY;
    return 0;
}

OPERATION(notifies_all)
{
    (void)me, (void)op;
    if (is_mine(&run->shared.lock[0]))
        aw_cond_notify_all(&run->shared.cond);
    else
        *shown = NOBODY;
    return 0;
}

/* ---- Semaphores ---------------------------------------------------------*/

OPERATION(acquires)
{
    (void)me;
    *shown = aw_sem_wait(&run->shared.sem[op->k]);
    return fails(*shown);
}

OPERATION(tries_acquire)
{
    (void)me;
    *shown = aw_sem_try(&run->shared.sem[op->k]);
    return 0;
}

OPERATION(releases)
{
    struct aw_sem *sem = &run->shared.sem[op->k];

    (void)me;
    *shown = sem->value < sem->limit ? 0 : NOBODY;
    if (*shown == 0)
        aw_sem_release(sem);
    return 0;
}

/* ---- Events, and the barrier --------------------------------------------*/

OPERATION(expects)
{
    (void)me;
    *shown = aw_event_wait(&run->shared.event[op->k]);
    return fails(*shown);
}

OPERATION(happens)
{
    (void)me, (void)shown;
    aw_event_set(&run->shared.event[op->k]);
    return 0;
}

OPERATION(forgets)
{
    (void)me, (void)shown;
    aw_event_clear(&run->shared.event[op->k]);
    return 0;
}

OPERATION(meets)
{
    (void)me, (void)op;
    *shown = aw_barrier_wait(&run->shared.barrier);
    return fails(*shown);
}

OPERATION(resets)
{
    (void)me, (void)op;
    *shown = aw_barrier_reset(&run->shared.barrier);
    return fails(*shown);
}

OPERATION(aborts)
{
    (void)me, (void)op;
    *shown = aw_barrier_abort(&run->shared.barrier);
    return fails(*shown);
}

const struct known sync_operations[] = {
    {"lock", locks},       {"trylock", tries_lock},
    {"unlock", unlocks},   {"pause", pauses},
    {"notify", notifies},  {"notifyall", notifies_all},
    {"acquire", acquires}, {"tryacquire", tries_acquire},
    {"release", releases}, {"expect", expects},
    {"happen", happens},   {"forget", forgets},
    {"meet", meets},       {"reset", resets},
    {"abort", aborts},     {NULL, NULL},
};

/* ---- Queues; an item is the number of who has put it --------------------*/

OPERATION(puts_item)
{
    (void)me;
    *shown = aw_queue_put(&run->shared.queue[op->k], &op->n);
    return fails(*shown);
}

OPERATION(tries_put)
{
    (void)me;
    *shown = aw_queue_try_put(&run->shared.queue[op->k], &op->n);
    return 0;
}

OPERATION(gets_item)
{
    void *item;

    (void)me;
    *shown = aw_queue_get(&run->shared.queue[op->k], &item);
    if (item)
        *shown = *(int *)item;
    return fails(*shown);
}

OPERATION(tries_get)
{
    void *item;

    (void)me;
    *shown = aw_queue_try_get(&run->shared.queue[op->k], &item);
    if (item)
        *shown = *(int *)item;
    return 0;
}

OPERATION(done)
{
    struct aw_queue *queue = &run->shared.queue[op->k];

    (void)me;
    if (queue->unfinished > aw_queue_len(queue))
        aw_queue_done(queue);
    else
        *shown = NOBODY;
    return 0;
}

OPERATION(joins)
{
    (void)me;
    *shown = aw_queue_join(&run->shared.queue[op->k]);
    return fails(*shown);
}

OPERATION(shuts)
{
    (void)me, (void)shown;
    aw_queue_shutdown(&run->shared.queue[op->k]);
    return 0;
}

OPERATION(shuts_now)
{
    (void)me, (void)shown;
    aw_queue_shutdown_now(&run->shared.queue[op->k]);
    return 0;
}

const struct known queue_operations[] = {
    {"put", puts_item},    {"tryput", tries_put},  {"get", gets_item},
    {"tryget", tries_get}, {"done", done},         {"join", joins},
    {"shut", shuts},       {"shutnow", shuts_now}, {NULL, NULL},
};
