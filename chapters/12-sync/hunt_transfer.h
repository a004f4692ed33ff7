/* SPDX-License-Identifier: MIT */
/* hunt_transfer.h: money goes from one account to another.
 *
 * This program is in use, and there are complaints:
 *
 *   "Two transfers at the same time, one there and one back, and one of them is
 *    refused, with an error that we do not know."
 *   "A transfer was broken off.  Since then nobody gets at the account."
 *   "There is less than nothing on an account.  We look first!"
 *
 * What follows is what was promised. */
#ifndef HUNT_TRANSFER_H
#define HUNT_TRANSFER_H

#include "aw/sync.h"

struct hunt_account {
    struct aw_lock lock; /* whoever looks at the balance or changes it has it */
    unsigned number;     /* no two accounts have the same */
    long balance;        /* never below 0 */
};

struct hunt_bank {
    /* Writes a transfer into the journal, and waits until that is safe.
     * Returns 0 or more, an error, or -ECANCELED; only the first has
     * written. */
    int (*write)(struct hunt_bank *bank, const struct hunt_account *from,
                 const struct hunt_account *to, long amount);
};

/* Move `amount` from one account to another; it is called from a task.
 *
 * It is written into the journal first, and moved then.  Both accounts are
 * locked meanwhile, and nobody sees it half done.  It is moved exactly when
 * this returns 0.
 *
 * There may be any number of transfers at a time, in all directions; none is
 * refused because of another.  From an account to itself is allowed, too.
 *
 * No lock is kept when it returns, whatever has happened.
 *
 * Returns 0; -ENOSPC, when there is less than `amount` on the account: then
 * nothing is written; the error of the journal; -ECANCELED, when this task was
 * asked to end. */
int hunt_transfer(struct hunt_bank *bank, struct hunt_account *from,
                  struct hunt_account *to, long amount);

#endif
