/* SPDX-License-Identifier: MIT */
/* predict_queue.h: who gets what, and when?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  asyncio would say the same of the first three. */
#ifndef PREDICT_QUEUE_H
#define PREDICT_QUEUE_H

#include "aw/queue.h"
#include "aw/rate.h"

/* What all programs work on.  It is the grader's, and new for each program. */
struct predict {
    struct aw_loop loop; /* its clock is virtual, and shows 0 */
    struct aw_queue queue;
    struct aw_bucket bucket;
    struct aw_window window;
    aw_time when[2];
    int n; /* drawn anew: 2 to 9 */
};
extern struct predict p;

/* "a+", "b3": a word of a letter, and a sign or a number. */
void predict_say(char who, char sign);
void predict_say_number(char who, int n);

/* Puts `item`, and says "+3" then, or "+!" when the queue is shut. */
static inline void put(int item)
{
    if (aw_queue_put(&p.queue, (void *)(intptr_t)item) == 0)
        predict_say_number('+', item);
    else
        predict_say('+', '!');
}

/* Gets one, and says "a3", or "a!" when the queue is shut. */
static inline void get(char who)
{
    void *item;

    if (aw_queue_get(&p.queue, &item) == 0)
        predict_say_number(who, (int)(intptr_t)item);
    else
        predict_say(who, '!');
}

static inline void predict_spawn(aw_body fn)
{
    aw_task_drop(aw_spawn(&p.loop, fn, NULL, NULL));
}

/* ---- 1: room for two ----------------------------------------------------*/

static inline int predict_1_a(void *arg)
{
    (void)arg;
    for (int i = 1; i <= 5; i++)
        put(i);
    return 0;
}

static inline int predict_1_b(void *arg)
{
    (void)arg;
    for (int i = 1; i <= 5; i++)
        get('b');
    return 0;
}

static inline void predict_program_1(void)
{
    aw_queue_init(&p.queue, &p.loop, &(struct aw_queue_options){.max = 2});
    predict_spawn(predict_1_a);
    predict_spawn(predict_1_b);
}

/* ---- 2: somebody is quicker ---------------------------------------------*/

static inline int predict_2_a(void *arg)
{
    (void)arg;
    get('a');
    return 0;
}

static inline int predict_2_b(void *arg)
{
    (void)arg;
    get('b');
    return 0;
}

static inline int predict_2_c(void *arg)
{
    (void)arg;
    put(1);
    get('c');
    aw_sleep(p.n * AW_MS);
    put(2);
    put(3);
    return 0;
}

static inline void predict_program_2(void)
{
    aw_queue_init(&p.queue, &p.loop, NULL);
    predict_spawn(predict_2_a);
    predict_spawn(predict_2_b);
    predict_spawn(predict_2_c);
}

/* ---- 3: the end ---------------------------------------------------------*/

static inline int predict_3_a(void *arg)
{
    (void)arg;
    for (int i = 1; i <= 3; i++)
        put(i);
    return 0;
}

static inline int predict_3_b(void *arg)
{
    (void)arg;
    aw_queue_join(&p.queue);
    predict_say('j', '+');
    return 0;
}

static inline int predict_3_c(void *arg)
{
    (void)arg;
    aw_sleep(p.n * AW_MS);
    aw_queue_shutdown(&p.queue);
    for (int i = 0; i < 3; i++)
        get('c');
    aw_queue_done(&p.queue);
    aw_sleep(p.n * AW_MS);
    predict_say('c', '+');
    aw_queue_done(&p.queue);
    return 0;
}

static inline void predict_program_3(void)
{
    aw_queue_init(&p.queue, &p.loop, &(struct aw_queue_options){.max = 2});
    predict_spawn(predict_3_a);
    predict_spawn(predict_3_b);
    predict_spawn(predict_3_c);
}

/* ---- 4: a bucket and a window -------------------------------------------
 *
 * The numbers are times, in units of n milliseconds: "b15". */

static inline int predict_4_now(void)
{
    return (int)(aw_loop_now(&p.loop) / AW_MS) / p.n;
}

static inline int predict_4_b(void *arg)
{
    (void)arg;
    aw_sleep(5 * p.n * AW_MS);
    for (int i = 0; i < 5; i++) {
        aw_bucket_wait(&p.bucket, i == 0 ? 2 : 1);
        predict_say_number('b', predict_4_now());
    }
    return 0;
}

static inline int predict_4_w(void *arg)
{
    (void)arg;
    for (int i = 0; i < 5; i++) {
        aw_window_wait(&p.window);
        predict_say_number('w', predict_4_now());
        if (i == 0)
            aw_sleep(3 * p.n * AW_MS);
    }
    return 0;
}

static inline void predict_program_4(void)
{
    aw_bucket_init(&p.bucket, &p.loop, 10 * p.n * AW_MS, 2, NULL);
    aw_window_init(&p.window, &p.loop, 10 * p.n * AW_MS, p.when, 2, NULL);
    predict_spawn(predict_4_b);
    predict_spawn(predict_4_w);
}

/* ---- Your predictions ---------------------------------------------------*/

extern const char *const predict_1, *const predict_2, *const predict_3,
                                                          *const predict_4;

#endif
