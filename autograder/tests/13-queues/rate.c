/* SPDX-License-Identifier: MIT */
#include "aw/rate.h"

#include "fixture.h"

static struct aw_bucket bucket;
static struct aw_window window;
static aw_time when[16];

/* A token each 10 ms, and up to `size` of them. */
static void open_bucket(size_t size)
{
    open_loop();
    aw_bucket_init(&bucket, &loop, 10 * AW_MS, size, "api");
}

static void close_bucket(void)
{
    run_all();
    aw_bucket_deinit(&bucket);
    close_quiet();
}

/* `n` in each 10 ms. */
static void open_window(size_t n)
{
    open_loop();
    aw_window_init(&window, &loop, 10 * AW_MS, when, n, "api");
}

static void close_window(void)
{
    run_all();
    aw_window_deinit(&window);
    close_quiet();
}

/* So much time passes. */
static void pass(aw_time ns)
{
    virtual_clock.time += ns;
}

static int takes(void *arg)
{
    return say_when(aw_bucket_wait(&bucket, (size_t)(intptr_t)arg));
}

static int takes_six(void *arg)
{
    (void)arg;
    for (int i = 0; i < 6; i++) {
        int rc = aw_bucket_wait(&bucket, 1);

        say("%s@%d", aw_error_name(rc), now_ms());
    }
    return 0;
}

/* ---- Bucket -------------------------------------------------------------*/

GRADED(rate, a_bucket_is_full_to_begin_with, "A bucket that is full.")
{
    open_bucket(3);
    EXPECT_INT(aw_bucket_level(&bucket), 3, "made a bucket of 3");
    EXPECT(aw_bucket_try(&bucket, 3), "took 3");
    EXPECT(!aw_bucket_try(&bucket, 1), "took one more");
    EXPECT_INT(aw_bucket_level(&bucket), 0, "looked at the level");
    close_bucket();
}

GRADED(rate, a_burst_and_then_one_by_one,
       "on average so many in a second, and bursts of so many")
{
    open_bucket(3);
    launch("a", takes_six, NULL);
    run_all();
    EXPECT_SAID("OK@0 OK@0 OK@0 OK@10 OK@20 OK@30",
                "took six of a bucket of 3, one each 10 ms");
    close_bucket();
}

GRADED(rate, a_token_that_is_not_whole_is_none,
       "How many tokens are in it now.")
{
    open_bucket(3);
    aw_bucket_try(&bucket, 3);
    pass(10 * AW_MS - 1);
    EXPECT_INT(aw_bucket_level(&bucket), 0, "a nanosecond before the first");
    EXPECT(!aw_bucket_try(&bucket, 1), "took it");
    pass(1);
    EXPECT_INT(aw_bucket_level(&bucket), 1, "in its moment");
    pass(19 * AW_MS);
    EXPECT_INT(aw_bucket_level(&bucket), 2, "19 ms later");
    pass(AW_MS);
    EXPECT_INT(aw_bucket_level(&bucket), 3, "and 1 ms later");
    close_bucket();
}

GRADED(rate, parts_of_a_token_are_kept,
       "on average so many in a second, and bursts of so many")
{
    open_bucket(3);
    aw_bucket_try(&bucket, 3);
    for (int i = 0; i < 6; i++) {
        pass(i % 2 ? 5 * AW_MS : 15 * AW_MS);
        say("%d", aw_bucket_try(&bucket, 1));
    }
    EXPECT_SAID("1 1 1 1 1 1", "tried at 15, 20, 35, 40, 55 and 60 ms");
    close_bucket();
}

GRADED(rate, what_idles_gets_no_more_than_full,
       "and no more than this many are kept")
{
    open_bucket(3);
    aw_bucket_try(&bucket, 1);
    pass(3600 * AW_SEC);
    EXPECT_INT(aw_bucket_level(&bucket), 3, "an hour later");
    launch("a", takes_six, NULL);
    run_all();
    say("%d", now_ms() - 3600000);
    EXPECT(strstr(said(), "OK@3600000 OK@3600000 OK@3600000 OK@3600010") !=
               NULL,
           "took six");
    EXPECT(strstr(said(), " 30") != NULL, "looked at the clock");
    close_bucket();
}

GRADED(rate, several_at_once,
       "Take `n` tokens, as soon as they are there and "
       "it is this task's turn.")
{
    open_bucket(5);
    launch("a", takes, num(3));
    launch("b", takes, num(5));
    launch("c", takes, num(1));
    run_all();
    EXPECT_SAID("a+0@0 b+0@30 c+0@40", "took 3, 5 and 1 of a bucket of 5");
    close_bucket();
}

GRADED(rate, a_big_one_is_not_overtaken,
       "Both are fair: who has waited longest is first.")
{
    open_bucket(4);
    aw_bucket_try(&bucket, 4);
    launch("big", takes, num(4));
    launch("s1", takes, num(1));
    launch("s2", takes, num(1));
    turn();
    pass(20 * AW_MS);
    EXPECT(!aw_bucket_try(&bucket, 1), "two are there, and somebody waits");
    run_all();
    EXPECT_SAID("big+0@40 s1+0@50 s2+0@60", "a big one before two small ones");
    close_bucket();
}

GRADED(rate, more_than_it_holds_is_refused,
       "-EINVAL, when `n` is above the "
       "size")
{
    open_bucket(3);
    EXPECT(!aw_bucket_try(&bucket, 4), "tried 4 of a bucket of 3");
    launch("a", takes, num(4));
    turn();
    EXPECT_SAID("a=EINVAL@0", "waited for 4 of a bucket of 3");
    EXPECT_INT(aw_bucket_level(&bucket), 3, "looked at the level");
    close_bucket();
}

GRADED(rate, none_at_all_waits_for_its_turn,
       "Take `n` tokens, as soon as they "
       "are there and it is this task's "
       "turn.")
{
    open_bucket(1);
    launch("a", takes, num(0));
    launch("b", takes, num(1));
    launch("c", takes, num(1));
    launch("d", takes, num(0));
    run_all();
    EXPECT_SAID("a+0@0 b+0@0 c+0@10 d+0@10", "took 0, 1, 1 and 0");
    close_bucket();
}

GRADED(rate, who_gives_up_has_taken_nothing,
       "-ECANCELED, when this task was asked to end: then none was taken")
{
    struct asker asker;
    struct aw_task *a;

    open_bucket(3);
    aw_bucket_try(&bucket, 3);
    a = spawn("a", takes, num(3));
    launch("b", takes, num(1));
    ask_at(&asker, a, 5);
    run_all();
    EXPECT_SAID("a=ECANCELED@5 b+0@10", "asked while it sleeps");
    EXPECT_INT(aw_bucket_level(&bucket), 0, "looked at the level");
    aw_task_drop(a);
    close_bucket();
}

GRADED(rate, who_is_asked_in_the_last_turn_has_taken_nothing,
       "-ECANCELED, when this task was asked to end: then none was taken")
{
    struct asker asker;
    struct aw_task *a;

    open_bucket(1);
    aw_bucket_try(&bucket, 1);
    a = spawn("a", takes, num(1));
    turn();
    ask_at(&asker, a, 10); /* its timer comes behind the sleep's */
    run_all();
    EXPECT_SAID("a=ECANCELED@10", "asked in the moment of the token");
    EXPECT_INT(aw_bucket_level(&bucket), 1, "looked at the level");
    aw_task_drop(a);
    close_bucket();
}

GRADED(rate, who_gives_up_in_line_is_passed_over,
       "Both take nothing from those who give up.")
{
    struct asker asker;
    struct aw_task *b;

    open_bucket(1);
    aw_bucket_try(&bucket, 1);
    launch("a", takes, num(1));
    b = spawn("b", takes, num(1));
    launch("c", takes, num(1));
    ask_at(&asker, b, 5);
    run_all();
    EXPECT_SAID("b=ECANCELED@5 a+0@10 c+0@20", "asked while it stands in line");
    aw_task_drop(b);
    close_bucket();
}

GRADED(rate, who_waits_later_is_behind,
       "Take `n` tokens if they are there and "
       "nobody waits.")
{
    open_bucket(2);
    launch("a", takes, num(2));
    launch("b", takes, num(2));
    launch("c", takes, num(1));
    turn();
    pass(20 * AW_MS);
    EXPECT_INT(aw_bucket_level(&bucket), 2, "two are there");
    EXPECT(!aw_bucket_try(&bucket, 1), "and two wait");
    turn();
    turn();
    turn();
    EXPECT_SAID("a+0@0 b+0@20", "let the first of them have its turn");
    EXPECT(!aw_bucket_try(&bucket, 0), "one waits still");
    close_bucket();
}

GRADED(rate, it_needs_no_timer_while_nobody_waits,
       "They need no timer while nobody waits, and no memory but the caller's.")
{
    static struct graded_alloc memory;

    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    memory.calls = 0;
    aw_bucket_init(&bucket, &loop, 10 * AW_MS, 3, "api");
    aw_window_init(&window, &loop, 10 * AW_MS, when, 3, "api");
    EXPECT(aw_bucket_try(&bucket, 3), "took all");
    EXPECT(aw_window_try(&window), "went through");
    EXPECT_INT(loop.timers.live, 0, "counted timers");
    EXPECT_INT(memory.calls, 0, "counted requests for memory");
    aw_bucket_deinit(&bucket);
    close_window();
}

static int takes_without_waiting(void *arg)
{
    uint32_t steps = aw_task_self()->steps;

    (void)arg;
    for (int i = 0; i < 3; i++)
        aw_bucket_wait(&bucket, 1);
    EXPECT_INT(aw_task_self()->steps - steps, 0, "took three: steps");
    return 0;
}

GRADED(rate, what_is_there_is_taken_at_once,
       "Take `n` tokens, as soon as they "
       "are there")
{
    open_bucket(3);
    launch("a", takes_without_waiting, NULL);
    close_bucket();
}

GRADED(rate, a_bucket_of_nothing_is_misuse, "misuse with 0 or less")
{
    open_loop();
    EXPECT_MISUSE(aw_bucket_init(&bucket, &loop, 0, 3, NULL), "",
                  "made one with an interval of 0");
    EXPECT_MISUSE(aw_bucket_init(&bucket, &loop, AW_MS, 0, NULL), "",
                  "made one for 0");
    EXPECT_MISUSE(aw_bucket_init(&bucket, &loop, AW_SEC, SIZE_MAX, NULL), "",
                  "made one that takes for ever to fill");
    EXPECT_MISUSE(aw_bucket_init(&bucket, &loop, AW_NEVER / 4, 2, NULL), "",
                  "made one that takes 146 years to fill");
    aw_bucket_init(&bucket, &loop, AW_NEVER / 4, 1, NULL);
    EXPECT(aw_bucket_try(&bucket, 1), "took one of the slowest there is");
    EXPECT_INT(aw_bucket_level(&bucket), 0, "looked at its level");
    close_bucket();
}

GRADED(rate, the_end_of_a_bucket_that_is_waited_for_is_misuse,
       "deinit is misuse while somebody waits")
{
    open_bucket(1);
    aw_bucket_try(&bucket, 1);
    launch("a", takes, num(1));
    turn();
    EXPECT_MISUSE(aw_bucket_deinit(&bucket), "", "somebody waits");
}

GRADED(rate, a_bucket_is_waited_for_in_tasks,
       "What waits is misuse outside of "
       "a task.")
{
    open_bucket(1);
    EXPECT_MISUSE(aw_bucket_wait(&bucket, 1), "", "waited outside of a task");
    EXPECT(aw_bucket_try(&bucket, 1), "tried outside of a task");
    close_bucket();
}

/* Takes by chance, and counts what it got in all. */
static size_t taken;

static int takes_by_chance(void *arg)
{
    (void)arg;
    for (int i = 0; i < 20; i++) {
        size_t n = graded_random(5);

        aw_sleep((aw_time)graded_random(30) * AW_MS);
        if (aw_bucket_wait(&bucket, n) == 0)
            taken += n;
    }
    return 0;
}

GRADED(rate, never_more_than_the_rate_allows,
       "on average so many in a second, and bursts of so many")
{
    int wrong = 0;

    taken = 0;
    open_bucket(4);
    for (int i = 0; i < 8; i++)
        launch("a", takes_by_chance, NULL);
    while (aw_loop_run_once(&loop) > 0)
        wrong += taken > 4 + (size_t)(now_ms() / 10);
    EXPECT_INT(wrong, 0, "eight tasks take by chance: turns with too many");
    EXPECT_INT(bucket.lock.waiters.n, 0, "and who waits at the end");
    close_bucket();
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

GRADED(rate, so_many_in_each_period,
       "in no second of all seconds more than so many")
{
    open_window(3);
    launch("a", goes_eight_times, NULL);
    run_all();
    EXPECT_SAID("0 0 0 10 10 10 20 20", "eight through 3 in each 10 ms");
    close_window();
}

GRADED(rate, the_window_slides, "in no second of all seconds more than so many")
{
    open_window(2);
    pass(3 * AW_MS);
    EXPECT(aw_window_try(&window), "at 3");
    pass(4 * AW_MS);
    EXPECT(aw_window_try(&window), "at 7");
    pass(5 * AW_MS);
    EXPECT(!aw_window_try(&window), "at 12, with 3 and 7 before");
    EXPECT_INT(aw_window_next(&window) / AW_MS, 13, "asked for the next");
    pass(AW_MS);
    EXPECT(aw_window_try(&window), "at 13");
    EXPECT_INT(aw_window_next(&window) / AW_MS, 17, "asked for the next");
    close_window();
}

GRADED(rate, exactly_a_period_apart_is_apart,
       "Two that are exactly `period` apart are not in one.")
{
    open_window(1);
    EXPECT(aw_window_try(&window), "at 0");
    pass(10 * AW_MS - 1);
    EXPECT(!aw_window_try(&window), "a nanosecond before 10 ms");
    EXPECT_INT(aw_window_next(&window), 10 * AW_MS, "asked for the next");
    pass(1);
    EXPECT(aw_window_try(&window), "at 10 ms");
    EXPECT(!aw_window_try(&window), "and once more");
    close_window();
}

GRADED(rate, a_new_window_is_open,
       "A window that lets `n` through in each "
       "`period`.")
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

GRADED(rate, one_at_a_time, "A window that lets `n` through in each `period`.")
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
    EXPECT_MISUSE(aw_window_wait(&window), "", "waited outside of a task");
    launch("a", goes, NULL);
    turn();
    EXPECT_MISUSE(aw_window_deinit(&window), "", "somebody waits");
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
       "in no second of all seconds more than so many")
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

/* ---- Capacity -----------------------------------------------------------*/

GRADED(rate, what_comes_times_how_long_it_stays,
       "what comes at some rate and stays for some time is so many at a time")
{
    EXPECT_INT(aw_capacity(AW_MS, 200 * AW_MS, 0), 200,
               "1000 a second, 200 ms each");
    EXPECT_INT(aw_capacity(AW_SEC, AW_SEC, 0), 1, "1 a second, 1 s each");
    EXPECT_INT(aw_capacity(20 * AW_MS, 3 * AW_SEC, 0), 150,
               "50 a second, 3 s each");
}

GRADED(rate, half_a_place_is_none, "Returns the least number of places")
{
    EXPECT_INT(aw_capacity(2, 3, 0), 2, "one and a half");
    EXPECT_INT(aw_capacity(2, 4, 0), 2, "two");
    EXPECT_INT(aw_capacity(2, 5, 0), 3, "two and a half");
    EXPECT_INT(aw_capacity(1000, 1001, 0), 2, "one and a thousandth");
    EXPECT_INT(aw_capacity(AW_SEC, 1, 0), 1, "next to nothing");
    EXPECT_INT(aw_capacity(AW_SEC, 0, 0), 1, "nothing");
}

GRADED(rate, headroom_is_a_part_of_all_places,
       "at which, on average, no more than 100 - headroom percent are taken")
{
    EXPECT_INT(aw_capacity(AW_MS, 200 * AW_MS, 50), 400, "half of them idle");
    EXPECT_INT(aw_capacity(AW_MS, 200 * AW_MS, 30), 286, "30 %% of them idle");
    EXPECT_INT(aw_capacity(AW_MS, 210 * AW_MS, 30), 300, "30 %% of 300 idle");
    EXPECT_INT(aw_capacity(AW_MS, AW_MS, 99), 100, "99 %% of them idle");
    EXPECT_INT(aw_capacity(AW_MS, 0, 99), 1, "nothing to do");
}

GRADED(rate, a_capacity_that_makes_no_sense_is_misuse,
       "a new one comes this often; misuse with 0 or less")
{
    EXPECT_MISUSE(aw_capacity(0, AW_SEC, 0), "", "one comes each 0 ns");
    EXPECT_MISUSE(aw_capacity(AW_SEC, -1, 0), "", "it stays for -1 ns");
    EXPECT_MISUSE(aw_capacity(AW_SEC, AW_SEC, 100), "", "100 %% idle");
}
