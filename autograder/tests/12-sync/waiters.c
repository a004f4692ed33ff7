/* SPDX-License-Identifier: MIT */
/* A line: who is woken, who has given up, and who is passed over. */
#include "fixture.h"

static const struct aw_future_ops line_ops = AW_WAITER_OPS("line");
static struct aw_waiters line;

static void open_line(void)
{
    open_sync();
    aw_waiters_init(&line, &line_ops, "door");
}

static void close_line(void)
{
    run_all();
    aw_waiters_deinit(&line);
    close_sync();
}

/* Says "a+" when it was woken, "a-" when it was asked to end, and "a-woken" when
 * both are true. */
static int waits(void *arg)
{
    bool woken = false;
    int rc = aw_waiters_wait(&line, &woken);

    (void)arg;
    say("%s%s%s", me(), rc < 0 ? "-" : "+",
        woken == (rc == 0) ? "" : (woken ? "woken" : "not-woken"));
    return rc;
}

/* So many wait, called "a", "b" and so on; the first one is task[0]. */
static struct aw_task *task[26];

static void stand_in_line(int n)
{
    for (int i = 0; i < n; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'}, waits, NULL);
    turn();
}

static void let_go(int n)
{
    run_all();
    for (int i = 0; i < n; i++)
        aw_task_drop(task[i]);
    close_line();
}

GRADED(waiters, who_is_woken_goes_on_in_the_next_turn,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(1);
    EXPECT(aw_waiters_wake(&line), "woke one who waits");
    EXPECT_SAID("", "woke one who waits, and looked at once");
    turn();
    EXPECT_SAID("a+", "and then let a turn pass");
    let_go(1);
}

GRADED(waiters, they_are_woken_in_the_order_of_coming,
       "Stand in line, at its end, until woken.")
{
    open_line();
    stand_in_line(3);
    aw_waiters_wake(&line);
    turn();
    say("|");
    aw_waiters_wake(&line);
    aw_waiters_wake(&line);
    turn();
    EXPECT_SAID("a+ | b+ c+", "woke one of three, and then two");
    let_go(3);
}

GRADED(waiters, nobody_is_woken_when_nobody_waits,
       "Returns false when nobody waits.")
{
    open_line();
    EXPECT(!aw_waiters_wake(&line), "woke in an empty line");
    stand_in_line(2);
    EXPECT(aw_waiters_wake(&line), "woke the first of two");
    EXPECT(aw_waiters_wake(&line), "woke the second of two");
    EXPECT(!aw_waiters_wake(&line), "woke once more, in the same turn");
    turn();
    EXPECT(!aw_waiters_wake(&line), "woke when both have gone on");
    let_go(2);
}

GRADED(waiters, who_has_given_up_was_not_woken,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_line();
    stand_in_line(1);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a-", "asked one who waits");
    let_go(1);
}

static int asks_itself_and_waits(void *arg)
{
    aw_task_cancel(aw_task_self(), "by itself");
    return waits(arg);
}

GRADED(waiters, who_is_asked_before_gives_up_at_once,
       "Returns 0, or -ECANCELED, when this task was asked to end.")
{
    open_line();
    task[0] = spawn("a", asks_itself_and_waits, NULL);
    turn();
    EXPECT_INT(line.n, 0, "one was asked to end before it waits");
    EXPECT(!aw_waiters_wake(&line), "and somebody is woken");
    turn();
    EXPECT_SAID("a-", "one was asked to end before it waits");
    let_go(1);
}

GRADED(waiters, who_was_woken_and_asked_is_told_both,
       "whether he was: that may be although this returns -ECANCELED")
{
    open_line();
    stand_in_line(1);
    aw_waiters_wake(&line);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT_SAID("a-woken", "woke one and asked him to end, in one turn");
    let_go(1);
}

GRADED(waiters, who_has_given_up_is_passed_over,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(4);
    aw_task_cancel(task[0], NULL);
    aw_task_cancel(task[2], NULL);
    EXPECT(aw_waiters_wake(&line), "woke when the first has given up");
    EXPECT(aw_waiters_wake(&line), "woke when the third has given up");
    EXPECT(!aw_waiters_wake(&line), "woke when nobody else waits");
    turn();
    EXPECT_SAID("a- c- b+ d+", "two of four give up, and two are woken");
    let_go(4);
}

GRADED(waiters, those_in_front_may_leave,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(3);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT(aw_waiters_wake(&line), "woke when the first has left");
    turn();
    EXPECT_SAID("a- b+", "the first has left before somebody is woken");
    aw_waiters_wake(&line);
    let_go(3);
}

GRADED(waiters, when_all_have_left_a_newcomer_is_first,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(2);
    aw_task_cancel(task[1], NULL);
    aw_task_cancel(task[0], NULL);
    turn();
    EXPECT(!aw_waiters_wake(&line), "woke when both have left");
    task[2] = spawn("c", waits, NULL);
    turn();
    EXPECT(aw_waiters_wake(&line), "woke one who came afterwards");
    turn();
    EXPECT_SAID("b- a- c+", "two leave, and a third one comes");
    let_go(3);
}

GRADED(waiters, a_newcomer_behind_the_woken_is_next,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    stand_in_line(2);
    launch("c", waits, NULL); /* they come before a and b go on */
    launch("d", waits, NULL);
    aw_waiters_wake(&line);
    aw_waiters_wake(&line);
    turn();
    say("|");
    EXPECT(aw_waiters_wake(&line), "woke one who came behind two woken ones");
    EXPECT(aw_waiters_wake(&line), "and the next");
    EXPECT(!aw_waiters_wake(&line), "and nobody");
    turn();
    EXPECT_SAID("a+ b+ | c+ d+", "two are woken while two others come");
    let_go(2);
}

/* F2 */
GRADED(waiters, who_is_woken_stays_in_line,
       "Whoever is woken, or gives up, stays in line until he goes on, a turn "
       "later.")
{
    open_line();
    stand_in_line(2);
    aw_waiters_wake(&line);
    EXPECT_INT(line.n, 2, "woke one of two, and counted those in line");
    EXPECT_PTR(line.list.next->next->next, &line.list,
               "and looked at the list");
    turn();
    EXPECT_INT(line.n, 1, "and counted when he had gone on");
    aw_waiters_wake(&line);
    let_go(2);
}

GRADED(waiters, who_has_given_up_stands_there_and_does_not_count,
       "those in line who have not given up")
{
    open_line();
    stand_in_line(2);
    aw_task_cancel(task[0], NULL);
    EXPECT_INT(line.n, 1, "one of two was asked to end");
    EXPECT_PTR(line.list.next->next->next, &line.list,
               "and looked at the list");
    turn();
    EXPECT_INT(line.n, 1, "and counted when he had gone on");
    EXPECT_PTR(line.list.next->next, &line.list, "and looked at the list");
    aw_waiters_wake(&line);
    let_go(2);
}

GRADED(waiters, who_is_woken_and_asked_counts_until_he_goes_on,
       "those in line who have not given up")
{
    open_line();
    stand_in_line(2);
    aw_waiters_wake(&line);
    aw_task_cancel(task[0], NULL);
    EXPECT_INT(line.n, 2, "woke one of two and asked him to end");
    turn();
    EXPECT_INT(line.n, 1, "and counted when he had gone on");
    aw_waiters_wake(&line);
    let_go(2);
}

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

GRADED(waiters, they_are_counted,
       "Counts in live[AW_WAITERS] of the loop meanwhile.")
{
    open_line();
    stand_in_line(3);
    EXPECT_INT(loop.live[AW_WAITERS], 3, "three wait");
    aw_waiters_wake(&line);
    aw_task_cancel(task[1], NULL);
    turn();
    EXPECT_INT(loop.live[AW_WAITERS], 1, "one was woken, one has given up");
    EXPECT_INT(loop.live[AW_FUTURES], 6, "and counted futures and tasks");
    aw_waiters_wake(&line);
    let_go(3);
}

GRADED(waiters, a_wait_allocates_nothing, "so waiting needs no memory")
{
    size_t calls;

    open_line();
    stand_in_line(1);
    aw_waiters_wake(&line);
    turn();
    task[1] = spawn("b", waits, NULL);
    calls = memory.calls;
    turn();
    EXPECT_INT(memory.calls, calls, "one waits");
    aw_waiters_wake(&line);
    turn();
    EXPECT_INT(memory.calls, calls, "and was woken");
    let_go(2);
}

GRADED(waiters, people_are_told_what_they_wait_for,
       "for people, when they ask what a task waits for")
{
    open_line();
    stand_in_line(1);
    EXPECT_STR(described(task[0]), "waiting for line \"door\"",
               "described one who waits");
    aw_waiters_wake(&line);
    EXPECT_STR(described(task[0]), "ready", "described one who was woken");
    let_go(1);
}

GRADED(waiters, a_line_needs_no_name,
       "for people, when they ask what a task waits for; borrowed; or NULL")
{
    open_line();
    aw_waiters_deinit(&line);
    aw_waiters_init(&line, &line_ops, NULL);
    stand_in_line(1);
    EXPECT_STR(described(task[0]), "waiting for a line",
               "described one who waits in a line without a name");
    aw_waiters_wake(&line);
    let_go(1);
}

GRADED(waiters, an_end_while_somebody_stands_there_is_misuse,
       "Be done with `line`.  Misuse while somebody stands there.")
{
    open_line();
    stand_in_line(1);
    EXPECT_MISUSE(aw_waiters_deinit(&line), "", "while one waits");
    aw_waiters_wake(&line);
    EXPECT_MISUSE(aw_waiters_deinit(&line), "",
                  "while a woken one stands there");
    turn();
    EXPECT_SAID("a+", "and he goes on");
    let_go(1);
}

GRADED(waiters, outside_of_a_task_is_misuse, "Misuse outside of a task.")
{
    bool woken;

    open_line();
    EXPECT_MISUSE(aw_waiters_wait(&line, &woken), "",
                  "waited outside of a task");
    EXPECT_INT(line.n, 0, "and nobody stands in line");
    close_line();
}

/* ---- Chance -------------------------------------------------------------*/

/* What the line should say: those in it, in their order. */
static struct {
    char state[26]; /* 'w'aits, wo'k'en, gave 'u'p, '-' not in line */
    int order[26];
    int n;
} model;

static int waits_as_modelled(void *arg)
{
    int i = (int)(intptr_t)arg, rc, at = 0;
    bool woken;

    model.order[model.n++] = i;
    model.state[i] = 'w';
    rc = aw_waiters_wait(&line, &woken);
    EXPECT(woken == (model.state[i] == 'k'), "task %d goes on", i);
    EXPECT(rc < 0 || model.state[i] == 'k', "task %d was not woken", i);
    while (model.order[at] != i)
        at++;
    model.n--;
    memmove(&model.order[at], &model.order[at + 1],
            sizeof(int) * (size_t)(model.n - at));
    model.state[i] = '-';
    return rc;
}

static int first_who_waits(void)
{
    for (int at = 0; at < model.n; at++)
        if (model.state[model.order[at]] == 'w')
            return model.order[at];
    return -1;
}

static void ask_one(int i)
{
    if (model.state[i] != 'w' && model.state[i] != 'k')
        return;
    if (model.state[i] == 'w')
        model.state[i] = 'u';
    aw_task_cancel(task[i], NULL);
}

static void wake_one(bool alone)
{
    int first = first_who_waits();

    if (alone && first >= 0 && model.order[0] != first)
        first = -1;
    if (first >= 0)
        model.state[first] = 'k';
    if (alone)
        EXPECT(aw_waiters_wake_first(&line) == (first >= 0),
               "woke the first in line");
    else
        EXPECT(aw_waiters_wake(&line) == (first >= 0),
               "woke the first who waits");
}

static void spawn_again(int i)
{
    if (task[i] && !aw_future_done(&task[i]->future))
        return;
    if (task[i])
        aw_task_drop(task[i]);
    task[i] = aw_spawn(&loop, waits_as_modelled, num(i), NULL);
}

static void step_at_random(void)
{
    spawn_again(chance(26));
    if (chance(3) == 0)
        turn();
    if (chance(2) == 0)
        ask_one(chance(26));
    else
        wake_one(chance(2) == 0);
}

GRADED(waiters, a_thousand_random_steps,
       "Each one is passed over once, so that waking all of n takes n steps.")
{
    open_line();
    memset(&model, 0, sizeof(model));
    chance_seed = 12;
    UNCOUNTED
    {
        for (int step = 0; step < 1000; step++)
            step_at_random();
        turn();
        for (int i = 0; i < 26; i++)
            wake_one(false);
        run_all();
    }
    EXPECT_INT(model.n, 0, "took 1000 random steps, and woke all");
    EXPECT_INT(line.n, 0, "and counted those in line");
    let_go(26);
}
