/* SPDX-License-Identifier: MIT */
/* fixture.h: chapter 09's bodies, and an account of what must not be left. */
#ifndef SYNC_FIXTURE_H
#define SYNC_FIXTURE_H

#include "../09-cancellation/fixture.h"
#include "aw/sync_parts.h"

static struct graded_alloc memory;
static char reported[600]; /* the words of the latest report */

static inline void hear_report(struct aw_loop *l, const struct aw_report *r)
{
    note_report(l, r);
    /* They may stand on the stack of whoever reports. */
    snprintf(reported, sizeof(reported), "%s", r->what);
}

/* A loop that counts its memory, and whose reports are heard. */
static inline void open_sync(void)
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    loop.on_error = hear_report;
}

/* Everybody is gone, nobody waits, and every byte was given back. */
static inline void close_sync(void)
{
    run_all();
    EXPECT_INT(loop.live[AW_WAITERS], 0, "closed the loop: live waiters");
    close_clean();
    EXPECT_INT(memory.bytes, 0, "closed the loop: bytes that are left");
}

static inline void turns(int n)
{
    while (n-- > 0)
        turn();
}

/* Let go of the first `n` tasks of `task`. */
static inline void drop_all(struct aw_task **task, int n)
{
    for (int i = 0; i < n; i++)
        aw_task_drop(task[i]);
}

/* What is said of `task`, without its number. */
static inline const char *described(const struct aw_task *task)
{
    static char text[120];
    const char *behind;

    aw_task_describe(task, text, sizeof(text));
    behind = strchr(text, ')');
    return behind ? behind + 2 : text;
}

/* ---- Drawn --------------------------------------------------------------*/

/* A letter as a name. */
static inline struct aw_task *spawn_letter(int i, aw_body fn)
{
    return spawn((const char[]){(char)('a' + i), '\0'}, fn, num(i));
}

static inline void ask(struct aw_task *one)
{
    if (one->state != AW_TASK_ENDED)
        say("-%s%d", one->name, aw_task_cancel(one, NULL));
}

/* Ask one of `n` tasks to end, `times`, behind the moments of all others. */
static inline void ask_in_between(struct aw_task **all, uint64_t n, int times)
{
    while (times-- > 0) {
        aw_time when = now_ms() + 1 + (aw_time)graded_random(4);

        while (aw_loop_now(&loop) < when * AW_MS - AW_MS / 64 &&
               aw_loop_run_once(&loop) > 0)
            continue;
        ask(all[graded_random(n)]);
    }
}

/* Ask whoever is left to end, until nobody is. */
static inline void end_all(struct aw_task **all, int n)
{
    run_all();
    for (int i = 0; i < n * 9; i++) {
        if (all[i % n]->state != AW_TASK_ENDED)
            aw_task_cancel(all[i % n], NULL);
        run_all();
    }
    drop_all(all, n);
}

#endif
