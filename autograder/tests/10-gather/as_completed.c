/* SPDX-License-Identifier: MIT */
/* One after the other: the order, the limit, requests, and what is added. */
#include "fixture.h"

static struct aw_as_completed each;
static size_t count;

/* "take-c@5" with the member's name, "take=ETIMEDOUT@5", or "none@5". */
static int take_next(struct aw_as_completed *from)
{
    struct aw_member *member = &m[0];
    int rc = aw_as_completed_next(from, &member);

    if (rc > 0)
        say("take-%c@%d", "abcdefgh"[member->tag], now_ms());
    else if (rc < 0)
        say("take=%s@%d", aw_error_name(rc), now_ms());
    else
        say("none@%d", now_ms());
    EXPECT(rc > 0 || !member, "looked at the member");
    return rc;
}

/* Takes `count` members one after the other, within `arg` ms, 0: AW_NEVER. */
static int takes(void *arg)
{
    aw_time limit = arg ? (intptr_t)arg * AW_MS : AW_NEVER;

    aw_as_completed_begin(&each, m, count, limit);
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

static struct aw_task *start_taking(size_t n, int limit_ms)
{
    count = n;
    return spawn("T", takes, num(limit_ms));
}

static void open_three(int a, int b, int c)
{
    open_loop();
    start_job(0, a, 1);
    start_job(1, b, 2);
    start_job(2, c, 3);
}

static void end(int jobs)
{
    drop_jobs(jobs);
    close_clean();
}

/* ---- The order ----------------------------------------------------------*/

/* D12 */
GRADED(as_completed, in_the_order_of_their_ends,
       "The next member that is settled, in the order in which they were; each "
       "is handed over once.")
{
    open_three(30, 10, 20);
    aw_task_drop(start_taking(3, 0));
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 c+3@20 take-c@20 a+1@30 take-a@30 none@30",
                "the first is the last");
    end(3);
}

/* D12 */
GRADED(as_completed, those_of_one_turn_in_their_order,
       "The next member that is settled, in the order in which they were")
{
    open_loop();
    futures_are_members();
    aw_task_drop(start_taking(2, 0));
    turn();
    aw_future_resolve(&g, NULL);
    aw_future_resolve(&f, NULL);
    run_all();
    EXPECT_SAID("take-b@0 take-a@0 none@0", "both were settled in one turn");
    close_clean();
}

GRADED(as_completed, those_that_are_settled_come_first,
       "The next member that is settled, in the order in which they were")
{
    open_three(30, 10, 20);
    while (!aw_future_done(&task_of[2]->future))
        turn();
    aw_task_drop(start_taking(3, 0));
    run_all();
    EXPECT_SAID("b+2@10 c+3@20 take-b@20 take-c@20 a+1@30 take-a@30 none@30",
                "two of three are settled");
    end(3);
}

GRADED(as_completed, it_waits_only_if_there_is_none,
       "It waits only if there is none.")
{
    struct aw_handle handle[3];

    open_loop();
    futures_are_members();
    aw_task_drop(start_taking(2, 0));
    turn();
    aw_future_resolve(&f, NULL);
    aw_future_resolve(&g, NULL);
    for (int i = 0; i < 2; i++) {
        push(&handle[i]);
        turn();
    }
    EXPECT_SAID("h take-a@0 take-b@0 none@0 h",
                "both were settled in one turn");
    close_clean();
}

GRADED(as_completed, each_member_once, "each is handed over once")
{
    open_three(10, 20, 30);
    aw_task_drop(task_of[2]);
    m[2].future = m[0].future;
    m[3] = (struct aw_member){.future = NULL};
    aw_task_drop(start_taking(4, 0));
    run_all();
    EXPECT_SAID("a+1@10 take-a@10 take-c@10 b+2@20 take-b@20 none@20 c+3@30",
                "one stands twice, and one is nobody");
    end(2);
}

GRADED(as_completed, of_nobody_there_is_none,
       "0, when all have been handed over")
{
    struct aw_handle handle;

    open_loop();
    aw_task_drop(start_taking(0, 5));
    push(&handle);
    turn();
    EXPECT_SAID("none@0 h", "nobody, and a limit");
    close_clean();
}

GRADED(as_completed, lazy_tasks_are_started,
       "Lazy tasks among them are started.")
{
    struct aw_task *lazy;

    open_loop();
    lazy = aw_spawn(&loop, passes, num(5), AW_NAMED("z", .lazy = true));
    m[0] = (struct aw_member){.future = &lazy->future};
    aw_task_drop(start_taking(1, 0));
    run_all();
    EXPECT_SAID("z take-a@0 none@0", "waited for a lazy task");
    aw_task_drop(lazy);
    close_clean();
}

/* ---- The limit ----------------------------------------------------------*/

/* D12 */
GRADED(as_completed, each_of_the_rest_is_late,
       "Each of the rest counts as handed over with -ETIMEDOUT, one with each "
       "call")
{
    open_three(30, 10, 20);
    aw_task_drop(start_taking(3, 15));
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 take=ETIMEDOUT@15 take=ETIMEDOUT@15 none@15 "
                "c+3@20 a+1@30",
                "15 ms for all of them");
    EXPECT_INT(aw_cancelling(task_of[0]), 0, "and looked at the last");
    end(3);
}

static int takes_late(void *arg)
{
    aw_as_completed_begin(&each, m, 3, 15 * AW_MS);
    aw_sleep((intptr_t)arg * AW_MS);
    expect_alone(m[0].future);
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

/* D12 */
GRADED(as_completed, those_that_had_been_heard_of_are_handed_over,
       "When the limit has passed, those that had been heard of are handed "
       "over still.")
{
    open_three(30, 10, 5);
    launch("T", takes_late, num(20));
    run_all();
    EXPECT_SAID("c+3@5 b+2@10 take-c@20 take-b@20 take=ETIMEDOUT@20 none@20 "
                "a+1@30",
                "two were heard of before 15, and were taken at 20");
    end(3);
}

GRADED(as_completed, who_is_late_is_not_watched,
       "it goes on, and is not watched any more")
{
    open_three(25, 10, 5);
    launch("T", takes_late, num(40));
    run_all();
    EXPECT_SAID("c+3@5 b+2@10 a+1@25 take-c@40 take-b@40 take=ETIMEDOUT@40 "
                "none@40",
                "one of them ends behind the limit, and before it is asked");
    end(3);
}

GRADED(as_completed, in_the_turn_of_the_limit_one_is_late,
       "those that had been heard of are handed over still")
{
    open_loop();
    start_job(0, 15, 1);
    aw_task_drop(start_taking(1, 15));
    run_all();
    EXPECT_SAID("a+1@15 take=ETIMEDOUT@15 none@15",
                "it ends with the limit, and was not heard of");
    end(1);
}

static int has_no_time(void *arg)
{
    aw_as_completed_begin(&each, m, 2, (intptr_t)arg * AW_MS);
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, without_time_what_is_settled_is_heard,
       "for all of them, from now on")
{
    open_loop();
    futures_are_members();
    aw_future_resolve(&g, NULL);
    launch("T", has_no_time, num(0));
    run_all();
    launch("T", has_no_time, num(-5));
    run_all();
    EXPECT_SAID("take-b@0 take=ETIMEDOUT@0 none@0 take-b@0 take=ETIMEDOUT@0 "
                "none@0",
                "no time, and one of two is settled");
    close_clean();
}

/* ---- Requests -----------------------------------------------------------*/

GRADED(as_completed, a_request_loses_no_member,
       "If this task is asked to end while it waits, nothing is handed over, "
       "nothing is cancelled, and nothing is lost: the next call goes on from "
       "there.")
{
    struct aw_task *task;
    struct asker asker;

    open_three(30, 10, 20);
    task = start_taking(3, 0);
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 take=ECANCELED@15 c+3@20 take-c@20 a+1@30 "
                "take-a@30 none@30",
                "asked at 15, and goes on");
    aw_task_drop(task);
    end(3);
}

GRADED(as_completed, nor_does_one_in_the_turn_between,
       "nothing is lost: the next call goes on from there")
{
    struct aw_task *task;

    open_loop();
    futures_are_members();
    task = start_taking(2, 0);
    turn();
    aw_future_resolve(&f, NULL);
    aw_future_resolve(&g, NULL);
    turn();
    aw_task_cancel(task, "both have been heard of");
    run_all();
    EXPECT_SAID("take=ECANCELED@0 take-a@0 take-b@0 none@0",
                "asked when it was woken");
    aw_task_drop(task);
    close_clean();
}

static int asks_oneself(void *arg)
{
    (void)arg;
    aw_as_completed_begin(&each, m, 2, AW_NEVER);
    aw_yield();
    aw_task_cancel(aw_task_self(), "before the next");
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, what_does_not_wait_is_not_stopped,
       "It waits only if there is none.")
{
    open_loop();
    futures_are_members();
    aw_future_resolve(&f, NULL);
    launch("T", asks_oneself, NULL);
    turn();
    turn();
    aw_future_resolve(&g, NULL);
    run_all();
    EXPECT_SAID("take-a@0 take=ECANCELED@0 take-b@0 none@0",
                "asked when one had been heard of");
    close_clean();
}

GRADED(as_completed, an_error_is_not_retrieved,
       "As long as it is open it counts as one who awaits them, and it "
       "retrieves nothing.")
{
    open_three(30, 10, 20);
    job[1].result = -EIO;
    loop.on_error = note_name;
    aw_task_drop(start_taking(3, 0));
    run_all();
    forget();
    drop_jobs(3);
    EXPECT_SAID("reported-b-EIO", "took all, asked for none, let all go");
    close_clean();
}

GRADED(as_completed, it_counts_as_one_who_awaits_them,
       "As long as it is open it counts as one who awaits them")
{
    struct aw_task *other;
    struct asker asker;

    open_loop();
    start_job(0, 10, 1);
    aw_task_drop(start_taking(1, 0));
    other = spawn("O", awaits, m[0].future);
    ask_at(&asker, other, 5);
    run_all();
    EXPECT_SAID("O=ECANCELED a+1@10 take-a@10 none@10",
                "another one gave up at 5");
    aw_task_drop(other);
    end(1);
}

/* ---- What is added ------------------------------------------------------*/

static int takes_and_adds(void *arg)
{
    aw_as_completed_begin(&each, m, 1, AW_NEVER);
    for (int i = 1; i < 3; i++) {
        take_next(&each);
        start_job(i, (int)(intptr_t)arg, i);
        aw_as_completed_add(&each, &m[i]);
    }
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, others_can_be_added, "One more member")
{
    open_loop();
    start_job(0, 10, 1);
    launch("T", takes_and_adds, num(5));
    run_all();
    EXPECT_SAID("a+1@10 take-a@10 b+1@15 take-b@15 c+2@20 take-c@20 none@20",
                "one is there, and two are added");
    end(3);
}

static int adds(void *arg)
{
    aw_sleep((intptr_t)arg * AW_MS);
    start_job(1, 5, 2);
    aw_as_completed_add(&each, &m[1]);
    return 0;
}

GRADED(as_completed, others_can_add_while_it_waits,
       "Anybody in the loop may call it.")
{
    open_loop();
    start_job(0, 30, 1);
    aw_task_drop(start_taking(1, 0));
    launch("A", adds, num(10));
    run_all();
    EXPECT_SAID("b+2@15 take-b@15 a+1@30 take-a@30 none@30",
                "another task adds one that is sooner");
    end(2);
}

static int adds_to_an_empty_one(void *arg)
{
    aw_as_completed_begin(&each, NULL, 0, (intptr_t)arg * AW_MS);
    take_next(&each);
    start_job(0, 5, 1);
    aw_as_completed_add(&each, &m[0]);
    take_next(&each);
    start_job(1, 50, 2);
    aw_as_completed_add(&each, &m[1]);
    take_next(&each);
    take_next(&each);
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, one_that_is_added_has_the_same_limit,
       "One more member, within the same limit.")
{
    open_loop();
    launch("T", adds_to_an_empty_one, num(20));
    run_all();
    EXPECT_SAID("none@0 a+1@5 take-a@5 take=ETIMEDOUT@20 none@20 b+2@55",
                "added two, and one of them is late");
    end(2);
}

static int adds_too_late(void *arg)
{
    aw_as_completed_begin(&each, m, 1, (intptr_t)arg * AW_MS);
    take_next(&each);
    m[1] = (struct aw_member){.future = m[0].future, .tag = 1};
    aw_as_completed_add(&each, &m[1]);
    expect_alone(m[0].future);
    take_next(&each);
    take_next(&each);
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, one_that_is_added_too_late_is_late,
       "If the time is up it is among those that are late.")
{
    open_loop();
    start_job(0, 30, 1);
    launch("T", adds_too_late, num(10));
    run_all();
    EXPECT_SAID("take=ETIMEDOUT@10 take=ETIMEDOUT@10 none@10 a+1@30",
                "added one behind the limit");
    end(1);
}

/* ---- Ending -------------------------------------------------------------*/

static int ends_early(void *arg)
{
    aw_as_completed_begin(&each, m, 3, 3600 * AW_SEC);
    take_next(&each);
    aw_sleep((intptr_t)arg * AW_MS);
    aw_as_completed_end(&each);
    for (int i = 0; i < 3; i++)
        if (!aw_future_done(m[i].future))
            expect_alone(m[i].future);
    EXPECT_INT(loop.timers.live, 1, "ended it; one of them sleeps");
    return 0;
}

GRADED(as_completed, the_rest_go_on_when_it_ends,
       "Members that are not settled go on, and no watch is left in them.")
{
    open_three(30, 10, 20);
    launch("T", ends_early, num(12));
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 c+3@20 a+1@30", "took one of three");
    end(3);
}

static int takes_inside(void *arg)
{
    struct aw_as_completed inner;

    (void)arg;
    aw_as_completed_begin(&each, m, 2, AW_NEVER);
    take_next(&each);
    aw_as_completed_begin(&inner, m + 2, 1, AW_NEVER);
    while (take_next(&inner) != 0)
        continue;
    aw_as_completed_end(&inner);
    while (take_next(&each) != 0)
        continue;
    aw_as_completed_end(&each);
    return 0;
}

GRADED(as_completed, one_inside_of_another,
       "Begin to wait for the members, each by itself.")
{
    open_three(20, 10, 30);
    launch("T", takes_inside, NULL);
    run_all();
    EXPECT_SAID("b+2@10 take-b@10 a+1@20 c+3@30 take-c@30 none@30 take-a@30 "
                "none@30",
                "took from two, one inside of the other");
    end(3);
}

/* The first that succeeds; the others are asked to end, and waited for. */
static int races(void *arg)
{
    struct aw_member *first;
    int rc;

    aw_as_completed_begin(&each, m, 3, AW_NEVER);
    do
        rc = aw_as_completed_next(&each, &first);
    while (rc > 0 && aw_future_result(first->future, NULL) < 0);
    if (rc > 0)
        say("winner-%c", "abc"[first->tag]);
    aw_as_completed_end(&each);
    for (int i = 0; i < 3; i++)
        aw_task_cancel(task_of[i], arg);
    aw_gather(m, 3, AW_IN_PLACE);
    return say_when(rc);
}

/* D51 */
GRADED(as_completed, the_first_that_succeeds_wins,
       "The next member that is settled, in the order in which they were")
{
    open_three(30, 10, 20);
    job[1].result = -EIO;
    job[0].cleans = 3;
    launch("T", races, NULL);
    run_all();
    EXPECT_SAID("b=EIO@10 c+3@20 winner-c a=ECANCELED@23 T+1@23",
                "the first to end fails, and the second wins");
    end(3);
}

/* D51 */
GRADED(as_completed, a_request_ends_the_race, "nothing is cancelled")
{
    struct aw_task *task;
    struct asker asker;

    open_three(30, 10, 20);
    job[1].result = -EIO;
    task = spawn("T", races, NULL);
    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("b=EIO@10 a=ECANCELED@15 c=ECANCELED@15 T=ECANCELED@15",
                "asked before anybody has won");
    aw_task_drop(task);
    end(3);
}

/* ---- Misuse -------------------------------------------------------------*/

static int opens_and_stays(void *arg)
{
    aw_as_completed_begin(&each, m, 1, AW_NEVER);
    if (arg)
        EXPECT_MISUSE(aw_as_completed_begin(&each, m, 1, AW_NEVER), "",
                      "began what is open");
    return aw_sleep_until(AW_NEVER);
}

GRADED(as_completed, beginning_twice_is_misuse,
       "Misuse outside of a task, while `each` is begun already")
{
    open_loop();
    futures_are_members();
    launch("T", opens_and_stays, num(1));
    turn();
}

static int takes_anothers(void *arg)
{
    struct aw_member *member;

    (void)arg;
    EXPECT_MISUSE(aw_as_completed_next(&each, &member), "",
                  "took the next of another task's");
    return aw_sleep_until(AW_NEVER);
}

GRADED(as_completed, taking_anothers_is_misuse,
       "Misuse when `each` is not open in this task.")
{
    open_loop();
    futures_are_members();
    launch("T", opens_and_stays, NULL);
    launch("U", takes_anothers, NULL);
    turn();
}

static int adds_behind_the_end(void *arg)
{
    aw_as_completed_begin(&each, m, 1, AW_NEVER);
    aw_as_completed_end(&each);
    m[1] = (struct aw_member){.future = arg};
    EXPECT_MISUSE(aw_as_completed_add(&each, &m[1]), "",
                  "added to one that "
                  "has ended");
    return aw_sleep_until(AW_NEVER);
}

GRADED(as_completed, adding_behind_the_end_is_misuse,
       "Misuse when `each` is not open, and with a future of another loop")
{
    open_loop();
    futures_are_members();
    launch("T", adds_behind_the_end, &g);
    turn();
}

static struct aw_loop other_loop;

static int adds_the_foreign(void *arg)
{
    aw_as_completed_begin(&each, NULL, 0, AW_NEVER);
    m[0] = (struct aw_member){.future = arg};
    EXPECT_MISUSE(aw_as_completed_add(&each, &m[0]), "",
                  "added a future of another loop");
    return aw_sleep_until(AW_NEVER);
}

GRADED(as_completed, one_of_another_loop_is_misuse,
       "Misuse when `each` is not open, and with a future of another loop")
{
    struct aw_future foreign;

    open_loop();
    EXPECT_INT(graded_loop_init(&other_loop, NULL), 0, "made another loop");
    aw_future_init(&foreign, &other_loop, NULL);
    launch("T", adds_the_foreign, &foreign);
    turn();
}

static int leaves_it(void *arg)
{
    (void)arg;
    aw_as_completed_begin(&each, m, 1, AW_NEVER);
    return 0;
}

GRADED(as_completed, leaving_one_open_is_misuse,
       "Misuse while a scope is open that was begun inside of it, and when it "
       "is not open in this task.")
{
    open_loop();
    futures_are_members();
    launch("T", leaves_it, NULL);
    EXPECT_MISUSE(turn(), "was begun at", "forgot to end it");
}
