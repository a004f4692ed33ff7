/* SPDX-License-Identifier: MIT */
/* A gathering: one future that is settled when many are.
 *
 *      member 0 --heard--> \
 *      member 1 --heard-->  left: 3, 2, 1, 0 --> settled
 *      member 2 --heard--> /
 *
 * It counts, and that is nearly all.  It has no tasks of its own and owns none,
 * so when it is settled early, or given up, the others go on, and it is
 * nobody's business to wait for them. [leak]
 *
 * The hard thing is to be asked to end.  The request goes to the members, and
 * comes back through them: a gathering is over when they are. [pass-on] */
#include "aw/gather_parts.h"

static struct aw_task *task_of(struct aw_future *future)
{
    return future->ops == &aw_task_ops
               ? aw_container_of(future, struct aw_task, future)
               : NULL;
}

/* ---- Hearing ------------------------------------------------------------*/

static void settle(struct aw_gather *gather, const struct aw_watch *watch)
{
    gather->future.detail = watch->detail;
    aw_future_settle(&gather->future, watch->result, NULL);
}

static void hear(struct aw_gather *gather, struct aw_member *member)
{
    gather->left--;
    if (member->watch.result < 0 && !gather->failed)
        gather->failed = member;
    if (aw_future_done(&gather->future))
        return;
    if (member->watch.result < 0 && gather->mode == AW_FAIL_FAST)
        settle(gather, &member->watch);
    else if (gather->left == 0)
        /* Why not 0 in any case: who gathers errors in place and was asked to
         * end has to hear of that, or the request would be lost in there. */
        aw_future_settle(&gather->future, gather->asked ? -ECANCELED : 0,
                         gather->member);
}

static int member_settled(struct aw_handle *handle)
{
    struct aw_member *member =
        aw_container_of(handle, struct aw_member, watch.handle);

    hear(member->of, member);
    return 0;
}

/* [twice] Is the watch at this place in the list of `future` one of ours?
 * Those of a future that is a member several times stand next to each other,
 * for nobody else runs while we begin. */
static bool is_ours(const struct aw_gather *gather,
                    const struct aw_future *future, const struct aw_list *node)
{
    const struct aw_watch *watch = aw_container_of(node, struct aw_watch, link);

    return node != &future->watches && watch->handle.fn == member_settled &&
           aw_container_of(watch, struct aw_member, watch)->of == gather;
}

/* ---- Being asked --------------------------------------------------------*/

static void give_up_too(struct aw_watch *watch)
{
    struct aw_loop *loop = watch->future->loop;

    aw_watch_stop(watch);
    watch->state = AW_CANCELLED;
    watch->result = -ECANCELED;
    aw_call_soon(loop, &watch->handle);
}

/* [twice] The first of them awaits, and answers for the others, which stand
 * behind it.  Why not each for itself: when the last one's turn comes, perhaps
 * nobody awaits the future any more, for a member between them has given it up
 * as well; and it would be cancelled after it was let go. */
static bool ask(struct aw_gather *gather, struct aw_watch *watch)
{
    struct aw_future *future = watch->future;
    struct aw_list *node = watch->link.next, *next;
    bool any;

    if (!future || !watch->awaits)
        return false;
    any = aw_watch_withdraw(watch);
    if (watch->future || aw_future_done(future))
        return any;
    for (; is_ours(gather, future, node); node = next) {
        next = node->next;
        give_up_too(aw_container_of(node, struct aw_watch, link));
    }
    return any;
}

static bool ask_members(struct aw_future *future)
{
    struct aw_gather *gather =
        aw_container_of(future, struct aw_gather, future);
    bool any = false;

    /* [ring] What is asked here asks this one. */
    if (gather->asking)
        return aw_future_settle(future, -ECANCELED, NULL);
    gather->asking = true;
    for (size_t i = 0; i < gather->n; i++)
        any |= ask(gather, &gather->member[i].watch);
    gather->asking = false;
    gather->asked |= any;
    /* Invariant: true, and a member will be heard; or false, and all have
     * been settled, and will be heard without that. [pass-on] */
    return any;
}

const struct aw_future_ops aw_gather_ops = {
    .kind = "gathering",
    .cancel = ask_members,
};

/* ---- Beginning ----------------------------------------------------------*/

/* Returns true when `member` will be heard. */
static bool start(struct aw_gather *gather, struct aw_member *member)
{
    struct aw_future *future = member->future;
    struct aw_task *task;

    aw__member_init(member, member_settled, gather);
    if (!future)
        return false;
    task = task_of(future);
    AW_ASSERT(future->loop == gather->future.loop,
              "a future of another loop was gathered");
    AW_ASSERT(!task || task != gather->scope.task,
              "a task gathered itself: it would wait for itself for ever");
    if (aw_future_done(future))
        return true;
    if (task)
        aw_task_start(task);
    member->watch.awaits = !is_ours(gather, future, future->watches.prev);
    aw_watch_start(&member->watch, future);
    return true;
}

/* What is settled already costs no turn. */
static void take(struct aw_gather *gather, struct aw_member *member)
{
    struct aw_watch *watch = &member->watch;
    struct aw_future *future = member->future;

    if (!future || watch->future)
        return;
    watch->state = future->state;
    watch->detail = future->detail;
    watch->result = aw_future_result(future, &watch->value);
    hear(gather, member);
}

void aw__gather_begin(struct aw_gather *gather, struct aw_member *member,
                      size_t n, enum aw_gather_mode mode, const char *where)
{
    aw__scope_begin(&gather->scope, "gathering", where);
    aw__future_init(&gather->future, gather->scope.task->future.loop,
                    &aw_gather_ops, where);
    gather->member = member;
    gather->n = n;
    gather->left = 0;
    gather->failed = NULL;
    gather->mode = (uint8_t)mode;
    gather->asked = gather->asking = false;
    for (size_t i = 0; i < n; i++)
        gather->left += start(gather, &member[i]);
    if (gather->left == 0)
        aw_future_settle(&gather->future, 0, member);
    /* Wrong turn: to hear of these while others are not started yet.  With the
     * first of them all would be settled that are there; and the rest would be
     * left out. the_others_are_started_first catches it. */
    for (size_t i = 0; i < n; i++)
        take(gather, &member[i]);
}

/* ---- Ending -------------------------------------------------------------*/

void aw_gather_end(struct aw_gather *gather)
{
    aw__scope_end(&gather->scope);
    for (size_t i = 0; i < gather->n; i++) {
        struct aw_watch *watch = &gather->member[i].watch;

        /* [leak] Whoever is left has lost his audience, and nobody is told of
         * it.  asyncio does the same. */
        if (watch->future && watch->awaits)
            watch->future->quiet = true;
        aw_watch_stop(watch);
    }
    aw_future_deinit(&gather->future);
}

int aw_gather(struct aw_member *member, size_t n, enum aw_gather_mode mode)
{
    struct aw_gather gather;
    int rc;

    aw_gather_begin(&gather, member, n, mode);
    rc = aw_await(&gather.future, NULL);
    aw_gather_end(&gather);
    return rc;
}
