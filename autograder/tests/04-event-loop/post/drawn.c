/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static bool on_the_way[STEPS];
static int deeds_left, ways;

static void posts_one(void)
{
    int i = (int)graded_random(STEPS);

    if (on_the_way[i] || deeds_left-- <= 0)
        return;
    on_the_way[i] = true;
    ways++;
    say("post-%c=%s", step[i].name,
        aw_error_name(aw_loop_post(&loop, &step[i].post)));
}

/* What it posts from its own handle may be itself. */
static int arrives(struct aw_handle *handle)
{
    struct step *me = aw_container_of(handle, struct step, post.handle);

    say("%c", me->name);
    on_the_way[me - step] = false;
    ways--;
    for (uint64_t n = graded_random(3); n > 0; n--)
        posts_one();
    return 0;
}

static void *posts_some(void *arg)
{
    (void)arg;
    for (uint64_t n = graded_random(5); n > 0; n--)
        posts_one();
    return NULL;
}

GRADED(post, drawn_posts_arrive_as_in_the_reference,
       "Posts of one thread run in the order in which they were posted.")
{
    open_loop();
    deeds_left = 240;
    for (int i = 0; i < STEPS; i++)
        aw_handle_init(&step[i].post.handle, arrives);
    for (int i = 0; i < 50; i++) {
        if (graded_random(4))
            posts_some(NULL);
        else
            pthread_join(start(posts_some, NULL), NULL);
        if (ways == 0 || graded_random(4) == 0)
            soon("a");
        say("%u", (unsigned)spy.wakes);
        say("|%d", aw_loop_run_once(&loop));
    }
    aw_loop_close(&loop);
    for (int i = 0; i < STEPS; i++) {
        say("%d", aw_handle_queued(&step[i].post.handle));
        say("%s", aw_error_name(aw_loop_post(&loop, &step[i].post)));
    }
    EXPECT_AS_REFERENCE("posted (post-a), here and from a thread, and took "
                        "iterations (|1); before each, the wakes so far");
}
