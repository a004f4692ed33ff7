/* SPDX-License-Identifier: MIT */
#include "tune_limits.h"

#include "fixture.h"

/* Request i takes take[i] milliseconds; below 0 it fails at once. */
static int take[10];

static int answers(struct tune_service *service, int i)
{
    (void)service;
    if (take[i] < 0)
        return -EIO;
    return aw_sleep(take[i] * AW_MS);
}

static struct tune_service service = {.answer = answers, .limit = 10 * AW_MS};
static int requests;

static int serves(void *arg)
{
    (void)arg;
    return say_when(tune_limits(&service, requests));
}

static struct aw_task *start(int n)
{
    open_loop();
    requests = n;
    return spawn("a", serves, NULL);
}

static void expect_counts(int good, int late, int bad)
{
    EXPECT_INT(service.good, good, "counted what went well");
    EXPECT_INT(service.late, late, "counted what was late");
    EXPECT_INT(service.bad, bad, "counted what failed");
}

GRADED(tune_limits, each_answer_has_its_own_limit,
       "One that is not answered within `limit` is broken off, and counts in "
       "`late`")
{
    static const int ms[] = {5, 50, 5, 9, 11};

    memcpy(take, ms, sizeof(ms));
    aw_task_drop(start(5));
    run_all();
    EXPECT_SAID("a+0@39", "two of five are late");
    expect_counts(3, 2, 0);
    close_clean();
}

GRADED(tune_limits, one_that_fails_is_bad,
       "one that fails with anything else counts in `bad`, the others in "
       "`good`")
{
    static const int ms[] = {-1, 5, -1};

    memcpy(take, ms, sizeof(ms));
    aw_task_drop(start(3));
    run_all();
    EXPECT_SAID("a+0@5", "two of three fail");
    expect_counts(1, 0, 2);
    close_clean();
}

GRADED(tune_limits, asked_to_end_it_begins_no_other,
       "When this task is asked to end, the answer is broken off, no other is "
       "begun, and -ECANCELED is returned.")
{
    static const int ms[] = {5, 8, 5};
    struct asker asker;
    struct aw_task *task;

    memcpy(take, ms, sizeof(ms));
    task = start(3);
    ask_at(&asker, task, 7);
    run_all();
    EXPECT_SAID("a=ECANCELED@7", "asked during the second of three");
    expect_counts(1, 0, 0);
    aw_task_drop(task);
    close_clean();
}

/* Never in the turn in which the time is up: that may count as either. */
GRADED(tune_limits, drawn_answers_count_as_in_the_reference,
       "One that is not answered within `limit` is broken off, and counts in "
       "`late`")
{
    for (int round = 0; round < 12; round++) {
        int n = (int)graded_random(11);

        for (int i = 0; i < n; i++) {
            take[i] = (int)graded_random(22) - 2;
            take[i] += take[i] == 10;
        }
        aw_task_drop(start(n));
        run_all();
        say("%d-%d-%d", service.good, service.late, service.bad);
        close_clean();
    }
    EXPECT_AS_REFERENCE("up to ten answers of up to 19 ms, limit 10 ms; some "
                        "fail; good-late-bad");
}
