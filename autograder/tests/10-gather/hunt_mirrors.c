/* SPDX-License-Identifier: MIT */
#include "hunt_mirrors.h"

#include "fixture.h"

/* Part i takes job[i].ms; asked to end, it cleans up for job[i].cleans. */
static int fetch(struct hunt_page *page, int number)
{
    const struct job *j = &job[number];
    int rc = aw_sleep(j->ms * AW_MS);

    (void)page;
    if (rc < 0 && j->cleans > 0)
        aw_sleep(j->cleans * AW_MS);
    say("%d%s@%d", number, rc < 0 ? "-" : "", now_ms());
    return rc < 0 && !j->stubborn ? rc : j->result;
}

static struct hunt_page page;

static int fetches_page(void *arg)
{
    int rc = say_when(hunt_mirrors(&page));

    (void)arg;
    EXPECT_INT(loop.live[AW_TASKS], 1, "counted tasks when it returns");
    return rc;
}

/* Four parts, of which the last one comes first. */
static void open_page(void)
{
    open_loop();
    page = (struct hunt_page){.fetch = fetch, .n = 4};
    for (int i = 0; i < 4; i++)
        job[i] = (struct job){.ms = 40 - i * 10, .result = 100 + i};
}

static struct aw_task *start(void)
{
    open_page();
    return spawn("P", fetches_page, NULL);
}

static void end_of(struct aw_task *task)
{
    run_all();
    aw_task_drop(task);
    close_clean();
}

GRADED(hunt_mirrors, each_part_stands_in_its_place,
       "The size of each stands in its place.")
{
    struct aw_task *task = start();

    run_all();
    EXPECT_SAID("3@10 2@20 1@30 0@40 P+406@40", "the last one comes first");
    for (int i = 0; i < 4; i++)
        EXPECT_INT(page.part[i].size, 100 + i, "looked at part %d", i);
    end_of(task);
}

GRADED(hunt_mirrors, one_that_fails_ends_the_others,
       "the others are asked to end, too, and waited for")
{
    struct aw_task *task = start();

    job[2].result = -EIO;
    run_all();
    EXPECT_SAID("3@10 2@20 0-@20 1-@20 P=EIO@20", "the third fails");
    end_of(task);
}

GRADED(hunt_mirrors, the_first_error_is_said,
       "the error of the part that failed first")
{
    struct aw_task *task = start();

    job[3].result = -EPIPE;
    job[2].result = -EIO;
    run_all();
    EXPECT_SAID("3@10 0-@10 1-@10 2-@10 P=EPIPE@10", "two would fail");
    end_of(task);
}

/* The third fails, and then its neighbours on both sides. */
static struct aw_task *start_three_that_fail(void)
{
    struct aw_task *task = start();

    job[2].result = -EPIPE;
    job[0].result = job[3].result = -EIO;
    job[3].ms = 25;
    job[0].cleans = job[3].cleans = 5;
    job[0].stubborn = job[3].stubborn = true;
    return task;
}

GRADED(hunt_mirrors, of_several_errors_the_first_is_said,
       "the error of the part that failed first")
{
    struct aw_task *task = start_three_that_fail();

    run_all();
    EXPECT_SAID("2@20 1-@20 0-@25 3-@25 P=EPIPE@25", "three fail");
    end_of(task);
}

GRADED(hunt_mirrors, no_error_of_a_part_is_reported,
       "Errors of parts are told by what it returns, and are not reported to "
       "the loop.")
{
    struct aw_task *task = start_three_that_fail();

    loop.on_error = note_name;
    run_all();
    EXPECT_SAID("2@20 1-@20 0-@25 3-@25 P=EPIPE@25",
                "three fail, and none of their errors is reported");
    end_of(task);
}

GRADED(hunt_mirrors, the_last_one_that_fails_counts_as_well,
       "the error of the part that failed first")
{
    struct aw_task *task = start();

    job[0].result = -EIO;
    run_all();
    EXPECT_SAID("3@10 2@20 1@30 0@40 P=EIO@40", "the last one fails");
    end_of(task);
}

GRADED(hunt_mirrors, it_waits_until_they_have_cleaned_up,
       "when this returns, nobody works for the page any more")
{
    struct aw_task *task = start();

    job[3].result = -EIO;
    job[0].cleans = 5;
    job[1].cleans = 3;
    run_all();
    EXPECT_SAID("3@10 2-@10 1-@13 0-@15 P=EIO@15", "two of them clean up");
    end_of(task);
}

GRADED(hunt_mirrors, a_request_ends_all,
       "Nobody is asked twice for one request: that would disturb his "
       "clean-up.")
{
    struct aw_task *task = start();
    struct asker asker;

    job[0].cleans = 5;
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("3@10 1-@15 2-@15 0-@20 P=ECANCELED@20",
                "asked when one has come");
    end_of(task);
}

GRADED(hunt_mirrors, however_often_it_is_asked,
       "nobody works for the page any more, however often this task is asked")
{
    struct aw_task *task = start();
    struct asker asker[2];

    job[3].result = -EIO;
    job[0].cleans = 5;
    ask_at(&asker[0], task, 12);
    ask_at(&asker[1], task, 13);
    run_all();
    EXPECT_SAID("3@10 1-@10 2-@10 0-@12 P=ECANCELED@12",
                "one has failed; asked while another one cleans up");
    end_of(task);
}

/* The first mirror of part 3 has no time left when it is there. */
static int fetch_from_two(struct hunt_page *from, int number)
{
    struct aw_timeout limit;
    int rc;

    if (number < 3)
        return fetch(from, number);
    aw_sleep(10 * AW_MS);
    aw_timeout_begin(&limit, aw_from_now(0));
    rc = aw_timeout_end(&limit, aw_sleep(50 * AW_MS));
    return rc == -ETIMEDOUT ? fetch(from, number) : say_when(rc);
}

GRADED(hunt_mirrors, one_whose_limit_runs_out_is_asked,
       "When one has failed, or cannot be begun, or this task is asked to "
       "end, the others are asked to end, too, and waited for")
{
    struct aw_task *task = start();

    page.fetch = fetch_from_two;
    job[0].ms = 10;
    job[0].result = -EIO;
    run_all();
    EXPECT_HAS(said(), "P=EIO@10",
               "one fails, and a limit of another runs out");
    end_of(task);
}

static struct aw_task *fetcher;

/* At 10 ms, so many turns behind the part that fails. */
static int asks_the_fetcher(void *arg)
{
    aw_sleep(10 * AW_MS);
    for (intptr_t turns = (intptr_t)arg; turns > 0; turns--)
        aw_yield();
    aw_task_cancel(fetcher, "behind the one that fails");
    return 0;
}

GRADED(hunt_mirrors, a_request_says_more_than_an_error,
       "-ECANCELED, whatever has failed, when this task was asked to end")
{
    for (int turns = 0; turns < 3; turns++) {
        forget();
        fetcher = start();
        job[3].result = -EIO;
        launch("A", asks_the_fetcher, num(turns));
        run_all();
        EXPECT_HAS(said(), "P=ECANCELED@10",
                   "asked %d turns behind one that fails", turns);
        end_of(fetcher);
    }
}

static int fetches_without_memory(void *arg)
{
    leave_memory_for((intptr_t)arg);
    fetches_page(NULL);
    have_memory_again();
    return 0;
}

GRADED(hunt_mirrors, without_memory_none_is_left,
       "When one has failed, or cannot be begun, or this task is asked to "
       "end, the others are asked to end, too, and waited for")
{
    for (int n = 0; n < 4; n++) {
        struct aw_task *task;

        forget();
        open_page();
        task = spawn_apart("P", fetches_without_memory, num(n));
        run_all();
        EXPECT_SAID("P=ENOMEM@0", "memory for %d parts of four", n);
        end_of(task);
    }
}

/* No two parts end at the same moment, whether they are asked to or not. */
static void draw_jobs(bool asked)
{
    for (int i = 0; i < 4; i++) {
        job[i].ms = 8 * (1 + (int)graded_random(8)) + i;
        job[i].cleans = 1 + i + 4 * (int)graded_random(3);
        if (!asked && graded_random(4) == 0)
            job[i].result = graded_random(2) ? -EIO : -EPIPE;
    }
}

GRADED(hunt_mirrors, drawn_pages_are_fetched_as_in_the_reference,
       "the others are asked to end, too, and waited for")
{
    for (int round = 0; round < 12; round++) {
        struct aw_task *task = start();
        bool asked = graded_random(3) == 0;
        struct asker asker;

        draw_jobs(asked);
        if (asked)
            ask_at(&asker, task, 8 * (int)graded_random(10) + 7);
        run_all();
        for (int i = 0; i < 4; i++)
            say("%d", page.part[i].size);
        end_of(task);
    }
    EXPECT_AS_REFERENCE("pages of four parts, some of which fail; some are "
                        "asked to end; and the sizes of the parts");
}
