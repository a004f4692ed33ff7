/* SPDX-License-Identifier: MIT */
/* predict_wakes.h: who is woken, in which order, and with what news?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  What stands here is what runs.
 *
 * A stage has a pair of connected sockets, `here` and `there`.  An io watches
 * `here`, and there is one wait for each direction.  When its handle runs,
 *
 *      the reader's says "r", or "r-closed" when its status is -EBADF
 *      the writer's says "w", or "w-closed"
 *
 * and then does what the program has put into `after_reader`, if anything.
 * At the end of each turn "|" is said.  All words have one blank between.
 *
 * The number `n` is drawn anew for each run, from 2 to 9. */
#ifndef PREDICT_WAKES_H
#define PREDICT_WAKES_H

#include <signal.h>
#include <unistd.h>

#include "aw/poller.h"

struct predict_stage {
    struct aw_ready ready;
    struct aw_poller poller;
    int here, there; /* connected; neither blocks */
    struct aw_io io; /* watches `here` */
    struct aw_io_wait reader, writer;
    struct aw_handle alarm; /* says "s" */
    void (*after_reader)(struct predict_stage *stage);
    void (*after_alarm)(struct predict_stage *stage);
    int n;
};

/* The grader's: say a word; fill `fd` until a write says EAGAIN; empty it
 * until a read says EAGAIN. */
void predict_say(const char *word);
void predict_fill(int fd);
void predict_drain(int fd);

static inline void predict_wait(struct predict_stage *s, enum aw_dir dir)
{
    aw_io_wait(&s->poller, &s->io, dir,
               dir == AW_READ ? &s->reader : &s->writer);
}

/* Make `here` readable: n bytes, in n writes. */
static inline void predict_send(struct predict_stage *s)
{
    for (int i = 0; i < s->n; i++)
        if (write(s->there, "x", 1) != 1)
            predict_say("lost");
}

static inline void predict_turn(struct predict_stage *s)
{
    s->poller.ops->poll(&s->poller, 0);
    aw_ready_run(&s->ready);
    predict_say("|");
}

/* ---- 1: the other end hangs up ------------------------------------------*/

static inline void predict_program_1(struct predict_stage *s)
{
    predict_fill(s->here);
    predict_wait(s, AW_WRITE);
    predict_wait(s, AW_READ);
    predict_turn(s);
    predict_send(s);
    close(s->there);
    predict_turn(s);
    predict_turn(s);
}

extern const char *const predict_1;

/* ---- 2: closed between the poll and the run -----------------------------*/

static inline void predict_program_2(struct predict_stage *s)
{
    predict_fill(s->here);
    predict_wait(s, AW_WRITE);
    predict_wait(s, AW_READ);
    predict_send(s);
    s->poller.ops->poll(&s->poller, 0);
    aw_io_close(&s->poller, &s->io);
    predict_turn(s);
    predict_turn(s);
}

extern const char *const predict_2;

/* ---- 3: a callback closes what another one waits for --------------------*/

static inline void predict_close(struct predict_stage *s)
{
    aw_io_close(&s->poller, &s->io);
}

static inline void predict_program_3(struct predict_stage *s)
{
    s->after_reader = predict_close;
    predict_fill(s->here);
    predict_wait(s, AW_READ);
    predict_wait(s, AW_WRITE);
    predict_send(s);
    predict_turn(s);
    predict_turn(s);
}

extern const char *const predict_3;

/* ---- 4: a callback gives up for another one -----------------------------*/

static inline void predict_give_up(struct predict_stage *s)
{
    aw_io_unwait(&s->writer);
}

static inline void predict_program_4(struct predict_stage *s)
{
    s->after_reader = predict_give_up;
    predict_wait(s, AW_WRITE);
    predict_wait(s, AW_READ);
    predict_send(s);
    predict_turn(s);
    predict_wait(s, AW_WRITE);
    predict_turn(s);
}

extern const char *const predict_4;

/* ---- 5: nobody waits ----------------------------------------------------*/

static inline void predict_program_5(struct predict_stage *s)
{
    predict_wait(s, AW_READ);
    aw_io_unwait(&s->reader);
    predict_send(s);
    predict_turn(s);
    predict_drain(s->here);
    predict_wait(s, AW_READ);
    predict_turn(s);
    predict_send(s);
    predict_turn(s);
}

extern const char *const predict_5;

/* ---- 6: signals ---------------------------------------------------------
 *
 * The alarm's handle is watched for SIGUSR1, and says "s". */

static inline void predict_raise(struct predict_stage *s)
{
    s->after_alarm = NULL;
    for (int i = 0; i < s->n; i++)
        raise(SIGUSR1);
}

static inline void predict_program_6(struct predict_stage *s)
{
    s->after_alarm = predict_raise;
    s->poller.ops->signal(&s->poller, SIGUSR1, &s->alarm);
    for (int i = 0; i < s->n; i++) {
        raise(SIGUSR1);
        s->poller.ops->wake(&s->poller);
    }
    s->poller.ops->poll(&s->poller, 0);
    raise(SIGUSR1);
    predict_turn(s);
    predict_turn(s);
    predict_turn(s);
}

extern const char *const predict_6;

#endif
