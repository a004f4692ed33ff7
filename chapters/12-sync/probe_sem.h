/* SPDX-License-Identifier: MIT */
/* probe_sem.h: a scene for tests of a semaphore.
 *
 *      Test(probe_sem, the_second_one_waits)
 *      {
 *          struct probe_scene s;
 *
 *          probe_open(&s, 1, 1);
 *          probe_come(&s);
 *          probe_come(&s);
 *          probe_turn(&s);
 *          cr_assert_str_eq(s.got, "a");
 *      }
 *
 * Tasks come, called 'a', 'b' and so on, each wants a permit, and keeps it.
 * Between the turns your test does what others might do: it gives permits back
 * with aw_sem_release(&s.sem), takes one with aw_sem_try, changes the limit,
 * and asks tasks to end.
 *
 * `got` are those who have a permit, in the order in which they went on, and
 * `gone` those who were told that they should end.  The tests that you write
 * include nothing but this file. */
#ifndef PROBE_SEM_H
#define PROBE_SEM_H

#include <criterion/criterion.h>

#include "aw/sync.h"

enum { PROBE_MOST = 20 };

struct probe_scene {
    struct aw_loop loop;
    struct aw_clock_virtual clock;
    struct aw_sem sem;
    struct aw_task *task[PROBE_MOST];
    int n;                     /* tasks that have come */
    char got[PROBE_MOST + 1];  /* "ab" */
    char gone[PROBE_MOST + 1]; /* "c" */
};

static inline void probe_note(char *word, const char *name)
{
    size_t at = 0;

    while (word[at])
        at++;
    word[at] = name[0];
    word[at + 1] = '\0';
}

static inline int probe_body(void *arg)
{
    struct probe_scene *s = arg;
    int rc = aw_sem_wait(&s->sem);

    probe_note(rc < 0 ? s->gone : s->got, aw_task_self()->name);
    return 0;
}

/* A loop, and a semaphore with `value` permits free of `limit`, which may be
 * AW_SEM_UNLIMITED. */
static inline void probe_open(struct probe_scene *s, size_t value, size_t limit)
{
    *s = (struct probe_scene){.n = 0};
    aw_clock_virtual_init(&s->clock, 0);
    AW_ASSERT(
        aw_loop_init(&s->loop,
                     &(struct aw_loop_options){.clock = &s->clock.clock}) == 0,
        "the scene of a probe could not be set");
    aw_sem_init(&s->sem, value, limit, "probed");
}

/* The next task comes: in the next turn it wants a permit. */
static inline void probe_come(struct probe_scene *s)
{
    char name[2] = {(char)('a' + s->n), '\0'};

    AW_ASSERT(s->n < PROBE_MOST, "more tasks came than the %d that have room",
              PROBE_MOST);
    s->task[s->n++] = aw_spawn(&s->loop, probe_body, s, AW_NAMED(name));
}

/* Ask the task 'a', 'b' and so on to end. */
static inline void probe_ask(struct probe_scene *s, char who)
{
    AW_ASSERT(who >= 'a' && who < 'a' + s->n,
              "task '%c' was asked to end, and has not come", who);
    aw_task_cancel(s->task[who - 'a'], "asked");
}

/* Let a turn pass: all who are ready go on, once. */
static inline void probe_turn(struct probe_scene *s)
{
    aw_loop_run_once(&s->loop);
}

/* Let turns pass until nobody is ready. */
static inline void probe_settle(struct probe_scene *s)
{
    for (int i = 0; i < 50; i++)
        probe_turn(s);
}

#endif
