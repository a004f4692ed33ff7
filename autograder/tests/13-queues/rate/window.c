/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static aw_time when[16];

/* `n` in each 10 ms. */
static void open_window(size_t n)
{
    open_loop();
    aw_window_init(&window, &loop, 10 * AW_MS, when, n, "api");
}

/* ---- Window -------------------------------------------------------------*/

static int goes(void *arg)
{
    (void)arg;
    return say_when(aw_window_wait(&window));
}

static int goes_eight_times(void *arg)
{
    (void)arg;
    for (int i = 0; i < 8; i++) {
        aw_window_wait(&window);
        say("%d", now_ms());
    }
    return 0;
}

GRADED(rate, so_many_in_each_period, "never more in any stretch of that length")
{
    open_window(3);
    launch("a", goes_eight_times, NULL);
    run_all();
    EXPECT_SAID("0 0 0 10 10 10 20 20", "eight through 3 in each 10 ms");
    close_window();
}

GRADED(rate, the_window_slides, "never more in any stretch of that length")
{
    open_window(2);
    pass(3 * AW_MS);
    EXPECT(aw_window_try(&window), "tried at 3 ms");
    pass(4 * AW_MS);
    EXPECT(aw_window_try(&window), "tried at 7 ms");
    pass(5 * AW_MS);
    EXPECT(!aw_window_try(&window), "tried at 12 ms, behind 3 and 7");
    EXPECT_INT(aw_window_next(&window) / AW_MS, 13, "asked for the next");
    pass(AW_MS);
    EXPECT(aw_window_try(&window), "tried at 13 ms");
    EXPECT_INT(aw_window_next(&window) / AW_MS, 17, "asked for the next");
    close_window();
}

GRADED(rate, exactly_a_period_apart_is_apart,
       "Two that are exactly `period` apart are not in one.")
{
    open_window(1);
    EXPECT(aw_window_try(&window), "tried at 0");
    pass(10 * AW_MS - 1);
    EXPECT(!aw_window_try(&window), "tried a nanosecond before 10 ms");
    EXPECT_INT(aw_window_next(&window), 10 * AW_MS, "asked for the next");
    pass(1);
    EXPECT(aw_window_try(&window), "tried at 10 ms");
    EXPECT(!aw_window_try(&window), "and once more");
    close_window();
}

GRADED(rate, a_new_window_is_open,
       "A window that lets `n` through in each "
       "`period`")
{
    open_window(3);
    EXPECT_INT(aw_window_next(&window), 0, "asked a new one");
    pass(5 * AW_MS);
    EXPECT_INT(aw_window_next(&window), 5 * AW_MS, "asked it later: now");
    for (int i = 0; i < 3; i++)
        EXPECT(aw_window_try(&window), "went through");
    EXPECT_INT(aw_window_next(&window), 15 * AW_MS, "asked it behind three");
    close_window();
}

GRADED(rate, one_at_a_time, "A window that lets `n` through in each `period`")
{
    open_window(1);
    launch("a", goes, NULL);
    launch("b", goes, NULL);
    launch("c", goes, NULL);
    run_all();
    EXPECT_SAID("a+0@0 b+0@10 c+0@20", "three through 1 in each 10 ms");
    close_window();
}

GRADED(rate, who_gives_up_does_not_count,
       "-ECANCELED, when this task was "
       "asked to end: then it does not "
       "count")
{
    struct asker asker;
    struct aw_task *b;

    open_window(1);
    launch("a", goes, NULL);
    b = spawn("b", goes, NULL);
    launch("c", goes, NULL);
    ask_at(&asker, b, 5);
    run_all();
    EXPECT_SAID("a+0@0 b=ECANCELED@5 c+0@10", "asked while it sleeps");
    aw_task_drop(b);
    close_window();
}

GRADED(rate, who_gives_up_in_the_last_turn_does_not_count,
       "-ECANCELED, when this task was asked to end: then it does not count")
{
    struct asker asker;
    struct aw_task *a;

    open_window(1);
    aw_window_try(&window);
    a = spawn("a", goes, NULL);
    turn();
    ask_at(&asker, a, 10); /* its timer comes behind the sleep's */
    run_all();
    EXPECT_SAID("a=ECANCELED@10", "asked in the moment in which it is open");
    EXPECT(aw_window_try(&window), "went through");
    aw_task_drop(a);
    close_window();
}

GRADED(rate, nobody_overtakes_at_a_window,
       "Go through, if that is possible now and nobody waits.")
{
    open_window(1);
    aw_window_try(&window);
    launch("a", goes, NULL);
    turn();
    pass(10 * AW_MS);
    EXPECT(!aw_window_try(&window), "it is open, and somebody waits");
    run_all();
    EXPECT_SAID("a+0@10", "let who waits go on");
    close_window();
}

GRADED(rate, a_window_of_nothing_is_misuse,
       "Misuse with n of 0, and with a period of 0 or less.")
{
    open_loop();
    EXPECT_MISUSE(aw_window_init(&window, &loop, 0, when, 3, NULL), "",
                  "made one with a period of 0");
    EXPECT_MISUSE(aw_window_init(&window, &loop, AW_MS, when, 0, NULL), "",
                  "made one for 0");
    close_quiet();
}

GRADED(rate, the_end_of_a_window_that_is_waited_for_is_misuse,
       "deinit is misuse while somebody waits")
{
    open_window(1);
    aw_window_try(&window);
    launch("a", goes, NULL);
    turn();
    EXPECT_MISUSE(aw_window_deinit(&window), "", "somebody waits");
}

GRADED(rate, a_window_is_waited_for_in_tasks,
       "What waits is misuse outside of a task.")
{
    open_window(1);
    EXPECT_MISUSE(aw_window_wait(&window), "", "waited outside of a task");
    EXPECT(aw_window_try(&window), "tried outside of a task");
    close_window();
}

GRADED(rate, the_longest_period,
       "When one could go through, if nobody waits; now, or later")
{
    open_loop();
    pass(AW_SEC);
    aw_window_init(&window, &loop, AW_NEVER, when, 1, NULL);
    EXPECT(aw_window_try(&window), "went through once");
    EXPECT(!aw_window_try(&window), "and twice");
    EXPECT_INT(aw_window_next(&window), AW_NEVER, "asked for the next");
    close_window();
}

/* Goes through at times drawn by chance, and notes them. */
static aw_time gone[256];
static size_t n_gone;

static int goes_by_chance(void *arg)
{
    (void)arg;
    for (int i = 0; i < 20; i++) {
        aw_sleep((aw_time)graded_random(20) * AW_MS);
        if (aw_window_wait(&window) == 0)
            gone[n_gone++] = aw_loop_now(&loop);
    }
    return 0;
}

GRADED(rate, in_no_period_more_than_so_many,
       "never more in any stretch of that length")
{
    int wrong = 0;

    n_gone = 0;
    open_window(3);
    for (int i = 0; i < 8; i++)
        launch("a", goes_by_chance, NULL);
    run_all();
    EXPECT_INT(n_gone, 160, "eight tasks went through 20 times each");
    for (size_t i = 3; i < n_gone; i++)
        wrong += gone[i] - gone[i - 3] < 10 * AW_MS;
    EXPECT_INT(wrong, 0, "looked for four in one period");
    close_window();
}
