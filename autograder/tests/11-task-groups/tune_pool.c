/* SPDX-License-Identifier: MIT */
#include "tune_pool.h"

#include "fixture.h"

/* Item i takes take[i] milliseconds; below 0 it fails after one. */
static int take[10];
static int at_work, at_most;
static bool deaf; /* items that are asked to end return 0 all the same */

static int work(struct tune_pool *pool, int i)
{
    int rc;

    (void)pool;
    at_work++;
    at_most = at_work > at_most ? at_work : at_most;
    say("%d", i);
    rc = aw_sleep((take[i] < 0 ? 1 : take[i]) * AW_MS);
    at_work--;
    if (rc < 0)
        return deaf ? 0 : rc;
    return take[i] < 0 ? -EIO : i;
}

static struct tune_pool pool = {.work = work};
static int items, most;

static int runs_a_pool(void *arg)
{
    int rc = tune_pool(&pool, items, most);

    (void)arg;
    say("%s", rc < 0 ? aw_error_name(rc) : "well");
    if (rc == AW_EGROUP)
        say("%d", (int)aw_errors_count(aw_errors()));
    say("%d", at_work);
    return 0;
}

static struct aw_task *begin(int n, int at_a_time)
{
    open_all();
    items = n;
    most = at_a_time;
    at_work = at_most = 0;
    deaf = false;
    return spawn("p", runs_a_pool, NULL);
}

GRADED(tune_pool, all_are_worked_off_in_their_order,
       "They are begun in that order, and never are more than `most` of them "
       "at work.")
{
    static const int ms[] = {5, 5, 5, 5, 5, 5, 5};

    memcpy(take, ms, sizeof(ms));
    aw_task_drop(begin(7, 3));
    run_all();
    EXPECT_SAID("0 1 2 3 4 5 6 well 0", "seven items, three at a time");
    EXPECT_INT(at_most, 3, "counted those at work");
    EXPECT_INT(pool.done, 7, "counted those that are done");
    EXPECT_INT(now_ms(), 15, "looked at the clock");
    close_clean();
}

GRADED(tune_pool, one_that_fails_ends_all,
       "When one fails, those at work are asked to end, and no other is begun.")
{
    static const int ms[] = {50, -1, 50, 5, 5};

    memcpy(take, ms, sizeof(ms));
    aw_task_drop(begin(5, 3));
    run_all();
    EXPECT_SAID("0 1 2 AW_EGROUP 1 0", "the second of five fails");
    EXPECT_INT(now_ms(), 1, "looked at the clock");
    EXPECT_INT(pool.begun, 3, "counted those that were begun");
    EXPECT_INT(pool.done, 0, "counted those that are done");
    close_clean();
}

GRADED(tune_pool, who_is_free_in_the_turn_of_a_failure_begins_no_other,
       "When one fails, those at work are asked to end, and no other is begun.")
{
    static const int ms[] = {-1, 1, 5, 5, 5};

    memcpy(take, ms, sizeof(ms));
    aw_task_drop(begin(5, 2));
    run_all();
    EXPECT_SAID("0 1 AW_EGROUP 1 0", "the first fails, and the second ends");
    EXPECT_INT(pool.done, 1, "counted those that are done");
    close_clean();
}

GRADED(tune_pool, asked_to_end_it_begins_no_other,
       "The same happens as soon as this task hears that it was asked to end.")
{
    static const int ms[] = {5, 5, 50, 50, 50};
    struct asker asker;
    struct aw_task *task;

    memcpy(take, ms, sizeof(ms));
    task = begin(5, 2);
    ask_at(&asker, task, 7);
    run_all();
    EXPECT_SAID("0 1 2 3 ECANCELED 0",
                "asked while the second two are at work");
    EXPECT_INT(pool.done, 2, "counted those that are done");
    aw_task_drop(task);
    close_clean();
}

GRADED(tune_pool, items_that_are_deaf_are_no_reason_to_go_on,
       "The same happens as soon as this task hears that it was asked to end.")
{
    static const int ms[] = {50, 50, 5, 5, 5};
    struct asker asker;
    struct aw_task *task;

    memcpy(take, ms, sizeof(ms));
    task = begin(5, 2);
    deaf = true;
    ask_at(&asker, task, 7);
    run_all();
    EXPECT_SAID("0 1 ECANCELED 0", "both items at work return 0 when asked");
    EXPECT_INT(pool.begun, 2, "counted those that were begun");
    aw_task_drop(task);
    close_clean();
}

GRADED(tune_pool, fewer_items_than_places_are_no_problem,
       "Work off the items 0 to n - 1.")
{
    take[0] = take[1] = 3;
    aw_task_drop(begin(2, 100));
    run_all();
    aw_task_drop(spawn("p", runs_a_pool, (items = 0, NULL)));
    run_all();
    EXPECT_SAID("0 1 well 0 well 0", "two items, 100 at a time; and none");
    close_clean();
}

/* Whoever fails does so at an odd moment, when nobody else ends. */
GRADED(tune_pool, drawn_items_are_worked_off_as_in_the_reference,
       "They are begun in that order, and never are more than `most` of them "
       "at work.")
{
    for (int round = 0; round < 12; round++) {
        int n = 1 + (int)graded_random(10);

        for (int i = 0; i < n; i++)
            take[i] = 2 * (1 + (int)graded_random(20));
        if (graded_random(2))
            take[graded_random((uint64_t)n)] = -1;
        aw_task_drop(begin(n, 1 + (int)graded_random(4)));
        run_all();
        say("%d:%d@%d", at_most, pool.done, now_ms());
        close_clean();
    }
    EXPECT_AS_REFERENCE("up to ten items of up to 40 ms, one of which may "
                        "fail; most at work:done@end");
}
