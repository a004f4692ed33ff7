/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { TASKS = 7 };

static int wants_it_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 4; i++) {
        int rc = aw_lock_wait(&lock);

        say_result(rc);
        if (rc < 0)
            return rc;
        for (uint64_t turns = graded_random(3); turns > 0; turns--)
            aw_yield();
        aw_lock_release(&lock);
        if (graded_random(2) && (rc = aw_yield()) < 0)
            return say_result(rc);
    }
    return 0;
}

GRADED(lock, drawn_tasks_have_it_as_in_the_reference,
       "They are fair: who has waited longest is first")
{
    static const char *const names[TASKS] = {"a", "b", "c", "d", "e", "f", "g"};

    open_lock();
    for (int i = 0; i < TASKS; i++)
        task[i] = spawn(names[i], wants_it_often, NULL);
    for (int i = 0; i < 40; i++) {
        turn();
        if (graded_random(8) == 0) {
            uint64_t drawn = graded_random(TASKS);

            say("-%s%d", names[drawn], aw_task_cancel(task[drawn], NULL));
        }
    }
    run_all();
    drop_all(task, TASKS);
    EXPECT_AS_REFERENCE("seven tasks took it four times each; some were asked "
                        "to end (-a1)");
    close_lock();
}
