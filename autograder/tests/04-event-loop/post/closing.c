/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(post, a_closed_loop_refuses,
       "-ESHUTDOWN after aw_loop_close, even if that runs at the same time: "
       "then the handle is not called.")
{
    /* A8, A43 */
    open_loop();
    aw_loop_close(&loop);
    EXPECT_INT(aw_loop_post(&loop, &of('a')->post), -ESHUTDOWN, "posted late");
    EXPECT_INT(aw_loop_post(&loop, &of('a')->post), -ESHUTDOWN, "posted again");
    EXPECT_INT(spy.wakes, 0, "posted late: a closed engine was woken");
    EXPECT(!aw_handle_queued(&of('a')->post.handle), "posted late");
    open_loop();
    post("a");
    aw_loop_run(&loop);
    EXPECT_SAID("a", "posted it to another loop");
}

static void posts_b(struct aw_closer *closer, struct aw_loop *l)
{
    (void)closer, (void)l;
    post("b");
}

GRADED(post, a_closer_may_post,
       "the loop is still open, but what they push is "
       "not run")
{
    struct aw_closer closer = {.fn = posts_b};

    open_loop();
    aw_loop_add_closer(&loop, &closer);
    aw_loop_close(&loop);
    EXPECT_SAID("", "a closer posted b");
    EXPECT(!aw_handle_queued(&of('b')->post.handle), "a closer posted b");
}

static int refuses(struct aw_poller *poller)
{
    (void)poller;
    return -EMFILE;
}

GRADED(post, a_loop_that_was_never_open_refuses,
       "After a failure the loop is closed")
{
    struct aw_poller_ops ops = *spied();
    struct aw_loop_options options = {.engine = &ops};

    ops.open = refuses;
    steps_init();
    EXPECT_INT(aw_loop_init(&loop, &options), -EMFILE, "made a loop");
    EXPECT_INT(aw_loop_post(&loop, &of('a')->post), -ESHUTDOWN, "posted");
    EXPECT_INT(spy.wakes, 0, "failed to make a loop: wakes");
}

GRADED(post, what_has_not_run_is_dropped, "posts that have not run are dropped")
{
    open_loop();
    post("ab");
    aw__posts_take(&loop);
    post("cd");
    aw_loop_close(&loop);
    EXPECT_SAID("", "closed with two posts pushed and two that are not");
    for (char name = 'a'; name < 'e'; name++)
        EXPECT(!aw_handle_queued(&of(name)->post.handle),
               "closed: is %c queued", name);
    open_loop();
    post("abcd");
    aw_loop_run(&loop);
    EXPECT_SAID("a b c d", "posted them to another loop");
}

GRADED(post, closing_for_posts_alone,
       "Refuse every post from now on, and forget those that have come: their "
       "handles are not pushed.")
{
    open_loop();
    post("ab");
    aw__posts_close(&loop);
    EXPECT(!aw_handle_queued(&of('a')->post.handle), "posted a, closed");
    EXPECT_INT(aw_loop_post(&loop, &of('c')->post), -ESHUTDOWN, "posted c");
    EXPECT_INT(aw_ready_run(&loop.ready), 0, "ran the queue");
    aw__posts_close(&loop);
    EXPECT_INT(aw_loop_post(&loop, &of('c')->post), -ESHUTDOWN, "closed twice");
    EXPECT_INT(loop.posting, 0, "closed twice: threads that are posting");
}
