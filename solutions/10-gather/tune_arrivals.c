/* SPDX-License-Identifier: MIT */
/* Arrivals, each of which costs the same.
 *
 * To wait for the first of all that are left is to put a watch into each of
 * them and to take it out again, for one arrival.  A watch that stays where it
 * is costs once. [stay] */
#include "tune_arrivals.h"

int tune_arrivals(struct tune_arrivals *arrivals)
{
    struct aw_as_completed each;
    struct aw_member *member;
    int rc;

    aw_as_completed_begin(&each, arrivals->member, arrivals->n, AW_NEVER);
    while ((rc = aw_as_completed_next(&each, &member)) > 0)
        arrivals->arrived(arrivals, member);
    aw_as_completed_end(&each);
    return rc;
}
