/* SPDX-License-Identifier: MIT */
/* Cleaning up: to the end, within a bound, and nothing that was heard is
 * lost. */
#include "fixture.h"

static int bound_ms;

/* Takes `arg` milliseconds, and says what it hears. */
static int tidies(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    say("tidied");
    say_when(rc);
    return rc < 0 ? rc : 6;
}

/* Waits for f; then cleans up, which takes `arg` milliseconds. */
static int works(void *arg)
{
    int rc = aw_await(&f, NULL);

    say_when(rc);
    say_when(aw_clean_up(tidies, arg, bound_ms * AW_MS));
    return rc;
}

static int says_its_name(void *arg)
{
    (void)arg;
    say("%s", me());
    return 0;
}

static int has_it_said(void *arg)
{
    return aw_clean_up(says_its_name, arg, AW_SEC);
}

GRADED(clean_up, its_task_is_named_after_this_one,
       "It runs in a task of its own, \"clean-up of NAME\"")
{
    open_loop();
    launch("saver", has_it_said, NULL);
    run_all();
    EXPECT_SAID("clean-up of saver", "asked for the name of its task");
    close_clean();
}

GRADED(clean_up, it_returns_what_its_function_returns,
       "Returns what fn returns")
{
    open_loop();
    bound_ms = 10;
    launch("a", works, num(5));
    turn();
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("a+0@0 tidied clean-up of a+0@5 a+6@5", "cleaned up");
    close_clean();
}

GRADED(clean_up, it_goes_on_although_this_task_was_asked,
       "Run fn(arg) to its end, even if this task was asked to end")
{
    struct aw_task *task;

    open_loop();
    bound_ms = 10;
    task = spawn("a", works, num(5));
    turn();
    aw_task_cancel(task, "once");
    run_all();
    EXPECT_SAID("a=ECANCELED@0 tidied clean-up of a+0@5 a+6@5",
                "cleaned up after a request");
    aw_task_drop(task);
    close_clean();
}

/* Cleans up first of all, and then waits. */
static int cleans_and_waits(void *arg)
{
    say_when(aw_clean_up(tidies, arg, bound_ms * AW_MS));
    return say_when(aw_sleep(20 * AW_MS));
}

/* C11, D34 */
GRADED(clean_up, a_request_meanwhile_is_kept,
       "They are kept, and delivered by the next call that suspends.")
{
    struct asker asker[2];
    struct aw_task *task;

    open_loop();
    bound_ms = 10;
    task = spawn("a", cleans_and_waits, num(5));
    ask_at(&asker[0], task, 2);
    ask_at(&asker[1], task, 3);
    run_all();
    EXPECT_SAID("tidied clean-up of a+0@5 a+6@5 a=ECANCELED@5",
                "asked twice while it cleans up");
    EXPECT_INT(aw_cancelling(task), 2, "and looked at the requests");
    aw_task_drop(task);
    close_clean();
}

static int asks_itself_first(void *arg)
{
    aw_task_cancel(aw_task_self(), "by itself");
    return cleans_and_waits(arg);
}

GRADED(clean_up, a_request_that_is_pending_is_kept,
       "Requests to end this task are not delivered meanwhile, neither one "
       "that is pending nor those that come.")
{
    open_loop();
    bound_ms = 10;
    launch("a", asks_itself_first, num(5));
    run_all();
    EXPECT_SAID("tidied clean-up of a+0@5 a+6@5 a=ECANCELED@5",
                "asked before it cleans up");
    close_clean();
}

GRADED(clean_up, a_request_in_its_last_turn_is_kept,
       "They are kept, and delivered by the next call that suspends.")
{
    struct asker asker;
    struct aw_task *task;

    open_loop();
    bound_ms = 10;
    task = spawn("a", cleans_and_waits, num(5));
    turn();
    turn(); /* the clean-up sleeps */
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("tidied clean-up of a+0@5 a+6@5 a=ECANCELED@5",
                "asked in the turn in which it is done");
    aw_task_drop(task);
    close_clean();
}

GRADED(clean_up, one_that_is_taken_back_is_gone,
       "When it was the last one, a request that has not been delivered yet is "
       "forgotten.")
{
    struct asker asker;
    struct aw_task *task;

    open_loop();
    bound_ms = 10;
    task = spawn("a", cleans_and_waits, num(5));
    ask_at(&asker, task, 2);
    while (now_ms() < 2)
        turn();
    turn();
    aw_uncancel(task);
    run_all();
    EXPECT_SAID("tidied clean-up of a+0@5 a+6@5 a+0@25",
                "asked while it cleans up, and took it back");
    aw_task_drop(task);
    close_clean();
}

GRADED(clean_up, it_takes_no_longer_than_its_bound,
       "When it takes longer than `bound` that task is asked to end, and "
       "waited for all the same.")
{
    open_loop();
    bound_ms = 4;
    launch("a", cleans_and_waits, num(50));
    run_all();
    EXPECT_SAID("tidied clean-up of a=ECANCELED@4 a=ETIMEDOUT@4 a+0@24",
                "4 ms for a clean-up of 50");
    close_clean();
}

static int tidies_slowly(void *arg)
{
    (void)arg;
    return cleans(num(50));
}

static int cleans_slowly(void *arg)
{
    return say_when(aw_clean_up(tidies_slowly, arg, 4 * AW_MS));
}

GRADED(clean_up, it_is_waited_for_all_the_same,
       "When it takes longer than `bound` that task is asked to end, and "
       "waited for all the same.")
{
    open_loop();
    launch("a", cleans_slowly, NULL);
    run_all();
    EXPECT_SAID("clean-up of a-cleans@4 clean-up of a=ECANCELED@7 "
                "a=ETIMEDOUT@7",
                "a clean-up that cleans up");
    close_clean();
}

GRADED(clean_up, without_time_it_does_not_begin,
       "0 or less: it is asked to end before it begins")
{
    open_loop();
    bound_ms = 0;
    launch("a", cleans_and_waits, num(5));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@0 a+0@20", "no time to clean up");
    close_clean();
}

GRADED(clean_up, a_request_behind_the_bound_does_not_end_the_wait,
       "When it takes longer than `bound` that task is asked to end, and "
       "waited for all the same.")
{
    struct asker asker;
    struct aw_task *task;

    open_loop();
    task = spawn("a", cleans_slowly, NULL);
    ask_at(&asker, task, 5);
    run_all();
    EXPECT_SAID("clean-up of a-cleans@4 clean-up of a=ECANCELED@7 "
                "a=ETIMEDOUT@7",
                "its bound is over, and then it is asked");
    aw_task_drop(task);
    close_clean();
}

static int just_ends(void *arg)
{
    return (int)(intptr_t)arg;
}

static int ends_as_cancelled(void *arg)
{
    return say_when(aw_clean_up(just_ends, arg, AW_SEC));
}

GRADED(clean_up, a_function_that_gives_up_by_itself_is_no_timeout,
       "-ETIMEDOUT when its bound has ended it")
{
    open_loop();
    launch("a", ends_as_cancelled, num(-ECANCELED));
    run_all();
    EXPECT_SAID("a=ECANCELED@0", "a clean-up that returns -ECANCELED");
    close_clean();
}

static struct graded_alloc memory;

static int cleans_without_memory(void *arg)
{
    /* Another size of stack than this task's: none rests in the pool. */
    aw_task_cancel(aw_task_self(), "is it delivered still?");
    memory.fail_from = memory.calls + 1;
    say_when(aw_clean_up(tidies, arg, AW_SEC));
    memory.fail_from = 0;
    return say_when(aw_yield());
}

GRADED(clean_up, without_memory_it_says_so,
       "or -ENOMEM: then fn was not called, and nothing was kept.")
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    aw_task_drop(aw_spawn(&loop, cleans_without_memory, NULL,
                          AW_NAMED("a", .stack = 256 * 1024)));
    run_all();
    EXPECT_SAID("a=ENOMEM@0 a=ECANCELED@0", "cleaned up without memory");
    close_clean();
}

static const int key;

static int says_local(void *arg)
{
    (void)arg;
    say(aw_local_get(&key) == &loop ? "inherited" : "nothing");
    return 0;
}

static int has_a_local(void *arg)
{
    aw_local_set(&key, &loop);
    return aw_clean_up(says_local, arg, AW_SEC);
}

GRADED(clean_up, it_inherits_the_locals,
       "It runs in a task of its own, \"clean-up of NAME\", which inherits the "
       "locals of this one")
{
    open_loop();
    launch("a", has_a_local, NULL);
    run_all();
    EXPECT_SAID("inherited", "looked for a local of the task");
    close_clean();
}

GRADED(clean_up, outside_of_a_task_is_misuse,
       "What waits is misuse outside of a task.")
{
    open_loop();
    EXPECT_MISUSE(aw_clean_up(just_ends, NULL, AW_SEC), "",
                  "cleaned up outside of a task");
}

/* ---- Drawn --------------------------------------------------------------*/

enum { FEW = 4 };

static struct aw_task *few[FEW];

/* What a clean-up does when it is asked to end depends on `arg`: it may tidy
 * up for as long again, and it may come to something else. */
static int tidies_in_its_way(void *arg)
{
    intptr_t way = (intptr_t)arg;
    int rc = aw_sleep(way % 8 * AW_MS);

    say_when(rc);
    if (rc < 0 && way % 3 == 0)
        say_when(aw_sleep(way % 4 * AW_MS));
    if (way % 5 == 0)
        return -EIO;
    return rc < 0 && way % 2 ? rc : (int)way;
}

static int cleans_up_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 5; i++) {
        void *way = num((intptr_t)graded_random(40));
        aw_time bound = (aw_time)graded_random(8) * AW_MS;

        wait_for_own_moment();
        /* Half a millisecond, so that the bound strikes alone. */
        bound = bound ? bound - AW_MS / 2 : -(aw_time)graded_random(2);
        say_when(aw_clean_up(tidies_in_its_way, way, bound));
        say("%s:%u", me(), aw_cancelling(aw_task_self()));
        if (graded_random(3))
            say_when(aw_yield());
    }
    return 0;
}

/* Asks one or the other to end, or takes that back. */
static int asks_some(void *arg)
{
    (void)arg;
    for (int i = 0; i < 16; i++) {
        struct aw_task *task = few[graded_random(FEW)];

        aw_sleep_until((now_ms() + (aw_time)graded_random(3)) * AW_MS +
                       AW_MS * 3 / 4);
        if (graded_random(4))
            say("-%s%d", task->name, aw_task_cancel(task, NULL));
        else
            say("+%s%u", task->name, aw_uncancel(task));
        aw_sleep(AW_MS / 2);
    }
    return 0;
}

GRADED(clean_up, drawn_ones_end_as_in_the_reference,
       "Run fn(arg) to its end, even if this task was asked to end, or is "
       "asked meanwhile.")
{
    open_loop();
    for (int i = 0; i < FEW; i++)
        few[i] =
            spawn((const char[]){(char)('a' + i), '\0'}, cleans_up_often, NULL);
    launch("asks", asks_some, NULL);
    run_all();
    for (int i = 0; i < FEW; i++)
        aw_task_drop(few[i]);
    EXPECT_AS_REFERENCE("four tasks clean up again and again, within drawn "
                        "bounds; they are asked to end (-a1), and some of it "
                        "is taken back (+a0: none is left)");
    close_clean();
}
