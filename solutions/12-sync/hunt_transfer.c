/* SPDX-License-Identifier: MIT */
/* A transfer, mended.
 *
 * Whoever needs two locks needs an order in which everybody takes them.  Which
 * one does not matter, as long as all have the same: here it is the number of
 * the account, and not the direction of the money. [one-order]
 *
 * And what was seen before a wait may not be so behind it; to wait for a lock
 * is to wait. [look-inside] */
#include "hunt_transfer.h"

/* Both are locked.  Returns 0 when it is moved. */
static int move(struct hunt_bank *bank, struct hunt_account *from,
                struct hunt_account *to, long amount)
{
    int rc;

    /* [look-inside] Was: before the locks were taken. */
    if (from->balance < amount)
        return -ENOSPC;
    rc = bank->write(bank, from, to, amount);
    if (rc < 0)
        return rc;
    from->balance -= amount;
    to->balance += amount;
    return 0;
}

int hunt_transfer(struct hunt_bank *bank, struct hunt_account *from,
                  struct hunt_account *to, long amount)
{
    /* [one-order] Was: `from` first, always. */
    struct hunt_account *low = from->number < to->number ? from : to;
    struct hunt_account *high = low == from ? to : from;
    int rc = aw_lock_wait(&low->lock);

    if (rc < 0)
        return rc;
    /* The same account has one lock: to take it twice is a ring of one. */
    if (high != low)
        rc = aw_lock_wait(&high->lock);
    if (rc < 0)
        goto unlock_low;
    rc = move(bank, from, to, amount);
    if (high != low)
        aw_lock_release(&high->lock);
    /* Was: returned before that when anything had failed. */
unlock_low:
    aw_lock_release(&low->lock);
    return rc;
}
