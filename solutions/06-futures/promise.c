/* SPDX-License-Identifier: MIT */
/* A promise: an outcome that crosses from one thread to another.
 *
 * The crossing itself is aw_loop_post.  Before the post the promise belongs to
 * the thread that settles it, behind it to the loop, and nothing is touched by
 * both.  That needs no lock, but it decides who may look at what: `result` and
 * `value` are the other thread's until the post, `future` is always the
 * loop's. [two-owners]
 *
 * The one hard thing is an outcome that comes too late. [too-late] */
#include "aw/promise.h"

static int arrived(struct aw_handle *handle)
{
    struct aw_post *post = aw_container_of(handle, struct aw_post, handle);
    struct aw_promise *promise = aw_container_of(post, struct aw_promise, post);
    struct aw_future *future = promise->future;
    bool taken;

    promise->loop->holds--;
    promise->future = NULL;
    /* [too-late] Wrong turn: aw_future_resolve takes a cancelled future for a
     * mistake of the program, and stops it;
     * a_cancelled_future_does_not_take_it catches it. */
    taken = future && aw_future_settle(future, promise->result, promise->value);

    /* The last thing: `over` may free the promise. */
    if (promise->over)
        promise->over(promise, taken);
    return 0;
}

void aw_promise_init(struct aw_promise *promise, struct aw_future *future,
                     void (*over)(struct aw_promise *promise, bool taken))
{
    *promise = (struct aw_promise){
        .loop = future->loop, .future = future, .over = over};
    aw_handle_init(&promise->post.handle, arrived);
    promise->loop->holds++;
}

int aw_promise_settle(struct aw_promise *promise, int result, void *value)
{
    promise->result = result;
    promise->value = value;
    /* [two-owners] From here on it is the loop's, and perhaps freed. */
    return aw_loop_post(promise->loop, &promise->post);
}

bool aw_promise_detach(struct aw_promise *promise)
{
    bool attached = promise->future;

    promise->future = NULL;
    return attached;
}
