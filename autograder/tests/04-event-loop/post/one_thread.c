/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { MANY = 100000 };
static struct aw_post many[MANY];
static int ran, out_of_order;

GRADED(post, a_post_runs_in_a_turn_to_come,
       "Call `post`'s handle in a turn of the loop that is to come")
{
    open_loop();
    post("b");
    EXPECT_SAID("", "posted b");
    EXPECT(!aw_handle_queued(&of('b')->post.handle), "posted b, no turn yet");
    soon("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b", "posted b, called a soon");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran on");
    EXPECT_SAID("a b", "ran on");
}

GRADED(post, posts_keep_their_order,
       "Posts of one thread run in the order in which they were posted.")
{
    /* A43 */
    open_loop();
    post("acbd");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c b d", "posted a, c, b, d");
    post("hg");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c b d h g", "posted h, g");
}

GRADED(post, taking_pushes_the_oldest_first,
       "Push the handle of every post that has come, oldest first, and leave "
       "no post behind.")
{
    open_loop();
    aw__posts_take(&loop);
    post("abc");
    EXPECT(loop.posts, "posted three");
    aw__posts_take(&loop);
    EXPECT_PTR(loop.posts, NULL, "posted three, took them");
    EXPECT_SAID("", "took them: nothing runs");
    post("d");
    EXPECT_INT(aw_ready_run(&loop.ready), 3, "ran the queue");
    EXPECT_SAID("a b c", "ran the queue");
    aw__posts_take(&loop);
    aw__posts_take(&loop);
    EXPECT_INT(aw_ready_run(&loop.ready), 1, "took the fourth");
}

GRADED(post, a_burst_rings_once,
       "However many come before the loop looks, the engine's `wake` is called "
       "once for them.")
{
    /* A42 */
    open_loop();
    post("abcdefgh");
    EXPECT_INT(spy.wakes, 1, "posted eight");
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.wakes, 1, "posted eight, took an iteration");
    post("a");
    EXPECT_INT(spy.wakes, 2, "posted one more");
    post("b");
    EXPECT_INT(spy.wakes, 2, "posted one more");
    aw_loop_run(&loop);
    EXPECT_SAID("a b c d e f g h a b", "ran");
}

static bool is_there;

static void looks_for_a_post(struct aw_poller *poller)
{
    is_there = atomic_load(&loop.posts) != NULL;
    ENGINE->wake(poller);
}

/* Who rings first may find the loop asleep again when he pushes: threads.c. */
GRADED(post, a_post_is_there_when_the_bell_rings,
       "The post can be taken before the engine's `wake` is called for it.")
{
    open_loop();
    spy_ops.wake = looks_for_a_post;
    post("a");
    EXPECT(is_there, "posted a, and looked for it in `posts` from `wake`");
    aw_loop_run(&loop);
    EXPECT_SAID("a", "posted a, and ran");
}

static struct aw_source source;

static aw_time prepares(struct aw_source *s)
{
    (void)s;
    return AW_NEVER;
}

static void dispatches(struct aw_source *s)
{
    (void)s;
    soon("d");
}

GRADED(post, posts_come_between_input_and_sources,
       "posts are pushed, in the order in which they came")
{
    struct line line;

    /* A4 */
    open_loop();
    line_open(&line);
    source = (struct aw_source){.prepare = prepares, .dispatch = dispatches};
    aw_list_init(&source.link);
    aw_list_append(&loop.sources, &source.link);
    at('e', 1000);
    post("c");
    wait_for('b', &line, AW_READ);
    line_send(&line);
    soon("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b c d e", "a queued, b readable, c posted, d from a source, "
                             "e due");
}

GRADED(post, a_post_alone_is_work,
       "Call `post`'s handle in a turn of the loop that is to come")
{
    open_loop();
    post("a");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "posted a, took an iteration");
    EXPECT_SAID("a", "posted a, took an iteration");
    EXPECT_INT(aw_loop_run_once(&loop), 0, "took one more");
    post("b");
    EXPECT_INT(aw_loop_run(&loop), 0, "posted b, ran");
    EXPECT_SAID("a b", "posted b, ran");
}

static void post_comes(void)
{
    if (spy.polls == 1)
        post("a");
}

GRADED(post, a_post_comes_before_the_jump,
       "when a poll without waiting has brought nothing, and nothing is held, "
       "the clock jumps")
{
    open_loop();
    at('b', 2000);
    spy.before = post_comes;
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "a was posted during the poll");
    EXPECT_INT(clock_.time, 1000, "a was posted during the poll");
    aw_loop_run(&loop);
    EXPECT_SAID("a b", "ran on");
}

static void posts_itself(struct step *me)
{
    if (++me->result <= 5)
        post((char[]){me->name, '\0'});
    else
        me->result = 0;
}

GRADED(post, a_post_may_be_posted_from_its_own_handle,
       "A post may be posted again from its own handle.")
{
    struct line line;

    /* A43 */
    open_loop();
    line_open(&line);
    of('a')->act = posts_itself;
    post("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "a posts itself");
    wait_for('b', &line, AW_READ);
    line_send(&line);
    at('c', 1000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b a c", "b is readable, and c is due");
    line_close(&line);
    EXPECT_INT(aw_loop_run(&loop), 0, "ran on");
    EXPECT_SAID("a b a c a a a a", "ran on");
}

static int counts(struct aw_handle *handle)
{
    struct aw_post *one = aw_container_of(handle, struct aw_post, handle);

    out_of_order += one - many != ran;
    ran++;
    return 0;
}

GRADED(post, a_hundred_thousand_starve_nobody,
       "However many come, timers and descriptors have their turn between.")
{
    int bad = 0;

    /* A43 */
    open_loop();
    for (int i = 0; i < MANY; i++) {
        aw_handle_init(&many[i].handle, counts);
        bad += aw_loop_post(&loop, &many[i]) != 0;
    }
    at('a', 1000);
    EXPECT_INT(bad, 0, "posted 100000");
    EXPECT_INT(spy.wakes, 1, "posted 100000");
    aw_loop_run_once(&loop);
    EXPECT_INT(ran, MANY, "posted 100000, took an iteration");
    EXPECT_INT(out_of_order, 0, "posted 100000, took an iteration");
    EXPECT_SAID("a", "timer a is due in the same iteration");
}

static void cancels_c(struct step *me)
{
    (void)me;
    say(aw_handle_cancel(&of('c')->post.handle) ? "yes" : "no");
}

static int told_error;

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    told_error = report->error;
}

GRADED(post, a_post_is_a_callback_like_others,
       "Call `post`'s handle in a turn of the loop that is to come")
{
    open_loop();
    loop.on_error = hears;
    of('a')->result = -EPIPE;
    of('b')->act = cancels_c;
    post("abcd");
    aw_loop_run(&loop);
    EXPECT_SAID("a b yes d", "a failed, b cancelled c");
    EXPECT_INT(told_error, -EPIPE, "a failed");
    post("c");
    aw_loop_run(&loop);
    EXPECT_SAID("a b yes d c", "posted the one that was cancelled");
}
