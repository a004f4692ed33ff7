/* SPDX-License-Identifier: MIT */
/* A semaphore: whose a permit is, and where it goes when nobody wants it. */
#include "fixture.h"

static struct aw_sem sem;

static void open_sem(size_t value, size_t limit)
{
    open_sync();
    aw_sem_init(&sem, value, limit, "slots");
}

static void close_sem(void)
{
    run_all();
    aw_sem_deinit(&sem);
    close_sync();
}

/* Takes a permit, says so, and keeps it. */
static int takes(void *arg)
{
    (void)arg;
    say_result(aw_sem_wait(&sem));
    return 0;
}

static struct aw_task *task[26];

static struct aw_task *come(int i)
{
    task[i] = spawn((const char[]){(char)('a' + i), '\0'}, takes, NULL);
    return task[i];
}

/* Tasks "a", "b" and so on stand in line. */
static void stand_in_line(int n)
{
    for (int i = 0; i < n; i++)
        come(i);
    turn();
}

static void let_go(int n)
{
    run_all();
    for (int i = 0; i < n; i++)
        aw_task_drop(task[i]);
    close_sem();
}

/* ---- Free ---------------------------------------------------------------*/

static int takes_it_often(void *arg)
{
    size_t calls = memory.calls;

    (void)arg;
    for (int i = 0; i < 1000; i++) {
        EXPECT_INT(aw_sem_wait(&sem), 0, "took what is free");
        aw_sem_release(&sem);
    }
    EXPECT_INT(memory.calls, calls, "took a free permit 1000 times");
    EXPECT_INT(aw_task_self()->steps, 1, "and counted steps of the task");
    return 0;
}

GRADED(sem, a_free_one_costs_nothing,
       "What is free is taken without a suspension, without memory, and "
       "without looking at the loop.")
{
    open_sem(2, 2);
    launch("a", takes_it_often, NULL);
    turn();
    EXPECT_INT(loop.live[AW_TASKS], 0, "took a free permit, in one turn");
    EXPECT_INT(sem.value, 2, "and counted free permits");
    close_sem();
}

static int inside, widest;

static int works(void *arg)
{
    int rc = aw_sem_wait(&sem);

    if (rc < 0)
        return rc;
    inside++;
    widest = inside > widest ? inside : widest;
    say("%s", me());
    for (intptr_t i = (intptr_t)arg; i > 0; i--)
        aw_yield();
    inside--;
    aw_sem_release(&sem);
    return 0;
}

GRADED(sem, so_many_at_a_time, "so many at a time, and the number may change")
{
    open_sem(3, 3);
    inside = widest = 0;
    for (int i = 0; i < 7; i++)
        launch((const char[]){(char)('a' + i), '\0'}, works, num(2));
    run_all();
    EXPECT_SAID("a b c d e f g", "seven want to work");
    EXPECT_INT(widest, 3, "and counted those who work at a time");
    EXPECT_INT(sem.value, 3, "and counted free permits at the end");
    close_sem();
}

GRADED(sem, fewer_may_be_free_to_begin_with,
       "permits that are free to begin with")
{
    open_sem(1, 3);
    stand_in_line(3);
    EXPECT_SAID("a+0", "one of three is free");
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    turn();
    EXPECT_SAID("a+0 b+0 c+0", "and two are given back");
    let_go(3);
}

GRADED(sem, a_try_takes_what_is_free, "Returns whether one was taken.")
{
    open_sem(1, 2);
    EXPECT(aw_sem_try(&sem), "tried when one is free");
    EXPECT(!aw_sem_try(&sem), "tried when none is free");
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "and gave it back");
    close_sem();
}

static int asks_itself_and_takes(void *arg)
{
    aw_task_cancel(aw_task_self(), NULL);
    return takes(arg);
}

GRADED(sem, who_is_asked_to_end_takes_what_is_free,
       "at once when one is free and nobody stands in line who has not given "
       "up")
{
    open_sem(1, 1);
    launch("a", asks_itself_and_takes, NULL);
    turn();
    EXPECT_SAID("a+0", "a request is pending, and a permit free");
    launch("b", asks_itself_and_takes, NULL);
    turns(2);
    EXPECT_SAID("a+0 b=ECANCELED", "a request is pending, and none is free");
    EXPECT_INT(sem.value, 0, "and counted free permits");
    close_sem();
}

/* ---- In line ------------------------------------------------------------*/

/* F7 */
GRADED(sem, two_releases_wake_two,
       "Give a permit back, and to the first who waits still")
{
    open_sem(0, 5);
    stand_in_line(3);
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    turn();
    EXPECT_SAID("a+0 b+0", "gave two back, and three wait");
    EXPECT_INT(sem.value, 0, "and counted free permits");
    aw_sem_release(&sem);
    let_go(3);
}

GRADED(sem, it_is_his_from_this_moment, "it is his from this moment")
{
    open_sem(0, 1);
    stand_in_line(1);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 0, "gave one back, and one waits: counted free ones");
    EXPECT(!aw_sem_try(&sem), "and tried to take it");
    turn();
    EXPECT_SAID("a+0", "and let him go on");
    let_go(1);
}

/* F7 */
GRADED(sem, who_has_given_up_is_passed_over,
       "Give a permit back, and to the first who waits still")
{
    open_sem(0, 5);
    stand_in_line(3);
    aw_task_cancel(task[0], NULL);
    aw_sem_release(&sem);
    aw_task_cancel(task[2], NULL);
    aw_sem_release(&sem);
    run_all();
    EXPECT_SAID("a=ECANCELED b+0 c=ECANCELED", "one of three waits still");
    EXPECT_INT(sem.value, 1, "gave two back");
    let_go(3);
}

/* F9: bpo-45997 */
GRADED(sem, who_comes_while_others_wait_is_last,
       "who comes while others wait stands behind them, even if it is free "
       "just then")
{
    open_sem(0, 5);
    stand_in_line(1);
    come(1); /* in front of a, who is woken now */
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "one is promised, one is free");
    EXPECT(!aw_sem_try(&sem), "tried the free one, while one stands in line");
    turn();
    EXPECT_SAID("a+0", "one is promised, one is free, and another one comes");
    turn();
    EXPECT_SAID("a+0 b+0", "and a turn later");
    let_go(2);
}

/* F9 */
GRADED(sem, who_goes_on_wakes_as_many_as_are_free,
       "Take a permit, as soon as it is this task's turn")
{
    open_sem(0, 9);
    stand_in_line(1);
    for (int i = 1; i < 5; i++)
        come(i);
    for (int i = 0; i < 4; i++)
        aw_sem_release(&sem);
    turn(); /* b to e queue behind a, who is woken */
    turn();
    EXPECT_SAID("a+0 b+0 c+0 d+0", "four permits, and five tasks");
    aw_sem_release(&sem);
    let_go(5);
}

static int takes_again(void *arg)
{
    aw_sem_wait(&sem);
    aw_yield();
    aw_sem_release(&sem);
    return takes(arg);
}

GRADED(sem, who_comes_back_stands_behind,
       "who has waited longest is first, and who comes while others wait "
       "stands behind them")
{
    open_sem(1, 1);
    launch("k", takes_again, NULL);
    stand_in_line(2);
    turn();
    EXPECT_SAID("", "one gives it back and wants it again");
    turn();
    EXPECT_SAID("a+0", "and a turn later");
    aw_sem_release(&sem);
    turn();
    aw_sem_release(&sem);
    turn();
    EXPECT_SAID("a+0 b+0 k+0", "and given back twice");
    let_go(2);
}

static int gives_back(struct aw_handle *handle)
{
    (void)handle;
    aw_sem_release(&sem);
    return 0;
}

GRADED(sem, a_callback_may_give_back,
       "Any task may do so, and so may a callback.")
{
    struct aw_timer timer;

    open_sem(0, 1);
    stand_in_line(1);
    aw_timer_init(&timer, gives_back);
    aw_call_later(&loop, &timer, AW_MS);
    run_all();
    EXPECT_SAID("a+0", "a timer gives a permit back");
    let_go(1);
}

/* ---- Giving up ----------------------------------------------------------*/

/* F8: gh-90155 */
GRADED(sem, a_permit_given_to_one_who_ends_is_not_lost,
       "a task that was woken and then asked to end hands on what it was "
       "woken for")
{
    open_sem(0, 1);
    stand_in_line(2);
    aw_sem_release(&sem);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED", "gave one back to one who is asked to end");
    turn();
    EXPECT_SAID("a=ECANCELED b+0", "and a turn later");
    EXPECT_INT(sem.value, 0, "and counted free permits");
    let_go(2);
}

/* F8, F20 */
GRADED(sem, a_permit_that_nobody_wants_is_free_again,
       "Nothing is lost when somebody gives up")
{
    open_sem(0, 1);
    stand_in_line(1);
    aw_sem_release(&sem);
    aw_task_cancel(task[0], NULL);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a=ECANCELED", "gave one back to one who is asked to end");
    EXPECT_INT(sem.value, 1, "and counted free permits");
    let_go(1);
}

GRADED(sem, who_gives_up_takes_none,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_sem(0, 1);
    stand_in_line(2);
    aw_task_cancel(task[0], NULL);
    aw_task_cancel(task[1], NULL);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "gave one back when all have given up");
    turn();
    EXPECT_SAID("a=ECANCELED b=ECANCELED", "gave one back when all gave up");
    EXPECT_INT(sem.value, 1, "and a turn later");
    let_go(2);
}

/* F8 */
GRADED(sem, those_behind_him_do_not_wait_for_ever,
       "Nothing is lost when somebody gives up")
{
    open_sem(0, 2);
    stand_in_line(1);
    come(1);
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    turn(); /* b has queued, although one was free: a went on behind it */
    turn();
    EXPECT_SAID("a+0 b+0", "two permits for two");
    aw_sem_release(&sem);
    stand_in_line(0);
    let_go(2);
}

static int takes_within(void *arg)
{
    struct aw_timeout limit;

    aw_timeout_begin(&limit, aw_from_now((intptr_t)arg * AW_MS));
    say_when(aw_timeout_end(&limit, aw_sem_wait(&sem)));
    return 0;
}

GRADED(sem, a_limit_in_the_turn_of_the_permit_loses_nothing,
       "a task that was woken and then asked to end hands on what it was "
       "woken for")
{
    struct aw_timer timer;

    open_sem(0, 1);
    aw_timer_init(&timer, gives_back);
    aw_call_later(&loop, &timer, 5 * AW_MS);
    launch("a", takes_within, num(5));
    launch("b", takes_within, num(9));
    run_all();
    EXPECT_SAID("a=ETIMEDOUT@5 b+0@5", "a permit in the turn of the limit");
    close_sem();
}

static int waits_for_a_taker(void *arg)
{
    (void)arg;
    say_when(aw_wait_for(&come(0)->future, 5 * AW_MS, NULL));
    return 0;
}

GRADED(sem, waiting_for_so_long_for_one_who_waits,
       "Whoever waits and is asked to end has nothing when the call returns "
       "-ECANCELED")
{
    open_sem(0, 1);
    launch("w", waits_for_a_taker, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED w+0@5", "5 ms for one who waits");
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "and gave one back");
    let_go(1);
}

/* ---- How many there are -------------------------------------------------*/

/* F11 */
GRADED(sem, one_too_many_is_misuse,
       "Misuse when that would be more than `limit`.")
{
    open_sem(1, 2);
    aw_sem_release(&sem);
    EXPECT_MISUSE(aw_sem_release(&sem), "", "gave back what nobody had taken");
    EXPECT_INT(sem.value, 2, "and counted free permits");
    close_sem();
}

/* F11 */
GRADED(sem, more_free_than_there_are_is_misuse,
       "Misuse when `value` is above `limit`.")
{
    open_sem(0, 0);
    EXPECT_MISUSE(aw_sem_init(&sem, 3, 2, NULL), "", "made one, 3 of 2 free");
    aw_sem_init(&sem, 2, 2, NULL);
    close_sem();
}

GRADED(sem, without_a_limit_it_is_a_signal,
       "whoever releases without having taken one makes one more, which is for "
       "signals")
{
    open_sem(0, AW_SEM_UNLIMITED);
    for (int i = 0; i < 3; i++)
        aw_sem_release(&sem);
    EXPECT_INT(sem.value, 3, "gave three, and nobody had taken one");
    stand_in_line(4);
    EXPECT_SAID("a+0 b+0 c+0", "and four want one");
    aw_sem_release(&sem);
    let_go(4);
}

GRADED(sem, more_go_to_those_who_wait,
       "More of them go to those who wait, in their order.")
{
    open_sem(0, 0);
    stand_in_line(3);
    aw_sem_set_limit(&sem, 2);
    EXPECT_INT(sem.value, 0, "two more, and three wait");
    turn();
    EXPECT_SAID("a+0 b+0", "two more, and three wait");
    aw_sem_set_limit(&sem, 5);
    turn();
    EXPECT_SAID("a+0 b+0 c+0", "and three more");
    EXPECT_INT(sem.value, 2, "and counted free permits");
    let_go(3);
}

GRADED(sem, fewer_take_free_ones_first, "free ones are taken out of use first")
{
    open_sem(3, 5);
    aw_sem_set_limit(&sem, 3);
    EXPECT_INT(sem.value, 1, "3 of 5 are free, and there are to be 3");
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 3, "and two were given back");
    EXPECT_MISUSE(aw_sem_release(&sem), "", "and one too many");
    close_sem();
}

GRADED(sem, fewer_than_are_taken_wait_for_those,
       "and then those that are given back, until enough have been")
{
    open_sem(1, 4);
    stand_in_line(0);
    aw_sem_set_limit(&sem, 1); /* three are taken: two of them are too many */
    EXPECT_INT(sem.value, 0, "1 of 4 is free, and there is to be 1");
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 0, "and two were given back");
    EXPECT(!aw_sem_try(&sem), "and tried");
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "and the last one");
    EXPECT_MISUSE(aw_sem_release(&sem), "", "and one too many");
    close_sem();
}

GRADED(sem, what_goes_out_of_use_is_nobodys,
       "and then those that are given back, until enough have been")
{
    open_sem(0, 2);
    stand_in_line(1);
    aw_sem_set_limit(&sem, 1);
    aw_sem_release(&sem);
    turns(2);
    EXPECT_SAID("", "one waits, and one that was too many is given back");
    aw_sem_release(&sem);
    turn();
    EXPECT_SAID("a+0", "and the other one");
    let_go(1);
}

GRADED(sem, more_again_take_back_what_is_owed,
       "Change how many permits there are, while it is in use.")
{
    open_sem(0, 4);
    aw_sem_set_limit(&sem, 1); /* three are owed */
    aw_sem_set_limit(&sem, 3); /* one is */
    EXPECT_INT(sem.value, 0, "4 are taken, and there are to be 1, and 3");
    aw_sem_set_limit(&sem, 6); /* none is, and there are two more */
    EXPECT_INT(sem.value, 2, "and then 6");
    for (int i = 0; i < 4; i++)
        aw_sem_release(&sem);
    EXPECT_INT(sem.value, 6, "and all four were given back");
    EXPECT_MISUSE(aw_sem_release(&sem), "", "and one too many");
    close_sem();
}

GRADED(sem, none_at_all_may_be_allowed,
       "Change how many permits there are, while it is in use.")
{
    open_sem(2, 3);
    aw_sem_set_limit(&sem, 0);
    stand_in_line(2);
    aw_sem_release(&sem);
    turns(2);
    EXPECT_SAID("", "there are to be none, and two want one");
    aw_sem_set_limit(&sem, 1);
    turn();
    EXPECT_SAID("a+0", "and then one");
    aw_sem_release(&sem);
    let_go(2);
}

GRADED(sem, the_same_number_changes_nothing,
       "Change how many permits there are, while it is in use.")
{
    open_sem(1, 3);
    aw_sem_set_limit(&sem, 3);
    EXPECT_INT(sem.value, 1, "3, and 3 again: free permits");
    aw_sem_release(&sem);
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 3, "and the others were given back");
    close_sem();
}

GRADED(sem, one_who_ends_gives_it_out_of_use,
       "and then those that are given back, until enough have been")
{
    open_sem(0, 1);
    stand_in_line(2);
    aw_sem_release(&sem);      /* it is a's */
    aw_sem_set_limit(&sem, 0); /* and too many */
    aw_task_cancel(task[0], NULL);
    turns(2);
    EXPECT_SAID("a=ECANCELED", "whose was too many was asked to end");
    EXPECT_INT(sem.value, 0, "and counted free permits");
    aw_sem_set_limit(&sem, 1);
    let_go(2);
}

static void lowers_it(struct aw_probe *probe, enum aw_probe_event event,
                      const void *subject, uint64_t arg)
{
    (void)probe, (void)subject, (void)arg;
    if (event == AW_PROBE_SETTLE)
        aw_sem_set_limit(&sem, 1);
}

GRADED(sem, a_probe_may_lower_it_in_between, "it is his from this moment")
{
    struct aw_probe probe = {.event = lowers_it};

    open_sem(0, 2);
    stand_in_line(1);
    aw_loop_set_probe(&loop, &probe);
    aw_sem_release(&sem);
    aw_loop_set_probe(&loop, NULL);
    EXPECT_INT(sem.value, 0, "lowered when a permit was given: free ones");
    turn();
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 0, "and one was given back");
    aw_sem_release(&sem);
    EXPECT_INT(sem.value, 1, "and the other one");
    let_go(1);
}

GRADED(sem, a_limit_for_one_without_is_misuse,
       "Misuse with AW_SEM_UNLIMITED, and when that is what it was made with.")
{
    open_sem(0, AW_SEM_UNLIMITED);
    EXPECT_MISUSE(aw_sem_set_limit(&sem, 3), "", "made without a limit");
    aw_sem_init(&sem, 0, 1, NULL);
    EXPECT_MISUSE(aw_sem_set_limit(&sem, AW_SEM_UNLIMITED), "",
                  "made with a limit");
    close_sem();
}

/* ---- People, and misuse -------------------------------------------------*/

GRADED(sem, people_are_told_which_semaphore,
       "`name` is for people, borrowed, and may be NULL.")
{
    open_sem(0, 1);
    stand_in_line(1);
    EXPECT_STR(described(task[0]), "waiting for semaphore \"slots\"",
               "described one who waits");
    aw_sem_release(&sem);
    let_go(1);
}

GRADED(sem, its_end_while_somebody_waits_is_misuse,
       "deinit is misuse while somebody waits")
{
    open_sem(0, 1);
    stand_in_line(1);
    EXPECT_MISUSE(aw_sem_deinit(&sem), "", "one waits");
    aw_sem_release(&sem);
    EXPECT_MISUSE(aw_sem_deinit(&sem), "", "he has not gone on yet");
    let_go(1);
}

GRADED(sem, outside_of_a_task_is_misuse,
       "What waits is misuse outside of a task.")
{
    open_sem(1, 1);
    EXPECT_MISUSE(aw_sem_wait(&sem), "", "waited outside of a task");
    EXPECT_INT(sem.value, 1, "and counted free permits");
    close_sem();
}

/* ---- Chance -------------------------------------------------------------*/

static int taken; /* by tasks that have gone on with one */

static int takes_and_gives(void *arg)
{
    int rc = aw_sem_wait(&sem);

    if (rc < 0)
        return 0;
    taken++;
    for (intptr_t i = (intptr_t)arg; i > 0; i--)
        aw_yield();
    taken--;
    aw_sem_release(&sem);
    return 0;
}

/* Tasks come, are asked to end, and the limit changes. */
static void random_steps(int seed)
{
    struct aw_task *all[250];

    chance_seed = (uint64_t)seed;
    for (int step = 0; step < 1000; step++) {
        if (step % 4 == 0)
            all[step / 4] =
                aw_spawn(&loop, takes_and_gives, num(chance(4)), NULL);
        if (chance(3) == 0)
            turn();
        if (chance(2) == 0)
            aw_task_cancel(all[chance(step / 4 + 1)], NULL);
        if (chance(20) == 0)
            aw_sem_set_limit(&sem, (size_t)chance(6));
    }
    aw_sem_set_limit(&sem, 3);
    run_all();
    for (int i = 0; i < 250; i++) {
        EXPECT(aw_future_done(&all[i]->future), "seed %d: task %d", seed, i);
        aw_task_drop(all[i]);
    }
}

/* F10 */
GRADED(sem, a_thousand_random_steps_lose_nothing,
       "Nothing is lost when somebody gives up")
{
    static const int seeds[] = {1, 2, 3, 5, 8, 13, 21, 34};

    open_sem(3, 3);
    for (size_t i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++) {
        UNCOUNTED
        random_steps(seeds[i]);
        EXPECT_INT(sem.value, 3, "seed %d: counted free permits", seeds[i]);
        EXPECT_INT(sem.debt, 0, "seed %d: and those that are owed", seeds[i]);
        EXPECT_INT(taken, 0, "seed %d: and those that are taken", seeds[i]);
    }
    close_sem();
}

/* ---- In any order -------------------------------------------------------*/

static int busy, most_busy, gone;

/* Has a permit for `arg` milliseconds. */
static int is_busy(void *arg)
{
    int rc = aw_sem_wait(&sem);

    gone++;
    if (rc < 0)
        return rc;
    busy++;
    most_busy = busy > most_busy ? busy : most_busy;
    aw_sleep((intptr_t)arg * AW_MS);
    busy--;
    aw_sem_release(&sem);
    return 0;
}

GRADED_ORDER_FREE(sem, no_order_loses_a_permit,
                  "Nothing is lost when somebody gives up")
{
    struct asker asker[4];
    struct aw_task *one[12];

    busy = most_busy = gone = 0;
    open_sem(2, 2);
    for (int i = 0; i < 12; i++) {
        one[i] = spawn("a", is_busy, num(1 + i % 3));
        if (i % 3 == 2)
            ask_at(&asker[i / 3], one[i], 1 + i / 3);
    }
    run_all();
    for (int i = 0; i < 12; i++)
        aw_task_drop(one[i]);
    EXPECT_INT(gone, 12, "twelve came, and four were asked to end");
    EXPECT_INT(most_busy, 2, "so many had a permit at a time");
    EXPECT_INT(sem.value, 2, "and so many are free in the end");
    close_sem();
}
