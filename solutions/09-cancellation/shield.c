/* SPDX-License-Identifier: MIT */
/* A shield: a second future between the one who waits and what he waits for.
 *
 *      inner --settled--> watch --its turn--> relay --settled--> the waiter
 *
 * Whoever gives up waiting gives up the relay, and the relay keeps it to
 * itself.  That is all a shield does: it protects what is awaited from the one
 * who awaits it, and neither of them from anybody else. [relay]
 *
 * The hard thing is to leave nothing behind: the relay stands on a stack that
 * will be gone, and `inner` may live for hours. */
#include "aw/cancel.h"

/* The waiter gives up. */
static bool relay_cancelled(struct aw_future *future)
{
    struct aw_shield *shield =
        aw_container_of(future, struct aw_shield, future);

    /* [nothing-behind] Wrong turn: to leave the watch until `inner` is
     * settled.  A hundred thousand shields round one long task are a hundred
     * thousand watches then;
     * a_shield_that_was_given_up_leaves_no_watch catches it. */
    aw_watch_stop(&shield->inner);
    return aw_future_settle(future, -ECANCELED, NULL);
}

const struct aw_future_ops aw_shield_ops = {
    .kind = "shield",
    .cancel = relay_cancelled,
};

static int inner_settled(struct aw_handle *handle)
{
    struct aw_watch *inner = aw_container_of(handle, struct aw_watch, handle);
    struct aw_shield *shield = aw_container_of(inner, struct aw_shield, inner);

    shield->future.detail = inner->detail;
    aw_future_settle(&shield->future, inner->result, inner->value);
    return 0;
}

void aw__shield_begin(struct aw_shield *shield, struct aw_future *inner,
                      const char *where)
{
    struct aw_loop *loop;
    void *value = NULL;
    int result;

    aw__scope_begin(&shield->scope, "shield", where);
    loop = shield->scope.task->future.loop;
    AW_ASSERT(inner->loop == loop, "a shield was put round a future of "
                                   "another loop");
    aw__future_init(&shield->future, loop, &aw_shield_ops, where);
    aw_watch_init(&shield->inner, inner_settled, true);
    if (aw_future_done(inner)) {
        result = aw_future_result(inner, &value);
        shield->future.detail = inner->detail;
        aw_future_settle(&shield->future, result, value);
        return;
    }
    if (inner->ops == &aw_task_ops)
        aw_task_start(aw_container_of(inner, struct aw_task, future));
    aw_watch_start(&shield->inner, inner);
}

void aw_shield_end(struct aw_shield *shield)
{
    aw__scope_end(&shield->scope);
    aw_watch_stop(&shield->inner);
    aw_future_deinit(&shield->future);
}

int aw_await_shielded(struct aw_future *inner, void **value)
{
    struct aw_task *task = aw_task_self();
    struct aw_shield shield;
    int rc;

    /* What aw_await refuses it has to see. */
    if (task && (inner == &task->future || inner->loop != task->future.loop))
        return aw_await(inner, value);
    aw_shield_begin(&shield, inner);
    rc = aw_await(&shield.future, value);
    aw_shield_end(&shield);
    return rc;
}
