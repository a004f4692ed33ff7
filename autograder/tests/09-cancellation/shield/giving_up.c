/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* D30 */
GRADED(shield, whoever_waits_is_asked_and_the_inner_one_goes_on,
       "To give up awaiting the relay is to give up nothing else")
{
    struct asker asker;
    struct aw_task *task;

    open_loop();
    inner = spawn("i", cleans, num(10));
    task = spawn("a", awaits_shielded, NULL);
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("a=ECANCELED@5 i+0@10", "asked the one who waits to end");
    EXPECT_INT(aw_cancelling(inner), 0, "and looked at the inner one");
    aw_task_drop(task);
    aw_task_drop(inner);
    close_clean();
}

/* D30 */
GRADED(shield, the_inner_one_can_be_asked_all_the_same,
       "Make `shield->future` a future that becomes what `inner` becomes")
{
    struct asker asker;
    struct aw_task *task;

    open_loop();
    inner = spawn("i", cleans, num(10));
    task = spawn("a", awaits_shielded, NULL);
    ask_at(&asker, inner, 5);
    run_all();
    EXPECT_SAID("i-cleans@5 i=ECANCELED@8 a=ECANCELED@8",
                "asked the inner one to end");
    EXPECT_INT(aw_cancelling(task), 0, "and looked at the one who waits");
    aw_task_drop(task);
    aw_task_drop(inner);
    close_clean();
}

/* D31 */
GRADED(shield, an_error_behind_it_is_reported_once,
       "an error of it that nobody retrieves is reported, once")
{
    struct asker asker[3];
    struct aw_task *task[3];

    open_loop();
    loop.on_error = note_name;
    inner = spawn("i", fails, num(-EIO));
    for (int i = 0; i < 3; i++) {
        task[i] = spawn("a", awaits_shielded, NULL);
        turn();
        ask_at(&asker[i], task[i], 0);
    }
    run_all();
    EXPECT_SAID("a=ECANCELED@0 a=ECANCELED@0 a=ECANCELED@0",
                "three shields were given up, and it failed");
    forget();
    aw_task_drop(inner);
    EXPECT_SAID("reported-i-EIO", "and was let go");
    for (int i = 0; i < 3; i++)
        aw_task_drop(task[i]);
    close_clean();
}

static int hears_of_it(void *arg)
{
    say_when(aw_await(arg, NULL));
    return 0;
}

/* D32 */
GRADED(shield, who_awaits_it_later_is_told,
       "an error of it that nobody retrieves is reported, once")
{
    struct asker asker;
    struct aw_task *task;

    open_loop();
    loop.on_error = note_report;
    inner = spawn("i", fails, num(-EIO));
    task = spawn("a", awaits_shielded, NULL);
    turn();
    ask_at(&asker, task, 0);
    run_all();
    launch("b", hears_of_it, &inner->future);
    run_all();
    EXPECT_SAID("a=ECANCELED@0 b=EIO@1", "somebody else awaits it later");
    aw_task_drop(inner);
    EXPECT_SAID("a=ECANCELED@0 b=EIO@1", "and it is let go");
    aw_task_drop(task);
    close_clean();
}

static int gives_up_often(void *arg)
{
    struct aw_shield shield;

    for (intptr_t n = (intptr_t)arg; n > 0; n--) {
        aw_shield_begin(&shield, &f);
        aw_future_cancel(&shield.future);
        EXPECT(aw_list_empty(&f.watches), "gave up a shield");
        aw_shield_end(&shield);
    }
    return 0;
}

/* D33 */
GRADED(
    shield, a_shield_that_was_given_up_leaves_no_watch,
    "To cancel `shield->future` leaves `inner` alone, and leaves no watch in "
    "it.")
{
    open_loop();
    launch("a", gives_up_often, num(10));
    turn();
    EXPECT_INT(f.awaits, 0, "ten shields came and went");
    close_clean();
}

static int takes_it_away(void *arg)
{
    struct aw_shield shield;

    (void)arg;
    aw_shield_begin(&shield, &f);
    aw_shield_end(&shield);
    EXPECT_INT(f.awaits, 0, "took the shield of f away, which is pending");
    EXPECT(aw_list_empty(&f.watches),
           "took the shield of f away, which is pending");
    return 0;
}

GRADED(shield, it_can_be_taken_away_at_any_time,
       "If `inner` is still pending it goes on, and no watch of the shield's "
       "is left in it.")
{
    open_loop();
    launch("a", takes_it_away, NULL);
    turn();
    aw_future_resolve(&f, NULL);
    close_clean();
}
