/* SPDX-License-Identifier: MIT */
#include "aw/promise.h"

void aw_promise_init(struct aw_promise *promise, struct aw_future *future,
                     void (*over)(struct aw_promise *promise, bool taken))
{
    AW_TODO();
}

int aw_promise_settle(struct aw_promise *promise, int result, void *value)
{
    AW_TODO();
}

bool aw_promise_detach(struct aw_promise *promise)
{
    AW_TODO();
}
