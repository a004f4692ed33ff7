/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 3 };

/* "a[2]@5", and at its end "a[2]=EIO@9". */
static int says_and_works(void *arg)
{
    say("%s@%d", me(), now_ms());
    return works(arg);
}

static void draws_jobs(struct job *mine, void **args, int *results, size_t n)
{
    static const int outcome[] = {0, 1, 2, -EIO};

    for (size_t i = 0; i < n; i++) {
        mine[i] = (struct job){.ms = (int)graded_random(9),
                               .result = outcome[graded_random(4)],
                               .cleans = (int)graded_random(3),
                               .stubborn = graded_random(4) == 0};
        args[i] = &mine[i];
        results[i] = 77;
    }
}

static void has_some_done(size_t n, size_t most)
{
    struct job mine[JOBS];
    struct aw_member room[MOST];
    void *args[JOBS];
    int results[JOBS];
    const struct aw_jobs these = {says_and_works, args, results, n};

    draws_jobs(mine, args, results, n);
    if (graded_random(2)) {
        say("%s-batches-of-%zu", me(), most);
        say_when(aw_in_batches(&these, room, most));
    } else {
        say("%s-at-most-%zu", me(), most);
        say_when(aw_at_most(&these, room, most));
    }
    for (size_t i = 0; i < n; i++)
        say("%s", aw_error_name(results[i] > 0 ? 0 : results[i]));
}

static int has_some_done_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 3; i++) {
        wait_for_own_moment();
        if (graded_random(6) == 0)
            aw_task_cancel(aw_task_self(), NULL);
        has_some_done((size_t)graded_random(JOBS + 1),
                      1 + (size_t)graded_random(4));
    }
    return 0;
}

/* Asks one or the other to end, three quarters behind a millisecond. */
static int asks_some(void *arg)
{
    for (int i = 0; i < 5; i++) {
        struct aw_task *task = ((struct aw_task **)arg)[graded_random(FEW)];

        aw_sleep_until((now_ms() + (aw_time)graded_random(12)) * AW_MS +
                       AW_MS * 3 / 4);
        say("-%s%d", task->name, aw_task_cancel(task, NULL));
        aw_sleep(AW_MS / 2);
    }
    return 0;
}

GRADED(batches, drawn_jobs_run_as_in_the_reference,
       "An error of one job is its result, and stops no other.")
{
    struct aw_task *task[FEW];

    open_loop();
    for (int i = 0; i < FEW; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'},
                        has_some_done_often, NULL);
    launch("asks", asks_some, task);
    run_all();
    for (int i = 0; i < FEW; i++)
        aw_task_drop(task[i]);
    EXPECT_AS_REFERENCE("three tasks have drawn jobs done (a[2]@5, a[2]=EIO@9) "
                        "in batches or so many at a time, say the results, and "
                        "are asked to end (-a1)");
    close_clean();
}
