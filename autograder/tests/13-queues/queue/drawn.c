/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int puts_some(void *arg)
{
    for (intptr_t i = 1; i <= 6; i++) {
        intptr_t item = 10 * (intptr_t)arg + i;
        int rc = aw_queue_put(&q, num(item));

        if (rc < 0)
            return say_result(rc);
        say("%s+%d", me(), (int)item);
        if (graded_random(3) == 0 &&
            (rc = aw_sleep((aw_time)graded_random(3) * AW_MS)) < 0)
            return say_result(rc);
    }
    return 0;
}

static int gets_some(void *arg)
{
    void *item;
    int rc;

    (void)arg;
    while ((rc = aw_queue_get(&q, &item)) == 0) {
        say("%s:%d", me(), of(item));
        rc = aw_sleep((aw_time)graded_random(3) * AW_MS);
        aw_queue_done(&q);
        if (rc < 0)
            break;
    }
    return say_result(rc);
}

GRADED(queue, drawn_tasks_get_what_they_get_in_the_reference,
       "Get the next item, as soon as there is one.")
{
    struct aw_task *getter[3];

    open_queue(1 + (size_t)graded_random(3));
    launch("a", puts_some, num(1));
    launch("b", puts_some, num(2));
    launch("c", puts_some, num(3));
    for (int i = 0; i < 3; i++)
        getter[i] = spawn((const char *[]){"x", "y", "z"}[i], gets_some, NULL);
    for (int i = 0; i < 12; i++)
        turn();
    say("-x%d", aw_task_cancel(getter[graded_random(3)], NULL));
    for (int i = 0; i < 100; i++)
        turn();
    aw_queue_shutdown(&q);
    run_all();
    for (int i = 0; i < 3; i++)
        aw_task_drop(getter[i]);
    EXPECT_AS_REFERENCE("three put (a+11), three get (x:11), one of these is "
                        "asked to end, and the queue is shut");
    close_queue();
}
