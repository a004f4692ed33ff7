/* SPDX-License-Identifier: MIT */
#include "fixture.h"

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

GRADED(waiters, an_end_while_one_who_gave_up_stands_there_is_misuse,
       "Be done with `line`.  Misuse while somebody stands there.")
{
    open_line();
    stand_in_line(1);
    aw_task_cancel(task[0], NULL);
    EXPECT_INT(line.n, 0, "one has given up, and does not count");
    EXPECT_MISUSE(aw_waiters_deinit(&line), "",
                  "while one who has given up stands there");
    turn();
    EXPECT_SAID("a-", "and he goes on");
    let_go(1);
}
