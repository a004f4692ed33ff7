/* SPDX-License-Identifier: MIT */
/* A semaphore: a number, and a line.
 *
 * A permit that is given back goes to the first who waits, in that moment, and
 * is counted as his although he goes on a turn later.  So the number never says
 * that one is free which is promised. [promised]
 *
 * The hard thing is who was given one and is asked to end before he goes on.
 * He gives it back, to whom it is due then; and because others may have queued
 * behind him for no other reason than that he stood there, he looks at the line
 * in any case. [pass-on] */
#include "aw/sync_parts.h"

static const struct aw_future_ops sem_ops = AW_WAITER_OPS("semaphore");

void aw_sem_init(struct aw_sem *sem, size_t value, size_t limit,
                 const char *name)
{
    AW_ASSERT(value <= limit, "a semaphore was made with more permits free "
                              "than there are");
    aw_waiters_init(&sem->waiters, &sem_ops, name);
    sem->value = value;
    sem->limit = limit;
    sem->debt = 0;
}

void aw_sem_deinit(struct aw_sem *sem)
{
    aw_waiters_deinit(&sem->waiters);
}

/* Give a free permit to the first who waits.  It is counted as his before he is
 * told: a probe hears of it, and might look at the number. */
static bool hand_out_one(struct aw_sem *sem)
{
    if (sem->value == 0)
        return false;
    sem->value--;
    if (aw_waiters_wake(&sem->waiters))
        return true;
    sem->value++;
    return false;
}

static void hand_out(struct aw_sem *sem)
{
    while (hand_out_one(sem))
        continue;
}

/* One permit comes back; or it goes out of use. */
static void give_back(struct aw_sem *sem)
{
    if (sem->debt > 0)
        sem->debt--;
    else
        sem->value++;
}

bool aw_sem_try(struct aw_sem *sem)
{
    /* Wrong turn: to look at the number alone.  Who comes just now overtakes
     * all who stand in line; who_comes_while_others_wait_is_last catches it. */
    if (sem->value == 0 || sem->waiters.n > 0)
        return false;
    sem->value--;
    return true;
}

int aw_sem_wait(struct aw_sem *sem)
{
    bool woken;
    int rc;

    aw__sync_self();
    if (aw_sem_try(sem))
        return 0;
    rc = aw_waiters_wait(&sem->waiters, &woken);
    /* [pass-on] Wrong turn: to return -ECANCELED and leave it at that.  The
     * permit is gone for good; a_permit_given_to_one_who_ends_is_not_lost
     * catches it.  asyncio has had this mistake three times. */
    if (rc < 0 && woken)
        give_back(sem);
    hand_out(sem);
    return rc;
}

void aw_sem_release(struct aw_sem *sem)
{
    AW_ASSERT(sem->debt > 0 || sem->value < sem->limit,
              "a semaphore was released more often than it was taken");
    give_back(sem);
    /* One is enough: what is free behind that was promised to nobody before,
     * or its turn will come in aw_sem_wait. */
    hand_out_one(sem);
}

void aw_sem_set_limit(struct aw_sem *sem, size_t limit)
{
    size_t less, more, paid;

    AW_ASSERT(sem->limit != AW_SEM_UNLIMITED && limit != AW_SEM_UNLIMITED,
              "the limit of a semaphore without a limit was set");
    less = limit < sem->limit ? sem->limit - limit : 0;
    more = limit > sem->limit ? limit - sem->limit : 0;
    sem->limit = limit;
    /* What is owed is paid first; the rest is new. */
    paid = more < sem->debt ? more : sem->debt;
    sem->debt -= paid;
    sem->value += more - paid;
    paid = less < sem->value ? less : sem->value;
    sem->value -= paid;
    sem->debt += less - paid;
    hand_out(sem);
}
