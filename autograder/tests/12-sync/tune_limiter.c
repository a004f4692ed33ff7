/* SPDX-License-Identifier: MIT */
#include "tune_limiter.h"

#include "fixture.h"

static struct tune_limiter limiter;
static int inside, widest;

static void open_limiter(size_t width)
{
    open_sync();
    inside = widest = 0;
    tune_limiter_init(&limiter, width);
}

static void close_limiter(void)
{
    run_all();
    EXPECT_INT(inside, 0, "all have left");
    tune_limiter_deinit(&limiter);
    close_sync();
}

static int works(void *arg)
{
    int rc;

    inside++;
    widest = inside > widest ? inside : widest;
    rc = aw_sleep((intptr_t)arg * AW_MS);
    inside--;
    return rc < 0 ? rc : 7;
}

static int comes(void *arg)
{
    say_when(tune_limiter_run(&limiter, works, arg));
    return 0;
}

GRADED(tune_limiter, so_many_at_a_time,
       "Run fn(arg) inside, as soon as fewer than `width` others are")
{
    open_limiter(3);
    for (int i = 0; i < 9; i++)
        launch((const char[]){(char)('a' + i), '\0'}, comes, num(5));
    run_all();
    EXPECT_SAID("a+7@5 b+7@5 c+7@5 d+7@10 e+7@10 f+7@10 g+7@15 h+7@15 i+7@15",
                "nine come, for 5 ms each");
    EXPECT_INT(widest, 3, "and counted those who are inside");
    close_limiter();
}

static int comes_twice(void *arg)
{
    comes(arg);
    return comes(arg);
}

GRADED(tune_limiter, who_comes_back_stands_behind,
       "Who has come first goes in first.")
{
    open_limiter(1);
    launch("a", comes_twice, num(5));
    launch("b", comes, num(4));
    launch("c", comes, num(3));
    run_all();
    EXPECT_SAID("a+7@5 b+7@9 c+7@12 a+7@17",
                "a leaves and comes again at once, and two wait");
    close_limiter();
}

static int fails(void *arg)
{
    (void)arg;
    return aw_yield() < 0 ? -ECANCELED : -EIO;
}

static int comes_to_fail(void *arg)
{
    say_when(tune_limiter_run(&limiter, fails, arg));
    return 0;
}

GRADED(tune_limiter, an_error_gives_the_place_back, "Returns what fn returns")
{
    open_limiter(1);
    launch("a", comes_to_fail, NULL);
    launch("b", comes, num(2));
    run_all();
    EXPECT_SAID("a=EIO@0 b+7@2", "one that fails, and another");
    close_limiter();
}

GRADED(tune_limiter, who_is_asked_gives_up_his_place,
       "or -ECANCELED, when this task was asked to end")
{
    struct aw_task *task[4];
    struct asker asker[2];

    open_limiter(1);
    for (int i = 0; i < 4; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'}, comes, num(10));
    ask_at(&asker[0], task[0], 3);
    ask_at(&asker[1], task[2], 5);
    run_all();
    EXPECT_SAID("a=ECANCELED@3 c=ECANCELED@5 b+7@13 d+7@23",
                "asked one who is inside, and one who waits");
    for (int i = 0; i < 4; i++)
        aw_task_drop(task[i]);
    close_limiter();
}

GRADED(tune_limiter, its_end_while_somebody_is_inside_is_misuse,
       "Misuse while somebody is inside or waits.")
{
    open_limiter(2);
    launch("a", comes, num(5));
    turn();
    EXPECT_INT(inside, 1, "one has come");
    EXPECT_MISUSE(tune_limiter_deinit(&limiter), "", "was done with it");
}

/* Sums of such times are all different, so no two leave at once. */
GRADED(tune_limiter, drawn_crowds_leave_as_in_the_reference,
       "Who has come first goes in first.")
{
    for (int round = 0; round < 8; round++) {
        int ms[8];
        struct aw_task *task;
        struct asker asker;

        open_limiter(1 + (size_t)graded_random(3));
        for (int i = 0; i < 8; i++) {
            int place = (int)graded_random((uint64_t)i + 1);

            ms[i] = ms[place];
            ms[place] = 2 << i;
        }
        for (int i = 0; i < 7; i++)
            launch((const char[]){(char)('a' + i), '\0'}, comes, num(ms[i]));
        task = spawn("h", comes, num(ms[7]));
        if (graded_random(2))
            ask_at(&asker, task, 2 * (int)graded_random(200) + 1);
        run_all();
        say("%d", widest);
        aw_task_drop(task);
        close_limiter();
    }
    EXPECT_AS_REFERENCE("a to h come, for 2 to 256 ms; h may be asked to end; "
                        "and how many were inside at the most");
}
