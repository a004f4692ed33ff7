/* SPDX-License-Identifier: MIT */
/* probe_queue.h: a scene for tests of queues.
 *
 *      Test(probe_queue, who_waits_gets_what_is_put)
 *      {
 *          static struct probe_scene s;
 *
 *          probe_open(&s, NULL, 2);
 *          probe_get(&s, 'a');
 *          probe_turn(&s);
 *          aw_queue_try_put(&s.queue, probe_item(3));
 *          probe_run(&s);
 *          cr_assert_str_eq(s.log, "a3");
 *      }
 *
 * A scene has a loop under a virtual clock, a queue of it, and a log.  Tasks
 * have one letter, which no other task of the scene may have, and write a word
 * each: "a3" has got 3, "b+" has put or joined, "c!" was told that the queue is
 * shut, "d-" was asked to end, and "e?" has failed with anything else.  Between
 * them you may do with s.queue what can be done without waiting.
 * The tests that you write include nothing but this file.  They may call what
 * stands here, what Criterion and aw/queue.h have, and strcmp, strncmp, strlen,
 * memcmp, memcpy, memset and snprintf; nothing else of the C library. */
#ifndef PROBE_QUEUE_H
#define PROBE_QUEUE_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "aw/queue.h"

struct probe_scene;

struct probe_actor {
    struct probe_scene *scene;
    struct aw_task *task;
    char letter;
    void *item;
};

struct probe_scene {
    struct aw_loop loop;
    struct aw_clock_virtual clock;
    struct aw_queue queue;
    struct probe_actor actor[26];
    char log[1000]; /* words with a blank between */
};

static inline void *probe_item(int n)
{
    return (void *)(intptr_t)n;
}

/* What is next in the queue; -1 when there is nothing. */
static inline int probe_take(struct probe_scene *s)
{
    void *item;

    return aw_queue_try_get(&s->queue, &item) < 0 ? -1 : (int)(intptr_t)item;
}

/* For priority queues: 31 and 35 are equal, and before 42. */
static inline bool probe_before(const void *a, const void *b)
{
    return (intptr_t)a / 10 < (intptr_t)b / 10;
}

/* A queue in the order `order`, NULL for fifo, of at most `max`, 0: no
 * bound. */
static inline void probe_open(struct probe_scene *s,
                              const struct aw_queue_order *order, size_t max)
{
    memset(s, 0, sizeof(*s));
    aw_clock_virtual_init(&s->clock, 0);
    AW_ASSERT(
        aw_loop_init(&s->loop,
                     &(struct aw_loop_options){.clock = &s->clock.clock}) == 0,
        "the scene of a probe could not be set");
    aw_queue_init(&s->queue, &s->loop,
                  &(struct aw_queue_options){
                      .order = order, .max = max, .before = probe_before});
}

/* ---- The actors ---------------------------------------------------------*/

static inline int probe_say(struct probe_actor *actor, int rc)
{
    char *log = actor->scene->log;
    size_t len = strlen(log);

    snprintf(log + len, sizeof(actor->scene->log) - len, "%s%c%c",
             len > 0 ? " " : "", actor->letter,
             rc == 0            ? '+'
             : rc == -ESHUTDOWN ? '!'
             : rc == -ECANCELED ? '-'
                                : '?');
    return 0;
}

static inline int probe_puts(void *arg)
{
    struct probe_actor *actor = arg;

    return probe_say(actor, aw_queue_put(&actor->scene->queue, actor->item));
}

static inline int probe_gets(void *arg)
{
    struct probe_actor *actor = arg;
    int rc = aw_queue_get(&actor->scene->queue, &actor->item);

    probe_say(actor, rc);
    if (rc == 0) {
        char *sign = strchr(actor->scene->log, '\0') - 1;

        snprintf(sign, 8, "%d", (int)(intptr_t)actor->item);
    }
    return 0;
}

static inline int probe_joins(void *arg)
{
    struct probe_actor *actor = arg;

    return probe_say(actor, aw_queue_join(&actor->scene->queue));
}

static inline void probe_spawn(struct probe_scene *s, char letter, aw_body fn,
                               int item)
{
    struct probe_actor *actor = &s->actor[letter - 'a'];

    *actor = (struct probe_actor){
        .scene = s, .letter = letter, .item = probe_item(item)};
    actor->task = aw_spawn(&s->loop, fn, actor, NULL);
}

/* A task that puts `item`; that gets one; that joins. */
static inline void probe_put(struct probe_scene *s, char letter, int item)
{
    probe_spawn(s, letter, probe_puts, item);
}

static inline void probe_get(struct probe_scene *s, char letter)
{
    probe_spawn(s, letter, probe_gets, 0);
}

static inline void probe_join(struct probe_scene *s, char letter)
{
    probe_spawn(s, letter, probe_joins, 0);
}

/* Ask a task to end. */
static inline void probe_ask(struct probe_scene *s, char letter)
{
    aw_task_cancel(s->actor[letter - 'a'].task, "asked");
}

/* ---- Time ---------------------------------------------------------------*/

/* One turn: all who are ready go on. */
static inline void probe_turn(struct probe_scene *s)
{
    aw_loop_run_once(&s->loop);
}

/* Turns, until nothing more happens. */
static inline void probe_run(struct probe_scene *s)
{
    for (int i = 0; i < 1000 && aw_loop_run_once(&s->loop) > 0; i++)
        continue;
}

#endif
