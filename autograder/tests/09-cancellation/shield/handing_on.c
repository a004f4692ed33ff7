/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* D30 */
GRADED(shield, what_is_awaited_is_handed_on,
       "Make `shield->future` a future that becomes what `inner` becomes")
{
    open_loop();
    inner = spawn("i", cleans, num(5));
    launch("a", awaits_shielded, NULL);
    run_all();
    EXPECT_SAID("i+0@5 a+0@5", "awaited a task behind a shield");
    aw_task_drop(inner);
    close_clean();
}

GRADED(shield, errors_and_values_are_handed_on,
       "Make `shield->future` a future that becomes what `inner` becomes")
{
    open_loop();
    inner = spawn("i", fails, num(-EIO));
    launch("a", awaits_shielded, NULL);
    run_all();
    aw_task_drop(inner);
    inner = spawn("i", gives_a_value, &loop);
    launch("b", awaits_shielded, NULL);
    run_all();
    EXPECT_SAID("a=EIO@1 value b+4@2", "an error, and a value");
    aw_task_drop(inner);
    close_clean();
}

GRADED(shield, it_costs_a_turn,
       "a turn later; at once, if that is settled "
       "already")
{
    struct aw_handle handle[3];
    struct aw_task plain = {.future.loop = NULL};

    /* An inner future in the place of a task. */
    open_loop();
    inner = &plain;
    aw_future_init(&plain.future, &loop, NULL);
    launch("a", awaits_shielded, NULL);
    turn();
    aw_future_resolve(&plain.future, NULL);
    push(&handle[0]);
    turn();
    EXPECT_SAID("h", "the turn in which the shield hears of it");
    push(&handle[1]);
    turn();
    EXPECT_SAID("h a+0@0 h", "and the next one");
    aw_future_deinit(&plain.future);
    close_clean();
}

GRADED(shield, what_is_settled_does_not_suspend,
       "at once, if that is settled already")
{
    struct aw_handle handle;

    open_loop();
    inner = spawn("i", gives_a_value, &loop);
    run_all();
    launch("a", awaits_shielded, NULL);
    push(&handle);
    turn();
    EXPECT_SAID("value a+4@1 h", "awaited what has ended, behind a shield");
    aw_task_drop(inner);
    close_clean();
}
