/* SPDX-License-Identifier: MIT */
/* Callbacks from other threads: a stack that many push to and one empties.
 *
 *      posts --> [ third ] --> [ second ] --> [ first ] --> NULL
 *
 * Pushing is one compare-and-exchange, taking all is one exchange, and there
 * is no lock that a thread could sleep with.  Only who finds the stack empty
 * rings the bell: whoever comes second knows that it has rung. [one-bell]
 *
 * The hard thing is the end.  A thread that posts while the loop is closed
 * must learn that it came too late, so the closing thread leaves a mark in
 * the stack's place, and nothing can be pushed on a mark. [closed-mark] */
#include <sched.h>

#include "aw/loop_parts.h"

/* Nobody's post.  Only its address means something. */
static struct aw_post closed_mark;

static int push(struct aw_loop *loop, struct aw_post *post)
{
    struct aw_post *top = atomic_load(&loop->posts);

    /* Teacher: a failed exchange stores into `top` what is there now, so the
     * loop asks its question anew.  That the stack may have been emptied and
     * filled again in between (ABA) does no harm to a push. */
    do {
        if (top == &closed_mark)
            return -ESHUTDOWN;
        post->next = top;
    } while (!atomic_compare_exchange_weak(&loop->posts, &top, post));
    /* [one-bell] From here on `post` is the loop's, and may have run already.
     * The bell comes behind the push.  Wrong turn: ringing first; the loop
     * wakes, finds nothing and sleeps, and then the post comes;
     * post/no_wake_up_is_lost. */
    if (!top)
        loop->poller.ops->wake(&loop->poller);
    return 0;
}

int aw_loop_post(struct aw_loop *loop, struct aw_post *post)
{
    int rc;

    /* [counted-in] Counted in and out, as a signal handler is: between the
     * push and the bell the loop may be closed, and the bell with it. */
    atomic_fetch_add(&loop->posting, 1);
    rc = push(loop, post);
    atomic_fetch_sub(&loop->posting, 1);
    return rc;
}

/* Oldest first: a stack gives the newest first. */
static struct aw_post *reversed(struct aw_post *post)
{
    struct aw_post *before = NULL, *next;

    for (; post; post = next) {
        next = post->next;
        post->next = before;
        before = post;
    }
    return before;
}

void aw__posts_take(struct aw_loop *loop)
{
    struct aw_post *post;

    /* Most iterations have none: look before taking the cache line. */
    if (!atomic_load(&loop->posts))
        return;
    /* All at once.  Wrong turn: taking until there is none.  A thread that
     * posts fast enough keeps the loop here for ever. */
    post = reversed(atomic_exchange(&loop->posts, NULL));
    for (; post; post = post->next)
        aw_ready_push(&loop->ready, &post->handle);
}

/* [closed-mark] Either a thread is counted in before it sees the stack, and
 * then it is waited for, or it finds the mark.  As in chapter 03, both orders
 * need sequential consistency, which is the default. */
void aw__posts_close(struct aw_loop *loop)
{
    atomic_store(&loop->posts, &closed_mark);
    while (atomic_load(&loop->posting) > 0)
        sched_yield();
}
