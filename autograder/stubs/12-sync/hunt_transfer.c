/* SPDX-License-Identifier: MIT */
#include "hunt_transfer.h"

int hunt_transfer(struct hunt_bank *bank, struct hunt_account *from,
                  struct hunt_account *to, long amount)
{
    int rc;

    if (from->balance < amount)
        return -ENOSPC;
    rc = aw_lock_wait(&from->lock);
    if (rc < 0)
        return rc;
    rc = aw_lock_wait(&to->lock);
    if (rc < 0)
        return rc;
    rc = bank->write(bank, from, to, amount);
    if (rc < 0)
        return rc;
    from->balance -= amount;
    to->balance += amount;
    aw_lock_release(&to->lock);
    aw_lock_release(&from->lock);
    return 0;
}
