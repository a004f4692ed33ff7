/* SPDX-License-Identifier: MIT */
#include "tune_arrivals.h"

int tune_arrivals(struct tune_arrivals *arrivals)
{
    size_t left = arrivals->n;
    int rc;

    while (left > 0) {
        rc = aw_wait(arrivals->member, arrivals->n, AW_FIRST_SETTLED, AW_NEVER);
        if (rc < 0)
            return rc;
        for (size_t i = 0; i < arrivals->n; i++) {
            struct aw_member *member = &arrivals->member[i];

            if (!member->future ||
                aw_member_result(member, NULL) == -EINPROGRESS)
                continue;
            arrivals->arrived(arrivals, member);
            member->future = NULL; /* nobody: not waited for again */
            left--;
        }
    }
    return 0;
}
