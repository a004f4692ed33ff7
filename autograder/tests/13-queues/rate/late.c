/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct aw_bucket bucket;
static aw_time when[4];

/* A bucket with a token each 10 ms, and a window of one in 10 ms. */
static void open_both(size_t size)
{
    open_loop();
    aw_bucket_init(&bucket, &loop, 10 * AW_MS, size, "bucket");
    aw_window_init(&window, &loop, 10 * AW_MS, when, 1, "window");
}

static void close_both(void)
{
    run_all();
    aw_bucket_deinit(&bucket);
    close_window();
}

static int takes_one(void *arg)
{
    (void)arg;
    return say_when(aw_bucket_wait(&bucket, 1));
}

static int goes(void *arg)
{
    (void)arg;
    return say_when(aw_window_wait(&window));
}

/* ---- Between two --------------------------------------------------------*/

/* The first of two who wait, one of them in its sleep and one in line, gives
 * up; and until the turn in which the other one goes on, time passes. */
static struct aw_task *between_two(aw_body waits)
{
    struct aw_task *a = spawn("a", waits, NULL);

    launch("b", waits, NULL);
    turn();
    aw_task_cancel(a, "asked");
    turn();
    EXPECT_SAID("a=ECANCELED@0", "two wait, and the first was asked to end");
    pass(10 * AW_MS);
    return a;
}

GRADED(rate, between_two_who_wait_nobody_takes,
       "Take `n` tokens if they are there and nobody waits.")
{
    struct aw_task *a;

    open_both(1);
    EXPECT(aw_bucket_try(&bucket, 1), "took all");
    a = between_two(takes_one);
    EXPECT(!aw_bucket_try(&bucket, 1),
           "tried when the second was woken, and has not gone on yet");
    run_all();
    EXPECT_SAID("a=ECANCELED@0 b+0@10", "let the second go on");
    aw_task_drop(a);
    close_both();
}

GRADED(rate, between_two_who_wait_nobody_goes,
       "Go through, if that is possible now and nobody waits.")
{
    struct aw_task *a;

    open_both(1);
    EXPECT(aw_window_try(&window), "went through");
    a = between_two(goes);
    EXPECT(!aw_window_try(&window),
           "tried when the second was woken, and has not gone on yet");
    run_all();
    EXPECT_SAID("a=ECANCELED@0 b+0@10", "let the second go on");
    aw_task_drop(a);
    close_both();
}

/* ---- Long idle ----------------------------------------------------------*/

GRADED(rate, idling_long_it_holds_no_more,
       "Returns whether they were taken: never, if `n` is above the size.")
{
    open_both(3);
    pass(3600 * AW_SEC);
    EXPECT(!aw_bucket_try(&bucket, 4), "tried 4 of 3, an hour later");
    EXPECT(!aw_bucket_try(&bucket, SIZE_MAX), "and as many as there are");
    EXPECT_INT(aw_bucket_level(&bucket), 3, "looked at the level");
    close_both();
}

/* ---- Woken late ---------------------------------------------------------*/

GRADED(rate, woken_late_it_is_later_for_the_next_token,
       "on average so many in a second, and bursts of so many")
{
    open_both(1);
    for (int i = 0; i < 3; i++)
        launch("a", takes_one, NULL);
    turn();
    pass(25 * AW_MS); /* nobody looked at the clock at 10 */
    run_all();
    EXPECT_SAID("a+0@0 a+0@25 a+0@35",
                "the second was woken at 25 in place of 10");
    close_both();
}

GRADED(rate, woken_late_it_is_later_for_the_next_one,
       "What counts is when somebody went through, not when he could have.")
{
    open_both(1);
    for (int i = 0; i < 3; i++)
        launch("a", goes, NULL);
    turn();
    pass(15 * AW_MS); /* nobody looked at the clock at 10 */
    run_all();
    EXPECT_SAID("a+0@0 a+0@15 a+0@25",
                "one in each 10 ms; the second was woken at 15 ms in place of "
                "10");
    close_both();
}
