/* SPDX-License-Identifier: MIT */
/* A shield: who goes on, who does not, and what is left behind. */
#include "fixture.h"

static struct aw_task *inner;

/* Awaits `inner` behind a shield. */
static int awaits_shielded(void *arg)
{
    void *value = arg;
    int rc = aw_await_shielded(&inner->future, &value);

    if (value)
        say("value");
    return say_when(rc);
}

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

static int fails(void *arg)
{
    aw_sleep(AW_MS);
    return (int)(intptr_t)arg;
}

static int gives_a_value(void *arg)
{
    aw_sleep(AW_MS);
    aw_task_return(arg);
    return 4;
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

/* The name is gone when its task is. */
static void note_name(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("reported-%s-%s", r->name, aw_error_name(r->error));
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
    EXPECT_INT(f.awaits, 0, "took it away");
    EXPECT(aw_list_empty(&f.watches), "took it away");
    return 0;
}

GRADED(shield, it_can_be_taken_away_at_any_time, "Take the shield away.")
{
    open_loop();
    launch("a", takes_it_away, NULL);
    turn();
    aw_future_resolve(&f, NULL);
    close_clean();
}

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

GRADED(shield, it_can_be_awaited_by_hand, "await this one")
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
