/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- What it leaves -----------------------------------------------------*/

GRADED(wait, an_error_is_not_retrieved_by_waiting,
       "and no outcome is retrieved: an error still wants somebody who asks "
       "the future for it")
{
    open_three(-EIO, -EPIPE, 3);
    loop.on_error = note_name;
    aw_task_drop(start_waiting(3, AW_ALL_SETTLED, AW_NEVER));
    run_all();
    EXPECT_INT(aw_future_result(m[1].future, NULL), -EPIPE, "asked for one");
    forget();
    drop_jobs(3);
    EXPECT_SAID("reported-a-EIO", "and let all of them go");
    close_clean();
}

GRADED(wait, nor_is_the_one_that_it_was_waiting_for,
       "and no outcome is retrieved: an error still wants somebody who asks "
       "the future for it")
{
    open_three(-EIO, 2, 3);
    loop.on_error = note_name;
    aw_task_drop(start_waiting(3, AW_FIRST_FAILED, AW_NEVER));
    run_all();
    EXPECT_SAID("a=EIO@10 W+1@10 EIO - - b+2@20 c+3@30", "the first fails");
    forget();
    drop_jobs(3);
    EXPECT_SAID("reported-a-EIO", "and let all of them go");
    close_clean();
}

GRADED(wait, it_counts_as_one_who_awaits_them,
       "As long as this waits, it counts as one who awaits them.")
{
    struct aw_task *other;
    struct asker asker;

    open_loop();
    start_job(0, 10, 1);
    aw_task_drop(start_waiting(1, AW_ALL_SETTLED, AW_NEVER));
    other = spawn("O", awaits, m[0].future);
    ask_at(&asker, other, 5);
    run_all();
    EXPECT_SAID("O=ECANCELED a+1@10 W+1@10 1", "another one gave up at 5");
    aw_task_drop(other);
    end(1);
}

GRADED(wait, behind_it_it_does_not,
       "As long as this waits, it counts as one who awaits them.")
{
    struct aw_task *other;
    struct asker asker;

    open_loop();
    start_job(0, 10, 1);
    aw_task_drop(start_waiting(1, AW_ALL_SETTLED, 3 * AW_MS));
    other = spawn("O", awaits, m[0].future);
    ask_at(&asker, other, 5);
    run_all();
    EXPECT_SAID("W+0@3 - a=ECANCELED@5 O=ECANCELED",
                "another one gave up, when this one waited no more");
    aw_task_drop(other);
    end(1);
}

static int waits_often(void *arg)
{
    int rc = 0;

    for (intptr_t n = (intptr_t)arg; n > 0 && rc == 0; n--) {
        rc = aw_wait(m, 2, AW_FIRST_SETTLED, 0);
        expect_alone(&f);
    }
    return say_result(rc);
}

/* D11 */
GRADED(wait, ten_thousand_waits_leave_nothing,
       "When it returns no watch is left in any member")
{
    open_loop();
    futures_are_members();
    launch("W", waits_often, num(10000));
    run_all();
    run_all();
    run_all();
    EXPECT_SAID("W+0", "waited for a long one, over and over");
    expect_alone(&g);
    close_clean();
}

GRADED(wait, a_future_may_go_when_it_is_settled,
       "The future must be there until it is settled.")
{
    open_loop();
    futures_are_members();
    aw_task_drop(start_waiting(2, AW_FIRST_SETTLED, AW_NEVER));
    turn();
    aw_future_settle(&f, 3, NULL);
    aw_future_deinit(&f);
    memset(&f, 0xAA, sizeof(f));
    run_all();
    EXPECT_SAID("W+1@0 3 -", "the first was gone before it was heard");
    aw_future_init(&f, &loop, NULL);
    close_clean();
}

GRADED(wait, lazy_tasks_are_started, "Lazy tasks among them are started.")
{
    struct aw_task *lazy;

    open_loop();
    lazy = aw_spawn(&loop, passes, num(5), AW_NAMED("z", .lazy = true));
    m[0] = (struct aw_member){.future = &lazy->future};
    aw_task_drop(start_waiting(1, AW_ALL_SETTLED, AW_NEVER));
    run_all();
    EXPECT_SAID("z W+1@0 5", "waited for a lazy task");
    aw_task_drop(lazy);
    close_clean();
}

GRADED(wait, for_oneself_until_the_limit,
       "or `limit` has passed, whichever is first")
{
    struct aw_task *task;
    struct asker asker;

    open_loop();
    task = start_waiting(1, AW_ALL_SETTLED, 5 * AW_MS);
    m[0] = (struct aw_member){.future = &task->future};
    run_all();
    aw_task_drop(task);
    task = start_waiting(1, AW_ALL_SETTLED, AW_NEVER);
    m[0] = (struct aw_member){.future = &task->future};
    ask_at(&asker, task, 8);
    run_all();
    EXPECT_SAID("W+0@5 - W=ECANCELED@8 -", "waited for oneself, twice");
    aw_task_drop(task);
    close_clean();
}

/* ---- Misuse -------------------------------------------------------------*/

GRADED(wait, outside_of_a_task_is_misuse,
       "Misuse outside of a task, and with a future of another loop.")
{
    open_loop();
    futures_are_members();
    EXPECT_MISUSE(aw_wait(m, 2, AW_ALL_SETTLED, AW_NEVER), "outside",
                  "waited outside of a task");
}

GRADED(wait, for_nobody_outside_of_a_task_is_misuse,
       "Misuse outside of a task, and with a future of another loop.")
{
    open_loop();
    EXPECT_MISUSE(aw_wait(m, 0, AW_ALL_SETTLED, AW_NEVER), "outside",
                  "waited for nobody outside of a task");
}

static int waits_for_the_foreign(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_wait(m, 1, AW_ALL_SETTLED, 0), "",
                  "waited for a future of another loop");
    return aw_sleep_until(AW_NEVER);
}

GRADED(wait, one_of_another_loop_is_misuse,
       "Misuse outside of a task, and with a future of another loop.")
{
    foreign_is_member();
    launch("W", waits_for_the_foreign, NULL);
    run_all();
}
