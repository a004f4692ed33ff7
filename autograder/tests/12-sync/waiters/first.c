/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(waiters, the_first_may_be_woken_alone, "Returns true when he was woken.")
{
    open_line();
    EXPECT(!aw_waiters_wake_first(&line), "woke the first of none");
    stand_in_line(2);
    EXPECT(aw_waiters_wake_first(&line), "woke the first of two");
    EXPECT(!aw_waiters_wake_first(&line), "once more, before he goes on");
    turn();
    EXPECT_SAID("a+", "woke the first of two, twice");
    EXPECT(aw_waiters_wake_first(&line), "woke the first when the other left");
    turn();
    EXPECT_SAID("a+ b+", "and looked");
    let_go(2);
}

/* F4 */
GRADED(waiters, a_first_who_has_given_up_is_left_to_see_to_it,
       "If he was woken already or has given up nothing happens: he will go "
       "on, and see to it.")
{
    open_line();
    stand_in_line(2);
    aw_task_cancel(task[0], NULL);
    EXPECT(!aw_waiters_wake_first(&line), "the first has given up");
    turn();
    EXPECT_SAID("a-", "the first has given up, and nobody was woken");
    EXPECT(aw_waiters_wake_first(&line), "the second one is the first now");
    let_go(2);
}

GRADED(waiters, a_first_who_was_passed_over_is_no_second,
       "If he was woken already or has given up nothing happens: he will go "
       "on, and see to it.")
{
    open_line();
    stand_in_line(3);
    aw_task_cancel(task[0], NULL);
    aw_waiters_wake(&line); /* a is passed over */
    EXPECT(!aw_waiters_wake_first(&line), "the first has given up");
    turn();
    EXPECT_SAID("a- b+", "one has given up, and one is woken");
    aw_waiters_wake(&line);
    let_go(3);
}

static bool woke_another;

static void wakes_another(struct aw_probe *probe, enum aw_probe_event event,
                          const void *subject, uint64_t arg)
{
    (void)probe, (void)subject, (void)arg;
    if (event != AW_PROBE_SETTLE || woke_another)
        return;
    woke_another = true;
    aw_waiters_wake(&line);
}

GRADED(waiters, a_probe_may_wake_from_inside,
       "Each one is passed over once, so that waking all of n takes n steps.")
{
    struct aw_probe probe = {.event = wakes_another};

    open_line();
    stand_in_line(4);
    woke_another = false;
    aw_loop_set_probe(&loop, &probe);
    EXPECT(aw_waiters_wake(&line), "a probe wakes another when one is woken");
    aw_loop_set_probe(&loop, NULL);
    EXPECT(aw_waiters_wake(&line), "woke the third");
    EXPECT(aw_waiters_wake(&line), "woke the fourth");
    EXPECT(!aw_waiters_wake(&line), "and nobody");
    turn();
    EXPECT_INT(line.n, 0, "and counted those in line a turn later");
    let_go(4);
}
