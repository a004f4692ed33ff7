/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int takes_and_adds(void *arg)
{
    aw_as_completed_begin(&each, m, 1, AW_NEVER);
    for (int i = 1; i < 3; i++) {
        take_next(&each);
        start_job(i, (int)(intptr_t)arg, i);
        aw_as_completed_add(&each, &m[i]);
    }
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, others_can_be_added, "One more member")
{
    open_loop();
    start_job(0, 10, 1);
    launch("T", takes_and_adds, num(5));
    run_all();
    EXPECT_SAID("a+1@10 take-a@10 b+1@15 take-b@15 c+2@20 take-c@20 none@20",
                "one is there, and two are added");
    end(3);
}

static int adds(void *arg)
{
    aw_sleep((intptr_t)arg * AW_MS);
    start_job(1, 5, 2);
    aw_as_completed_add(&each, &m[1]);
    return 0;
}

GRADED(as_completed, others_can_add_while_it_waits,
       "Anybody in the loop may call it.")
{
    open_loop();
    start_job(0, 30, 1);
    aw_task_drop(start_taking(1, NEVER));
    launch("A", adds, num(10));
    run_all();
    EXPECT_SAID("b+2@15 take-b@15 a+1@30 take-a@30 none@30",
                "another task adds one that is sooner");
    end(2);
}

static int adds_g(struct aw_handle *handle)
{
    (void)handle;
    aw_as_completed_add(&each, &m[1]);
    aw_future_resolve(&g, NULL);
    return 0;
}

GRADED(as_completed, a_handle_can_add_while_it_waits,
       "Anybody in the loop may call it.")
{
    struct aw_timer timer;

    open_loop();
    start_job(0, 30, 1);
    m[1] = (struct aw_member){.future = &g, .tag = 1};
    aw_timer_init(&timer, adds_g);
    aw_call_at(&loop, &timer, 10 * AW_MS);
    aw_task_drop(start_taking(1, NEVER));
    run_all();
    EXPECT_SAID("take-b@10 a+1@30 take-a@30 none@30",
                "a timer adds one that is sooner");
    end(1);
}

static int adds_to_an_empty_one(void *arg)
{
    aw_as_completed_begin(&each, NULL, 0, (intptr_t)arg * AW_MS);
    take_next(&each);
    start_job(0, 5, 1);
    aw_as_completed_add(&each, &m[0]);
    take_next(&each);
    start_job(1, 50, 2);
    aw_as_completed_add(&each, &m[1]);
    take_next(&each);
    take_next(&each);
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, one_that_is_added_has_the_same_limit,
       "One more member, within the same limit.")
{
    open_loop();
    launch("T", adds_to_an_empty_one, num(20));
    run_all();
    EXPECT_SAID("none@0 a+1@5 take-a@5 take=ETIMEDOUT@20 none@20 b+2@55",
                "added two, and one of them is late");
    end(2);
}

static int adds_too_late(void *arg)
{
    aw_as_completed_begin(&each, m, 1, (intptr_t)arg * AW_MS);
    take_next(&each);
    m[1] = (struct aw_member){.future = m[0].future, .tag = 1};
    aw_as_completed_add(&each, &m[1]);
    expect_alone(m[0].future);
    take_next(&each);
    take_next(&each);
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, one_that_is_added_too_late_is_late,
       "then the member is among those that are late")
{
    open_loop();
    start_job(0, 30, 1);
    launch("T", adds_too_late, num(10));
    run_all();
    EXPECT_SAID("take=ETIMEDOUT@10 take=ETIMEDOUT@10 none@10 a+1@30",
                "added one behind the limit");
    end(1);
}

static int adds_the_lazy(void *arg)
{
    for (int i = 0; i < 2; i++) {
        struct aw_task *lazy =
            aw_spawn(&loop, passes, num(i), AW_NAMED("z", .lazy = true));

        aw_as_completed_begin(&each, NULL, 0, 5 * AW_MS);
        aw_sleep((intptr_t)arg * i * AW_MS);
        m[i] = (struct aw_member){.future = &lazy->future, .tag = (uintptr_t)i};
        aw_as_completed_add(&each, &m[i]);
        take_next(&each);
        aw_as_completed_end(&each);
        aw_sleep(AW_MS);
        aw_task_drop(lazy);
    }
    return 0;
}

GRADED(as_completed, a_lazy_one_that_is_added_too_late_is_not_started,
       "A lazy task is started, unless the time is up")
{
    open_loop();
    loop.on_error = note_name;
    launch("T", adds_the_lazy, num(10));
    run_all();
    EXPECT_SAID("z take-a@0 take=ETIMEDOUT@11 reported-z-ECANCELED",
                "added one before the limit, "
                "and one behind it");
    close_clean();
}

static int adds_nobody(void *arg)
{
    aw_as_completed_begin(&each, m, 1, (intptr_t)arg * AW_MS);
    m[1] = (struct aw_member){.future = NULL};
    aw_as_completed_add(&each, &m[1]);
    take_next(&each);
    take_next(&each);
    EXPECT_INT(aw_member_result(&m[1], NULL), -EINPROGRESS, "and asked nobody");
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, nobody_can_be_added_and_is_left_out,
       "NULL: nobody, and left out")
{
    open_loop();
    start_job(0, 5, 1);
    launch("T", adds_nobody, num(10));
    run_all();
    EXPECT_SAID("a+1@5 take-a@5 none@5", "one is there, and nobody is added");
    end(1);
}
