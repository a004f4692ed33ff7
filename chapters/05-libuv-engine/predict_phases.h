/* SPDX-License-Identifier: MIT */
/* predict_phases.h: libuv's phases, and ours.
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  What stands here is what runs.
 *
 * Small letters are callbacks of the loop:
 *
 *   a b d   handles, for aw_call_soon
 *   q       a post
 *   r       watches a socket for input, and reads all there is
 *   x       a timer, for aw_call_later
 *
 * Capitals are callbacks of libuv's, as its manual describes them:
 *
 *   I P C   an idle, a prepare and a check handle
 *   A       an async handle
 *   Y Z     the close callbacks of C and of A
 *
 * Each says its letter when it is called, and then does what the program has
 * put into `does`, if anything.  At the end of each run of the loop "|" is
 * said.  All words have one blank between: "P a |".
 *
 * r's socket and the bell A keep no loop going: the one is in `background`,
 * the other is not referenced.  Both engines have run for an iteration before
 * the program begins, so that libuv has registered what it wants to watch.
 * The clock is virtual, and a callback takes no time. */
#ifndef PREDICT_PHASES_H
#define PREDICT_PHASES_H

#include <unistd.h>
#include <uv.h>

#include "aw/engine.h"

struct predict_stage {
    struct aw_loop loop;
    struct aw_handle a, b, d;
    struct aw_post q;
    struct aw_io_watcher r;
    struct aw_io io;
    struct aw_timer x;
    int there; /* what is written here makes `io` readable */
    uv_idle_t I;
    uv_prepare_t P;
    uv_check_t C;
    uv_async_t A;
    void (*does['z' + 1])(void); /* by letter */
};
extern struct predict_stage predict;

/* The grader's: say a word; libuv's callbacks, each says its letter. */
void predict_say(const char *word);
void predict_I(uv_idle_t *handle);
void predict_P(uv_prepare_t *handle);
void predict_C(uv_check_t *handle);
void predict_Y(uv_handle_t *handle);
void predict_Z(uv_handle_t *handle);

#define SOON(h)      aw_call_soon(&predict.loop, &predict.h)
#define DOES(letter) predict.does[(letter)]

static inline void predict_run(void)
{
    aw_loop_run(&predict.loop);
    predict_say("|");
}

static inline void predict_send(void)
{
    if (write(predict.there, "x", 1) != 1)
        predict_say("lost");
}

/* ---- 1: libuv's phases, on the uv engine --------------------------------*/

static inline void predict_only_once(void)
{
    uv_idle_stop(&predict.I);
    uv_prepare_stop(&predict.P);
    uv_check_stop(&predict.C);
}

static inline void predict_program_1(void)
{
    DOES('C') = predict_only_once;
    SOON(a);
    uv_check_start(&predict.C, predict_C);
    uv_async_send(&predict.A);
    uv_prepare_start(&predict.P, predict_P);
    uv_idle_start(&predict.I, predict_I);
    predict_run();
}

extern const char *const predict_1;

/* ---- 2: who pushes when, on the uv engine -------------------------------*/

static inline void predict_2_P(void)
{
    SOON(b);
}

static inline void predict_2_C(void)
{
    SOON(d);
    predict_only_once();
}

static inline void predict_program_2(void)
{
    DOES('P') = predict_2_P;
    DOES('C') = predict_2_C;
    aw_call_later(&predict.loop, &predict.x, 0);
    aw_loop_post(&predict.loop, &predict.q);
    uv_check_start(&predict.C, predict_C);
    uv_prepare_start(&predict.P, predict_P);
    uv_async_send(&predict.A);
    predict_send();
    SOON(a);
    predict_run();
}

extern const char *const predict_2;

/* ---- 3: the same program, nested in the epoll engine --------------------*/

extern const char *const predict_3;

/* ---- 4: a handle is closed, on the uv engine ----------------------------*/

static inline void predict_4_A(void)
{
    uv_close((uv_handle_t *)&predict.C, predict_Y);
    uv_close((uv_handle_t *)&predict.A, predict_Z);
    uv_prepare_stop(&predict.P);
    SOON(a);
}

static inline void predict_program_4(void)
{
    DOES('A') = predict_4_A;
    uv_check_start(&predict.C, predict_C);
    uv_prepare_start(&predict.P, predict_P);
    uv_async_send(&predict.A);
    predict_run();
}

extern const char *const predict_4;

/* ---- 5: how long the loop runs, nested in the epoll engine --------------*/

static inline void predict_5_a(void)
{
    static int times;

    if (++times == 3)
        uv_idle_stop(&predict.I);
}

static inline void predict_5_I(void)
{
    SOON(a);
}

static inline void predict_program_5(void)
{
    DOES('a') = predict_5_a;
    DOES('I') = predict_5_I;
    aw_call_later(&predict.loop, &predict.x, AW_SEC);
    uv_idle_start(&predict.I, predict_I);
    predict_run();
}

extern const char *const predict_5;

/* ---- 6: a guest, on the uv engine ---------------------------------------*/

static inline void predict_6_a(void)
{
    SOON(b);
}

static inline void predict_program_6(void)
{
    DOES('a') = predict_6_a;
    uv_prepare_start(&predict.P, predict_P);
    uv_unref((uv_handle_t *)&predict.P);
    SOON(a);
    predict_run();
}

extern const char *const predict_6;

/* ---- 7: the same program, nested in the epoll engine --------------------*/

extern const char *const predict_7;

#endif
