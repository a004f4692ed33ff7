/* SPDX-License-Identifier: MIT */
/* Requests: counted, delivered, taken back. */
#include "fixture.h"

/* C10 */
GRADED(requests, each_request_is_counted,
       "How many requests to end `task` there are that nobody has taken back.")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", awaits, &f);
    turn();
    EXPECT_INT(aw_cancelling(task), 0, "nobody has asked");
    aw_task_cancel(task, "once");
    aw_task_cancel(task, "twice");
    EXPECT_INT(aw_cancelling(task), 2, "asked twice");
    turn();
    EXPECT_SAID("a=ECANCELED", "and let it go on");
    EXPECT_INT(aw_cancelling(task), 2, "it has ended");
    aw_task_drop(task);
    close_clean();
}

static int takes_back(void *arg)
{
    int rc;

    say_result(aw_await(arg, NULL));
    say("left-%u", aw_uncancel(aw_task_self()));
    say("left-%u", aw_uncancel(aw_task_self()));
    say("left-%u", aw_uncancel(aw_task_self()));
    rc = aw_yield();
    return say_result(rc);
}

/* C14 */
GRADED(requests, they_are_taken_back_one_by_one,
       "Take back one request to end `task`.")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", takes_back, &f);
    turn();
    aw_task_cancel(task, "once");
    aw_task_cancel(task, "twice");
    run_all();
    EXPECT_SAID("a=ECANCELED left-1 left-0 left-0 a+0",
                "took back three requests of two");
    EXPECT_INT(aw_cancelling(task), 0, "and looked again");
    aw_task_drop(task);
    close_clean();
}

static int asks_and_takes_back(void *arg)
{
    struct aw_task *self = aw_task_self();

    aw_task_cancel(self, "by itself");
    if (arg)
        aw_task_cancel(self, "again");
    aw_uncancel(self);
    return say_result(aw_yield());
}

/* C14 */
GRADED(requests, the_last_one_taken_back_is_forgotten,
       "When it was the last one, a request that has not been delivered yet is "
       "forgotten.")
{
    open_loop();
    launch("a", asks_and_takes_back, NULL);
    run_all();
    EXPECT_SAID("a+0", "asked once, and took it back before any wait");
    close_clean();
}

/* C14 */
GRADED(requests, while_one_is_left_it_is_delivered,
       "When it was the last one, a request that has not been delivered yet is "
       "forgotten.")
{
    open_loop();
    launch("a", asks_and_takes_back, num(1));
    run_all();
    EXPECT_SAID("a=ECANCELED", "asked twice, and took one back");
    close_clean();
}

GRADED(requests, one_may_be_taken_back_from_outside,
       "Take back one request to end `task`.")
{
    struct aw_task *task;

    open_loop();
    task = spawn("a", yields, num(3));
    turn();
    aw_task_cancel(task, "a mistake");
    EXPECT_INT(aw_uncancel(task), 0, "asked one who yields, and took it back");
    run_all();
    EXPECT_SAID("a1 a2 a3", "and let it go on");
    aw_task_drop(task);
    close_clean();
}

static int says_from_now(void *arg)
{
    aw_sleep(5 * AW_MS);
    say("%d", (int)(aw_from_now((intptr_t)arg * AW_MS) / AW_MS));
    say(aw_from_now(AW_NEVER) == AW_NEVER ? "never" : "some day");
    return 0;
}

GRADED(requests, from_now_is_on_the_loops_clock,
       "The moment `delay` from now, on the clock of the loop that runs")
{
    open_loop();
    launch("a", says_from_now, num(7));
    run_all();
    EXPECT_SAID("12 never", "at 5 ms, asked for 7 ms from now and for never");
    close_clean();
}

static int says_from_outside(struct aw_handle *handle)
{
    (void)handle;
    say("%d", (int)(aw_from_now(AW_SEC) / AW_MS));
    return 0;
}

GRADED(requests, from_now_needs_no_task, "Misuse outside of a running loop.")
{
    struct aw_handle handle;

    open_loop();
    aw_handle_init(&handle, says_from_outside);
    aw_ready_push(&loop.ready, &handle);
    turn();
    EXPECT_SAID("1000", "asked in a callback of the loop");
    close_clean();
}

GRADED(requests, from_now_needs_a_loop, "Misuse outside of a running loop.")
{
    EXPECT_MISUSE(aw_from_now(AW_SEC), "",
                  "asked for a moment before any loop runs");
}

/* ---- Drawn --------------------------------------------------------------*/

enum { FEW = 4 };

static struct aw_task *few[FEW];

static void asks_or_takes_back(void)
{
    struct aw_task *task = few[graded_random(FEW)];

    if (graded_random(5) < 3)
        say("-%s%d", task->name, aw_task_cancel(task, NULL));
    else
        say("+%s%u", task->name, aw_uncancel(task));
    task = few[graded_random(FEW)];
    say("%s:%u", task->name, aw_cancelling(task));
}

static void looks_ahead(void)
{
    static const aw_time delay[] = {
        -AW_SEC, 0, 3 * AW_MS, 1, AW_NEVER, AW_NEVER - 2,
    };
    aw_time when = aw_from_now(delay[graded_random(6)]);

    if (when == AW_NEVER)
        say("never");
    else
        say(">%lld", (long long)when);
}

static int is_asked_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 12; i++) {
        switch (graded_random(5)) {
        case 0:
            looks_ahead();
            break;
        case 1:
            say_when(aw_yield());
            break;
        case 2:
            say_when(aw_sleep((aw_time)graded_random(4) * AW_MS));
            break;
        default:
            asks_or_takes_back();
        }
    }
    return 0;
}

GRADED(requests, drawn_requests_are_counted_as_in_the_reference,
       "When it was the last one, a request that has not been delivered yet is "
       "forgotten.")
{
    open_loop();
    for (int i = 0; i < FEW; i++)
        few[i] =
            spawn((const char[]){(char)('a' + i), '\0'}, is_asked_often, NULL);
    for (int i = 0; i < 16; i++) {
        turn();
        asks_or_takes_back();
    }
    run_all();
    for (int i = 0; i < FEW; i++) {
        say("%s:%u", few[i]->name, aw_cancelling(few[i]));
        aw_task_drop(few[i]);
    }
    EXPECT_AS_REFERENCE(
        "four tasks and a callback ask them to end (-a1: done), "
        "take it back (+a2: 2 are left), count (a:2), and look "
        "ahead (>5: 5 ns)");
    close_clean();
}
