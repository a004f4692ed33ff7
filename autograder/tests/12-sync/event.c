/* SPDX-License-Identifier: MIT */
/* An event: who waits, who is woken, and what a clear does not change. */
#include "fixture.h"

static struct aw_event event;

static void open_event(void)
{
    open_sync();
    aw_event_init(&event, "ready");
}

static void close_event(void)
{
    run_all();
    aw_event_deinit(&event);
    close_sync();
}

static int waits(void *arg)
{
    (void)arg;
    say_result(aw_event_wait(&event));
    return 0;
}

static struct aw_task *task[9];

static void let_wait(int n)
{
    for (int i = 0; i < n; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'}, waits, NULL);
    turn();
}

static void let_go(int n)
{
    run_all();
    drop_all(task, n);
    close_event();
}

/* F12 */
GRADED(event, all_who_wait_are_woken_in_their_order,
       "Set it, and wake all who wait, in their order.")
{
    open_event();
    let_wait(3);
    EXPECT_SAID("", "it is not set to begin with");
    aw_event_set(&event);
    EXPECT_SAID("", "set it, and looked at once");
    turn();
    EXPECT_SAID("a+0 b+0 c+0", "and a turn later");
    let_go(3);
}

static int waits_often(void *arg)
{
    size_t calls = memory.calls;

    (void)arg;
    for (int i = 0; i < 1000; i++)
        EXPECT_INT(aw_event_wait(&event), 0, "waited for what has happened");
    EXPECT_INT(memory.calls, calls, "waited for what has happened");
    EXPECT_INT(aw_task_self()->steps, 1, "and counted steps");
    return 0;
}

GRADED(event, when_it_is_set_nobody_waits,
       "Wait until `event` is set; not at all if it is.")
{
    open_event();
    aw_event_set(&event);
    launch("a", waits_often, NULL);
    turn();
    EXPECT_INT(loop.live[AW_TASKS], 0,
               "set the event, and a task waits for it: tasks in the loop");
    close_event();
}

GRADED(event, setting_twice_does_nothing, "Does nothing when it is set.")
{
    open_event();
    let_wait(2);
    aw_event_set(&event);
    aw_event_set(&event);
    EXPECT(event.set, "set it twice");
    turn();
    EXPECT_SAID("a+0 b+0", "set it twice");
    aw_event_set(&event);
    let_go(2);
}

/* F12 */
GRADED(event, a_clear_wakes_nobody_less,
       "Who was woken goes on, even if it is cleared before his turn.")
{
    open_event();
    let_wait(2);
    aw_event_set(&event);
    aw_event_clear(&event);
    EXPECT(!event.set, "set and cleared it");
    turn();
    EXPECT_SAID("a+0 b+0", "set and cleared it in one turn");
    let_go(2);
}

GRADED(event, behind_a_clear_one_waits_again,
       "Not set any more; nobody notices who has been woken.")
{
    open_event();
    let_wait(1);
    aw_event_set(&event);
    aw_event_clear(&event);
    task[1] = spawn("b", waits, NULL);
    turns(2);
    EXPECT_SAID("a+0", "set and cleared it, and then another one came");
    aw_event_set(&event);
    turn();
    EXPECT_SAID("a+0 b+0", "and set it again");
    let_go(2);
}

/* F12 */
GRADED(event, who_gives_up_is_left_out,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_event();
    let_wait(3);
    aw_task_cancel(task[1], NULL);
    aw_event_set(&event);
    turn();
    EXPECT_SAID("b=ECANCELED a+0 c+0", "asked one of three, and set it");
    let_go(3);
}

GRADED(event, woken_and_asked_is_asked,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_event();
    let_wait(2);
    aw_event_set(&event);
    aw_task_cancel(task[0], NULL);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED b+0", "set it, and asked one of two, twice");
    let_go(2);
}

static int waits_twice(void *arg)
{
    say_result(aw_event_wait(&event));
    aw_event_clear(&event);
    return waits(arg);
}

/* F19 */
GRADED(event, who_waits_again_is_not_woken_by_the_same,
       "Set it, and wake all who wait, in their order.")
{
    open_event();
    launch("a", waits_twice, NULL);
    launch("b", waits_twice, NULL);
    turn();
    aw_event_set(&event);
    turns(4);
    EXPECT_SAID("a+0 b+0", "set once, and both wait a second time");
    aw_event_set(&event);
    turns(2);
    EXPECT_SAID("a+0 b+0 a+0 b+0", "and set a second time");
    close_event();
}

static int sets_it(struct aw_handle *handle)
{
    (void)handle;
    aw_event_set(&event);
    return 0;
}

GRADED(event, a_callback_may_set_it, "A callback may do so, too.")
{
    struct aw_timer timer;

    open_event();
    let_wait(2);
    aw_timer_init(&timer, sets_it);
    aw_call_later(&loop, &timer, 5 * AW_MS);
    run_all();
    EXPECT_SAID("a+0 b+0", "a timer sets it");
    EXPECT_INT(now_ms(), 5, "a timer sets it");
    let_go(2);
}

static int waits_within(void *arg)
{
    struct aw_timeout limit;

    aw_timeout_begin(&limit, aw_from_now((intptr_t)arg * AW_MS));
    say_when(aw_timeout_end(&limit, aw_event_wait(&event)));
    return 0;
}

GRADED(event, a_limit_may_end_the_wait,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_event();
    launch("a", waits_within, num(5));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5", "5 ms for what does not happen");
    close_event();
}

static int asks_itself_and_waits(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    waits(arg);
    return waits(arg);
}

GRADED(event, a_request_that_is_pending_waits_for_the_next_wait,
       "Wait until `event` is set; not at all if it is.")
{
    open_event();
    aw_event_set(&event);
    launch("a", asks_itself_and_waits, NULL);
    turn();
    EXPECT_SAID("a+0 a+0", "a request is pending, and it is set");
    aw_event_clear(&event);
    launch("b", asks_itself_and_waits, NULL);
    turns(2);
    EXPECT_SAID("a+0 a+0 b=ECANCELED", "a request is pending, and it is not");
    aw_event_set(&event);
    close_event();
}

GRADED(event, people_are_told_which_event,
       "Who waits for it waits for a future of kind \"event\".")
{
    open_event();
    let_wait(1);
    EXPECT_STR(described(task[0]), "waiting for event \"ready\"",
               "described one who waits");
    aw_event_set(&event);
    let_go(1);
}

GRADED(event, its_end_while_somebody_waits_is_misuse,
       "deinit is misuse while somebody waits")
{
    open_event();
    let_wait(1);
    EXPECT_MISUSE(aw_event_deinit(&event), "", "one waits");
    aw_event_set(&event);
    let_go(1);
}

GRADED(event, outside_of_a_task_is_misuse,
       "What waits is misuse outside of a task.")
{
    open_event();
    EXPECT_MISUSE(aw_event_wait(&event), "", "waited outside of a task");
    aw_event_set(&event);
    EXPECT_MISUSE(aw_event_wait(&event), "", "waited for what has happened");
    close_event();
}

static int sets_it_and_waits(void *arg)
{
    aw_event_set(&event);
    return waits(arg);
}

GRADED(event, who_comes_before_the_woken_go_on_waits_not_at_all,
       "Wait until `event` is set; not at all if it is.")
{
    open_event();
    let_wait(1);
    launch("b", sets_it_and_waits, NULL);
    launch("c", waits, NULL);
    turn(); /* a is woken, and has not gone on */
    EXPECT_SAID(
        "b+0 c+0",
        "a waits, b sets it and waits as well, c comes, and a has not gone "
        "on: who has");
    turn();
    EXPECT_SAID("b+0 c+0 a+0", "and a turn later");
    let_go(1);
}

/* ---- Drawn --------------------------------------------------------------*/

static int waits_again_and_again(void *arg)
{
    (void)arg;
    for (int i = 0; i < 6; i++) {
        say_result(aw_event_wait(&event));
        say("%s-%s", me(), event.set ? "set" : "clear");
        for (uint64_t n = graded_random(4); n > 0; n--)
            aw_yield();
    }
    return 0;
}

GRADED(event, drawn_ones_wake_as_in_the_reference,
       "Who was woken goes on, even if it is cleared before his turn.")
{
    open_event();
    for (int i = 0; i < 7; i++)
        task[i] = spawn_letter(i, waits_again_and_again);
    for (int i = 0; i < 90; i++) {
        switch (graded_random(8)) {
        case 0:
            aw_event_set(&event);
            say("set");
            if (graded_random(2))
                break;
            /* fall through */
        case 1:
            aw_event_clear(&event);
            say("clear");
            break;
        case 3:
            ask(task[graded_random(7)]);
            break;
        default:
            turn();
            say("|");
        }
    }
    aw_event_set(&event);
    let_go(7);
    EXPECT_AS_REFERENCE("seven wait for an event often (a+0), which is set and "
                        "cleared; some are asked to end (-a1)");
}
