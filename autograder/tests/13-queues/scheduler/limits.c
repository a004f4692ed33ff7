/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct graded_alloc memory;

/* ---- Memory -------------------------------------------------------------*/

static int short_of; /* memory: jobs that were refused for that */

static int submits_three(void)
{
    for (int i = 0; i < 3; i++)
        short_of += aw_scheduler_submit(&s, job, num(5)) == -ENOMEM;
    return 0;
}

GRADED(scheduler, without_memory_the_place_is_free,
       "With an error `fn` will not be called, and the place goes to the next.")
{
    int in_all = 0;

    for (size_t fail = 1; fail <= 6; fail++) {
        graded_alloc_init(&memory);
        open_loop_with(&memory.alloc);
        program = submits_three;
        options = (struct aw_scheduler_options){.size = 1};
        short_of = 0;
        launch("main", runs_program, NULL);
        memory.fail_once = memory.calls + fail;
        run_all();
        EXPECT_INT(s.done + (size_t)short_of, 3,
                   "request %zu fails: of three, done and refused", fail);
        EXPECT_INT(s.places.value, 1, "counted the places");
        expect_counts(s.done, 0, 0, 0);
        in_all += short_of;
        forget();
        close_quiet();
    }
    EXPECT_AT_LEAST(in_all, 3,
                    "each of three jobs was refused in its turn, but "
                    "%d in all were",
                    in_all);
}

/* The second request of any submit fails. */
static int submits_many(void)
{
    size_t refused = 0;

    for (int i = 0; i < 300; i++) {
        memory.fail_once = memory.calls + 2;
        refused += aw_scheduler_try_submit(&s, job, num(5)) == -ENOMEM;
    }
    memory.fail_once = 0;
    EXPECT_INT(s.running + refused, 300, "300 were submitted: run, or refused");
    return 0;
}

GRADED(scheduler, without_memory_for_a_task_nothing_is_counted,
       "With an error `fn` will not be called, and the place goes to the next.")
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    program = submits_many;
    options = (struct aw_scheduler_options){.size = 300};
    launch("main", runs_program, NULL);
    run_all();
    EXPECT_INT(s.places.value, 300, "counted the places");
    expect_counts(s.done, 0, 0, 0);
    close_quiet();
}

GRADED(scheduler, its_jobs_leave_no_memory, "Memory   that of the jobs' tasks.")
{
    size_t before;

    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    program = submits_three;
    options = (struct aw_scheduler_options){.size = 2};
    launch("main", runs_program, NULL);
    run_all();
    before = memory.blocks;
    program = cancels_at_once;
    launch("main", runs_program, NULL);
    run_all();
    EXPECT_INT(memory.blocks, before,
               "three jobs, and then one that never "
               "began: blocks");
    close_quiet();
}

/* ---- Misuse -------------------------------------------------------------*/

static int misuses(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(
        aw_scheduler_begin(&s, &(struct aw_scheduler_options){.size = 0}), "",
        "began one for 0");
    aw_scheduler_begin(&s, &(struct aw_scheduler_options){.size = 1});
    EXPECT_MISUSE(aw_scheduler_set_size(&s, 0), "", "set its size to 0");
    return aw_scheduler_end(&s, 0);
}

GRADED(scheduler, none_at_a_time_is_misuse,
       "jobs that run at a time; misuse "
       "with 0")
{
    open_loop();
    launch("a", misuses, NULL);
    close_quiet();
}

static int forgets_to_end(void *arg)
{
    (void)arg;
    aw_scheduler_begin(&s, &(struct aw_scheduler_options){.size = 1});
    return 0;
}

GRADED(scheduler, it_is_a_scope, "it is a scope, as its group is")
{
    open_loop();
    launch("a", forgets_to_end, NULL);
    EXPECT_MISUSE(turn(), "was begun at", "returned inside of it");
}
