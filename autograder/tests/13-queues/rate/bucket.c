/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct aw_bucket bucket;
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
    EXPECT(!aw_bucket_try(&bucket, 1), "tried to take it");
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
    EXPECT_HAS(said(), "OK@3600000 OK@3600000 OK@3600000 OK@3600010",
               "took six, an hour later");
    EXPECT_INT(now_ms() - 3600000, 30, "took six: how many ms that has taken");
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

GRADED(rate, a_bucket_of_nothing_is_misuse,
       "between two tokens; misuse with 0 or less")
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
