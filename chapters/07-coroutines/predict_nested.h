/* SPDX-License-Identifier: MIT */
/* predict_nested.h: who goes on?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  What stands here is what runs.
 *
 * A stage has three coroutines, a, b and c.  Each program gives some of them a
 * function, and then runs on the thread's own stack, where it says "m" when it
 * gets the thread back.  All words have one blank between.
 *
 * The number `n` is drawn anew for each run, from 2 to 9. */
#ifndef PREDICT_NESTED_H
#define PREDICT_NESTED_H

#include "aw/coro.h"

struct predict_stage {
    struct aw_coro a, b, c;
    struct aw_stack stack[3]; /* theirs */
    int n;
};

/* The grader's. */
extern struct predict_stage predict;
void predict_say(const char *word);

/* Say "word" and suspend; when resumed, say it once more, with a prime. */
void predict_pause(const char *word);

static inline void predict_resume(struct aw_coro *coro)
{
    aw_coro_resume(coro);
    predict_say("m");
}

/* ---- 1: there and back --------------------------------------------------
 *
 * How deep b is when it suspends is for chance to say. */

static inline void predict_1_a(void *arg)
{
    (void)arg;
    predict_say("a1");
    aw_coro_suspend();
    predict_say("a2");
}

static inline void predict_1_deep(int depth)
{
    if (depth == 0)
        aw_coro_suspend();
    else
        predict_1_deep(depth - 1);
}

static inline void predict_1_b(void *arg)
{
    (void)arg;
    predict_say("b1");
    predict_1_deep(predict.n);
    predict_say("b2");
}

static inline void predict_program_1(void)
{
    aw_coro_init(&predict.a, &predict.stack[0], predict_1_a, NULL);
    aw_coro_init(&predict.b, &predict.stack[1], predict_1_b, NULL);
    predict_resume(&predict.b);
    predict_resume(&predict.a);
    predict_resume(&predict.a);
    predict_resume(&predict.b);
}

extern const char *const predict_1;

/* ---- 2: one inside another ----------------------------------------------*/

static inline void predict_2_b(void *arg)
{
    (void)arg;
    predict_pause("b");
    predict_pause("bb");
}

static inline void predict_2_a(void *arg)
{
    (void)arg;
    predict_say("a1");
    aw_coro_resume(&predict.b);
    predict_say("a2");
    aw_coro_suspend();
    predict_say("a3");
    aw_coro_resume(&predict.b);
    predict_say("a4");
}

static inline void predict_program_2(void)
{
    aw_coro_init(&predict.a, &predict.stack[0], predict_2_a, NULL);
    aw_coro_init(&predict.b, &predict.stack[1], predict_2_b, NULL);
    predict_resume(&predict.a);
    predict_resume(&predict.b);
    predict_resume(&predict.a);
}

extern const char *const predict_2;

/* ---- 3: handed round ----------------------------------------------------
 *
 * c is resumed by a, by b, and by nobody in particular. */

static inline void predict_3_c(void *arg)
{
    (void)arg;
    for (int i = 0; i < predict.n; i++)
        aw_coro_suspend();
    predict_say("c");
}

static inline void predict_3_a(void *arg)
{
    (void)arg;
    for (int i = 0; i < predict.n - 1; i++)
        aw_coro_resume(&predict.c);
    predict_say("a");
    aw_coro_resume(&predict.b);
    predict_say("aa");
}

static inline void predict_3_b(void *arg)
{
    (void)arg;
    aw_coro_resume(&predict.c);
    predict_say("b");
    aw_coro_suspend();
    predict_say("bb");
}

static inline void predict_program_3(void)
{
    aw_coro_init(&predict.a, &predict.stack[0], predict_3_a, NULL);
    aw_coro_init(&predict.b, &predict.stack[1], predict_3_b, NULL);
    aw_coro_init(&predict.c, &predict.stack[2], predict_3_c, NULL);
    predict_resume(&predict.a);
    predict_resume(&predict.c);
    predict_resume(&predict.b);
}

extern const char *const predict_3;

/* ---- 4: states ----------------------------------------------------------
 *
 * predict_states says a letter for each of a, b, c: n for created (new),
 * r for running, s for suspended, f for finished; as in "nrs". */

static inline char predict_letter(const struct aw_coro *coro)
{
    return "nsrf"[coro->state];
}

static inline void predict_states(void)
{
    char word[4] = {predict_letter(&predict.a), predict_letter(&predict.b),
                    predict_letter(&predict.c), '\0'};

    predict_say(word);
}

static inline void predict_4_c(void *arg)
{
    (void)arg;
    predict_states();
}

static inline void predict_4_b(void *arg)
{
    (void)arg;
    predict_states();
    aw_coro_suspend();
    aw_coro_resume(&predict.c);
    predict_states();
}

static inline void predict_4_a(void *arg)
{
    (void)arg;
    aw_coro_resume(&predict.b);
    predict_states();
}

static inline void predict_program_4(void)
{
    aw_coro_init(&predict.a, &predict.stack[0], predict_4_a, NULL);
    aw_coro_init(&predict.b, &predict.stack[1], predict_4_b, NULL);
    aw_coro_init(&predict.c, &predict.stack[2], predict_4_c, NULL);
    predict_resume(&predict.a);
    predict_states();
    predict_resume(&predict.b);
}

extern const char *const predict_4;

#endif
