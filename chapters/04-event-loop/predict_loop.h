/* SPDX-License-Identifier: MIT */
/* predict_loop.h: in which order does a loop call these?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  What stands here is what runs.
 *
 *   a b c d   handles, for aw_call_soon (d is called d_ in the code)
 *   x y z     timers, for aw_call_later and aw_call_at
 *   p q       posts
 *   r         watches a socket for input, and reads all there is; the socket
 *             is in `background`, so it alone keeps no loop going
 *
 * Each says its letter when it is called, and then does what the program has
 * put into `does`, if anything.  At the end of each run of the loop "|" is
 * said.  All words have one blank between: "a x |".
 *
 * The clock is virtual.  A callback takes no time, unless it says predict_work.
 * d and e are drawn anew for each run; all you know is 0 < d < e. */
#ifndef PREDICT_LOOP_H
#define PREDICT_LOOP_H

#include <unistd.h>

#include "aw/loop.h"

struct predict_stage {
    struct aw_loop loop;
    struct aw_handle a, b, c, d_;
    struct aw_timer x, y, z;
    struct aw_post p, q;
    struct aw_io_watcher r;
    struct aw_io io;
    int there; /* what is written here makes `io` readable */
    aw_time d, e;
    void (*does['z' + 1])(void); /* by letter */
};
extern struct predict_stage predict;

/* The grader's: say a word; let time pass, as a callback that works does. */
void predict_say(const char *word);
void predict_work(aw_time how_long);

#define SOON(h)      aw_call_soon(&predict.loop, &predict.h)
#define LATER(t, d)  aw_call_later(&predict.loop, &predict.t, (d))
#define AT(t, when)  aw_call_at(&predict.loop, &predict.t, (when))
#define POST(p)      aw_loop_post(&predict.loop, &predict.p)
#define NOW()        aw_loop_now(&predict.loop)
#define STOP()       aw_loop_stop(&predict.loop)
#define CANCEL(h)    aw_handle_cancel(&predict.h)
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

/* ---- 1: everybody at once -----------------------------------------------*/

static inline void predict_1_a(void)
{
    SOON(b);
}

static inline void predict_program_1(void)
{
    DOES('a') = predict_1_a;
    AT(x, NOW() - 1);
    LATER(y, 0);
    POST(p);
    predict_send();
    SOON(a);
    POST(q);
    predict_run();
}

extern const char *const predict_1;

/* ---- 2: somebody works for long -----------------------------------------*/

static inline void predict_2_a(void)
{
    predict_work(predict.e);
    LATER(z, predict.d);
    SOON(b);
}

static inline void predict_2_b(void)
{
    predict_send();
}

static inline void predict_program_2(void)
{
    DOES('a') = predict_2_a;
    DOES('b') = predict_2_b;
    LATER(y, predict.e);
    LATER(x, predict.d);
    SOON(a);
    predict_run();
}

extern const char *const predict_2;

/* ---- 3: a stop in the middle --------------------------------------------*/

static inline void predict_3_b(void)
{
    STOP();
    SOON(d_);
    LATER(y, 0);
}

static inline void predict_3_c(void)
{
    CANCEL(a);
    SOON(a);
}

static inline void predict_program_3(void)
{
    DOES('b') = predict_3_b;
    DOES('c') = predict_3_c;
    SOON(a);
    SOON(b);
    SOON(c);
    LATER(x, 0);
    predict_run();
    predict_run();
}

extern const char *const predict_3;

/* ---- 4: a stop before the run -------------------------------------------*/

static inline void predict_4_a(void)
{
    POST(p);
    SOON(b);
}

static inline void predict_program_4(void)
{
    DOES('a') = predict_4_a;
    STOP();
    SOON(a);
    LATER(x, predict.d);
    predict_run();
    predict_send();
    STOP();
    predict_run();
    predict_run();
}

extern const char *const predict_4;

/* ---- 5: the same moment -------------------------------------------------*/

static inline void predict_5_x(void)
{
    AT(z, NOW() + predict.e - predict.d);
    SOON(a);
}

static inline void predict_5_y(void)
{
    SOON(b);
    CANCEL(z.handle);
}

static inline void predict_5_a(void)
{
    LATER(x, predict.e);
    DOES('x') = NULL;
}

static inline void predict_program_5(void)
{
    DOES('x') = predict_5_x;
    DOES('y') = predict_5_y;
    DOES('a') = predict_5_a;
    LATER(y, predict.e);
    LATER(x, predict.d);
    predict_run();
}

extern const char *const predict_5;

/* ---- 6: nothing left ----------------------------------------------------
 *
 * on_idle says "i".  The first time it calls x in d; the second time it stops
 * the loop; after that it does nothing. */

static inline void predict_6_x(void)
{
    SOON(a);
}

static inline void predict_program_6(void)
{
    DOES('x') = predict_6_x;
    predict_run();
    SOON(b);
    predict_run();
}

extern const char *const predict_6;

#endif
