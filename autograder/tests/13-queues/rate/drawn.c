/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 5, SIZE = 4 };

static struct aw_task *task[FEW];
static struct aw_bucket bucket;
static aw_time room[SIZE];

static int now_us(void)
{
    return (int)(aw_loop_now(&loop) / 1000);
}

static void says(const char *what, size_t n, const char *word)
{
    say("%s-%s%zu=%s@%d", me(), what, n, word, now_us());
}

static void takes_tokens(void)
{
    size_t n = 1 + (size_t)graded_random(bucket.size + 1);

    if (n > bucket.size || graded_random(3) == 0)
        says("try", n, aw_bucket_try(&bucket, n) ? "yes" : "no");
    else
        says("take", n, aw_error_name(aw_bucket_wait(&bucket, n)));
    say("%zu", aw_bucket_level(&bucket));
}

static void goes_through(void)
{
    if (graded_random(3) == 0)
        says("try", 1, aw_window_try(&window) ? "yes" : "no");
    else
        says("go", 1, aw_error_name(aw_window_wait(&window)));
    say(">%d", (int)(aw_window_next(&window) / 1000));
}

static int takes_often(void *arg)
{
    void (*takes)(void) = arg ? takes_tokens : goes_through;

    for (int i = 0; i < 7; i++) {
        aw_sleep((aw_time)graded_random(4) * 3 * AW_MS);
        wait_for_own_moment();
        takes();
    }
    return 0;
}

/* Behind the moments of all others. */
static int asks_some(void *arg)
{
    (void)arg;
    for (int i = 0; i < 6; i++) {
        struct aw_task *one = task[graded_random(FEW)];

        aw_sleep_until((now_ms() + 1 + (aw_time)graded_random(12)) * AW_MS -
                       AW_MS / 64);
        say("-%s%d", one->name, aw_task_cancel(one, NULL));
        aw_sleep(AW_MS / 2);
    }
    return 0;
}

static void run_drawn(void *arg)
{
    for (int i = 0; i < FEW; i++)
        task[i] =
            spawn((const char[]){(char)('a' + i), '\0'}, takes_often, arg);
    launch("asks", asks_some, NULL);
    run_all();
    for (int i = 0; i < FEW; i++)
        aw_task_drop(task[i]);
}

static void says_capacities(void)
{
    for (int i = 0; i < 8; i++)
        say("%zu", aw_capacity(1 + (aw_time)graded_random(100),
                               (aw_time)graded_random(5000),
                               (unsigned)graded_random(100)));
}

GRADED(rate, drawn_ones_go_as_in_the_reference,
       "Take `n` tokens, as soon as they are there and it is this task's turn.")
{
    aw_time interval = (1 + (aw_time)graded_random(30)) * AW_MS / 10;

    says_capacities();
    EXPECT_AS_REFERENCE("asked for eight capacities");
    open_loop();
    aw_bucket_init(&bucket, &loop, interval, 1 + (size_t)graded_random(SIZE),
                   "api");
    aw_window_init(&window, &loop, interval * 3, room,
                   1 + (size_t)graded_random(SIZE), "door");
    run_drawn(num(1));
    EXPECT_AS_REFERENCE("five take tokens (a-take2=OK@900: at 900 us) and look "
                        "how many are left; some are asked to end (-a1)");
    run_drawn(NULL);
    EXPECT_AS_REFERENCE(
        "five go through a window (a-go1=OK@900: at 900 us) and "
        "look when the next one could (>1200)");
    aw_bucket_deinit(&bucket);
    close_window();
}
