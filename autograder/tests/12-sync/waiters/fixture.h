/* SPDX-License-Identifier: MIT */
/* A line: who is woken, who has given up, and who is passed over. */
#ifndef WAITERS_TESTS_H
#define WAITERS_TESTS_H

#include "../fixture.h"

static const struct aw_future_ops line_ops = AW_WAITER_OPS("line");
static struct aw_waiters line;

static inline void open_line(void)
{
    open_sync();
    aw_waiters_init(&line, &line_ops, "door");
}

static inline void close_line(void)
{
    run_all();
    aw_waiters_deinit(&line);
    close_sync();
}

/* Says "a+" when it was woken, "a-" when it was asked to end, and "a-woken"
 * when both are true. */
static inline int waits(void *arg)
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

static inline void stand_in_line(int n)
{
    for (int i = 0; i < n; i++)
        task[i] = spawn((const char[]){(char)('a' + i), '\0'}, waits, NULL);
    turn();
}

static inline void let_go(int n)
{
    run_all();
    drop_all(task, n);
    close_line();
}

#endif
