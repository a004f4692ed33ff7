/* SPDX-License-Identifier: MIT */
/* A barrier: a count under a lock, and a condition for all who wait for it.
 *
 *     filling --the last one comes--> draining --the last one leaves--> filling
 *        |                                                                 ^
 *        +--reset--> resetting --the last one leaves-----------------------+
 *        +--abort--> broken ------------------reset------------------------'
 *
 * The hard thing is that it serves again and again.  A fast one who comes back
 * must not be counted with those who have not left yet: so he waits at the door
 * until they have. [door] */
#include "aw/sync_parts.h"

void aw_barrier_init(struct aw_barrier *barrier, size_t parties,
                     const char *name)
{
    AW_ASSERT(parties > 0, "a barrier was made for 0 tasks");
    aw_lock_init(&barrier->lock, name);
    aw_cond_init(&barrier->cond, &barrier->lock, name);
    barrier->parties = parties;
    barrier->count = 0;
    barrier->state = AW_BARRIER_FILLING;
}

void aw_barrier_deinit(struct aw_barrier *barrier)
{
    aw_cond_deinit(&barrier->cond);
    aw_lock_deinit(&barrier->lock);
}

static bool door_is_open(void *ctx)
{
    const struct aw_barrier *barrier = ctx;

    return barrier->state != AW_BARRIER_DRAINING &&
           barrier->state != AW_BARRIER_RESETTING;
}

static bool is_filling_no_more(void *ctx)
{
    const struct aw_barrier *barrier = ctx;

    return barrier->state != AW_BARRIER_FILLING;
}

static void change(struct aw_barrier *barrier, enum aw_barrier_state state)
{
    barrier->state = (uint8_t)state;
    aw_cond_notify_all(&barrier->cond);
}

/* Be counted, and wait for the others. */
static int fill(struct aw_barrier *barrier)
{
    int rc;

    if (barrier->count == barrier->parties) {
        change(barrier, AW_BARRIER_DRAINING);
        return 0;
    }
    rc = aw_cond_wait_for(&barrier->cond, is_filling_no_more, barrier);
    if (rc < 0)
        return rc;
    return barrier->state == AW_BARRIER_DRAINING ? 0 : -EPIPE;
}

/* [door] The last one opens it; a broken one stays as it is. */
static void leave(struct aw_barrier *barrier)
{
    barrier->count--;
    if (barrier->count > 0)
        return;
    change(barrier,
           door_is_open(barrier) ? barrier->state : AW_BARRIER_FILLING);
}

int aw_barrier_wait(struct aw_barrier *barrier)
{
    int rc = aw__lock_take(&barrier->lock), index;

    if (rc < 0)
        return rc;
    rc = aw_cond_wait_for(&barrier->cond, door_is_open, barrier);
    if (rc == 0 && barrier->state == AW_BARRIER_BROKEN)
        rc = -EPIPE;
    if (rc == 0) {
        index = (int)barrier->count++;
        rc = fill(barrier);
        leave(barrier);
        rc = rc < 0 ? rc : index;
    }
    aw_lock_release(&barrier->lock);
    return rc;
}

int aw_barrier_reset(struct aw_barrier *barrier)
{
    int rc = aw__lock_take(&barrier->lock);

    if (rc < 0)
        return rc;
    change(barrier,
           barrier->count > 0 ? AW_BARRIER_RESETTING : AW_BARRIER_FILLING);
    aw_lock_release(&barrier->lock);
    return 0;
}

int aw_barrier_abort(struct aw_barrier *barrier)
{
    int rc = aw__lock_take(&barrier->lock);

    if (rc < 0)
        return rc;
    change(barrier, AW_BARRIER_BROKEN);
    aw_lock_release(&barrier->lock);
    return 0;
}
