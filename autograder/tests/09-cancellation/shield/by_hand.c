/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(shield, it_awaits,
       "As long as `shield->future` is pending `inner` is awaited by it")
{
    struct asker asker;
    struct aw_task *task;

    /* B11: another one gives up, and the shield still wants it. */
    open_loop();
    inner = spawn("i", cleans, num(10));
    launch("a", awaits_shielded, NULL);
    task = spawn("b", awaits, &inner->future);
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("b=ECANCELED i+0@10 a+0@10",
                "one gave up, and one waits behind a shield");
    aw_task_drop(task);
    aw_task_drop(inner);
    close_clean();
}

GRADED(shield, a_lazy_task_is_started, "a lazy task is started")
{
    open_loop();
    inner = aw_spawn(&loop, cleans, num(5), AW_NAMED("i", .lazy = true));
    launch("a", awaits_shielded, NULL);
    run_all();
    EXPECT_SAID("i+0@5 a+0@5", "a shield round a lazy task");
    aw_task_drop(inner);
    close_clean();
}

/* The turn between the end of the inner one and that of the relay. */
GRADED(shield, in_the_turn_between_a_request_counts,
       "To cancel `shield->future` leaves `inner` alone")
{
    struct aw_task *task;

    open_loop();
    inner = spawn("i", gives_a_value, &loop);
    task = spawn("a", awaits_shielded, NULL);
    while (!aw_future_done(&inner->future))
        turn();
    aw_task_cancel(task, "too late for the inner one");
    run_all();
    EXPECT_SAID("a=ECANCELED@1", "asked when the inner one had ended");
    EXPECT_INT(aw_future_result(&inner->future, NULL), 4, "which has a result");
    aw_task_drop(task);
    aw_task_drop(inner);
    close_clean();
}

static int waits_in_turn(void *arg)
{
    struct aw_shield shield;
    int rc;

    (void)arg;
    aw_shield_begin(&shield, &f);
    rc = aw_await(&shield.future, NULL);
    say("%s", f.state == AW_PENDING ? "pending" : "settled");
    say_when(rc);
    aw_shield_end(&shield);
    return rc;
}

GRADED(shield, it_can_be_awaited_by_hand,
       "To cancel `shield->future` leaves `inner` alone, and leaves no watch "
       "in it.")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", waits_in_turn, NULL);
    turn();
    EXPECT_STR(task->wake.future->ops->kind, "shield",
               "what does it wait for?");
    aw_task_cancel(task, "once");
    run_all();
    EXPECT_SAID("pending a=ECANCELED@0", "began, awaited, was asked to end");
    aw_task_drop(task);
    close_clean();
}

static int shields_what_failed(void *arg)
{
    struct aw_shield shield;

    aw_shield_begin(&shield, arg);
    say_when(aw_await(&shield.future, NULL));
    aw_shield_end(&shield);
    return 0;
}

GRADED(shield, an_error_that_was_heard_is_not_reported,
       "an error of it that nobody retrieves is reported, once")
{
    open_loop();
    loop.on_error = note_name;
    inner = spawn("i", fails, num(-EIO));
    run_all();
    launch("a", shields_what_failed, &inner->future);
    run_all();
    aw_task_drop(inner);
    EXPECT_SAID("a=EIO@1", "awaited what had failed, behind a shield");
    close_clean();
}

static int awaits_no_relay(void *arg)
{
    struct aw_shield shield;

    aw_shield_begin(&shield, arg);
    aw_sleep(5 * AW_MS);
    aw_shield_end(&shield);
    return 0;
}

GRADED(shield, an_error_that_nobody_awaited_is_reported,
       "an error of it that nobody retrieves is reported, once")
{
    open_loop();
    loop.on_error = note_report;
    inner = spawn("i", fails, num(-EIO));
    launch("a", awaits_no_relay, &inner->future);
    run_all();
    aw_task_drop(inner);
    EXPECT_SAID("reported-EIO", "a shield that nobody awaited");
    close_clean();
}

static int key_of_detail;

static int looks_for_the_detail(void *arg)
{
    struct aw_error *detail = (struct aw_error *)&key_of_detail;
    struct aw_shield shield;

    aw_shield_begin(&shield, arg);
    f.detail = detail;
    aw_future_fail(&f, -EIO);
    aw_await(&shield.future, NULL);
    EXPECT_PTR(shield.future.detail, detail, "it failed, with a detail");
    aw_shield_end(&shield);
    aw_shield_begin(&shield, arg);
    EXPECT_PTR(shield.future.detail, detail, "it had failed, with a detail");
    aw_await(&shield.future, NULL);
    aw_shield_end(&shield);
    return 0;
}

GRADED(shield, the_detail_of_an_error_is_handed_on,
       "Make `shield->future` a future that becomes what `inner` becomes")
{
    open_loop();
    launch("a", looks_for_the_detail, &f);
    close_clean();
}

static int shields_oneself(void *arg)
{
    (void)arg;
    return say_when(aw_await_shielded(&aw_task_self()->future, NULL));
}

GRADED(shield, what_aw_await_refuses_is_refused,
       "Returns what aw_await "
       "returns.")
{
    open_loop();
    launch("a", shields_oneself, NULL);
    run_all();
    EXPECT_SAID("a=EDEADLK@0", "awaited oneself behind a shield");
    close_clean();
}

static struct aw_loop other_loop;

static int shields_the_foreign(void *arg)
{
    struct aw_shield shield;

    EXPECT_MISUSE(aw_shield_begin(&shield, arg), "",
                  "a shield round a future of another loop");
    /* Whether it counts as begun is not promised. */
    return aw_sleep_until(AW_NEVER);
}

GRADED(shield, one_of_another_loop_is_misuse,
       "Misuse outside of a task, while `shield` is begun already, and with a "
       "future of another loop.")
{
    struct aw_future foreign;

    open_loop();
    EXPECT_INT(graded_loop_init(&other_loop, NULL), 0, "made another loop");
    aw_future_init(&foreign, &other_loop, NULL);
    launch("a", shields_the_foreign, &foreign);
    turn();
}

static int leaves_it(void *arg)
{
    struct aw_shield shield;

    (void)arg;
    aw_shield_begin(&shield, &f);
    return 0;
}

GRADED(shield, leaving_one_open_is_misuse,
       "a body that returns inside of one is told which, and that is misuse")
{
    open_loop();
    launch("a", leaves_it, NULL);
    EXPECT_MISUSE(turn(), "was begun at", "forgot a shield");
}
