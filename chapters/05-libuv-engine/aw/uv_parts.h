/* SPDX-License-Identifier: MIT */
/* aw/uv_parts.h: what the files of the libuv engine share.
 *
 * Only this chapter's files and their tests include it.  Everybody else uses
 * aw/poller.h, the table `aw_uv_ops`, and aw/engine.h.
 *
 *   poller->impl --> struct aw__uv
 *                      loop      libuv's
 *                      bell      an async handle: a wake-up
 *                      alarm     a timer handle: the end of a poll
 *                      signals   an epoll engine, for signals and no more
 *                      ear       a poll handle on that engine's descriptor
 *                      io[n] --> the aw_io that watches descriptor n
 *                      changed   each aw_io whose interest libuv does not
 *                                know yet, by `link`
 *
 *   aw_io.engine --> struct aw__uv_io --- its uv_poll_t
 *
 * The last one is apart from the aw_io because libuv keeps a handle until its
 * close callback has been called, in a later poll.  By then the aw_io is gone.
 *
 * While the engine does not run libuv, none of its handles is referenced.
 *
 * What a poll costs depends on the descriptors that have news and on those
 * whose interest has changed, not on how many are watched.  System calls for
 * one descriptor, at most, beside the one wait of each poll:
 *
 *   add    three, and del one: libuv tries the descriptor out
 *   want   none
 *   poll   three, if its interest is not what libuv was told last; one, if it
 *          has news for somebody and not for all who wait; otherwise none
 *
 * Interest changes with a direction's first wait, with an event that found
 * nobody waiting, and with an error on the descriptor. */
#ifndef AW_UV_PARTS_H
#define AW_UV_PARTS_H

#include <uv.h>

#include "aw/engine.h"

/* One descriptor, as libuv sees it. */
struct aw__uv_io {
    uv_poll_t poll;
    struct aw_poller *poller;
    struct aw_io *io; /* NULL when it is watched no longer */
    uint8_t told;     /* what libuv has been told of `io->registered` */
};

/* One libuv engine: what `poller->impl` points to. */
struct aw__uv {
    uv_loop_t loop;
    uv_async_t bell;
    uv_timer_t alarm;
    uv_poll_t ear;
    struct aw_poller signals;
    struct aw_io **io;      /* by descriptor number; NULL: not watched */
    size_t cap;             /* length of `io` */
    struct aw_list changed; /* aw_io, by `link` */
    uint32_t gen;           /* the generation given out last; 0: none yet */
    unsigned closing;       /* aw__uv_io that libuv has not given back */
    bool shared;            /* somebody has asked for `native` */
    bool ended;             /* the last run has ended what others had to do */

    /* What the poll that runs has been told. */
    unsigned pushed, events; /* by descriptors */
    bool woken;              /* the bell has rung */
    bool heard;              /* the ear has news: signals have come */
    bool late;               /* the alarm has gone off */
    uintptr_t spare[2];      /* yours, if you need room */
};

/* ---- uv_table.c: given code, not yours to write -------------------------*/

/* Ask for memory as `aw_alloc.resize` does: from `poller->alloc`, or from
 * malloc when that is NULL. */
void *aw__uv_memory(struct aw_poller *poller, void *p, size_t old, size_t size);

/* Make the table long enough for `e->io[fd]`; new places are NULL.
 *
 * Returns 0, or -ENOMEM and the table as it was. */
int aw__uv_reserve(struct aw_poller *poller, int fd);

/* Free the table. */
void aw__uv_table_free(struct aw_poller *poller);

/* The descriptor of a poller on the epoll engine: readable while a poll of it
 * would not have to wait.  It is the poller's. */
int aw__uv_descriptor(const struct aw_poller *epoll);

/* ---- uv_loop.c ----------------------------------------------------------*/

/* The operation `open`: a loop, the bell, the alarm, and the signals.  After
 * a failure there is nothing left of it. */
int aw__uv_open(struct aw_poller *poller);

/* The operation `close`.  All memory goes back to `poller->alloc`. */
void aw__uv_close(struct aw_poller *poller);

/* The operation `wake`.
 *
 * Threads:  any; it may be called from a signal handler, and leaves errno
 *           as it was. */
void aw__uv_wake(struct aw_poller *poller);

/* The operation `native`. */
void *aw__uv_native(struct aw_poller *poller);

/* Close every handle that is open, wait for every request, and close `loop`.
 *
 * A handle that is being closed already gets the callback that it was given,
 * the others get none.  Requests that are under way get theirs.  What these
 * callbacks open is closed as well. */
void aw__uv_finish(uv_loop_t *loop);

/* ---- uv_poll.c ----------------------------------------------------------*/

/* The operation `poll`.
 *
 * It first tells libuv of changed interest, then runs libuv, and takes the
 * signals last: like on the epoll engine they come behind the descriptors.
 * Where the loop is shared, and a run has ended the last work that others had
 * on it, the next poll does not wait: the loop above slept for that work, and
 * has to ask itself again for what else.
 * The probe is told of one event for each descriptor with news, one for all
 * wake-ups, and one for each signal. */
int aw__uv_poll(struct aw_poller *poller, aw_time timeout);

/* ---- uv_io.c ------------------------------------------------------------*/

/* The operations `add`, `del` and `want`. */
int aw__uv_add(struct aw_poller *poller, struct aw_io *io);
void aw__uv_del(struct aw_poller *poller, struct aw_io *io);
int aw__uv_want(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir);

/* Tell libuv of all interest that has changed, and leave `changed` empty.
 *
 * Both waits of a descriptor that was closed too early end here: `pushed`
 * counts them. */
void aw__uv_tell(struct aw_poller *poller);

/* ---- uv_signals.c -------------------------------------------------------*/

/* Open `e->signals`, and have the ear listen to it.
 *
 * Returns 0 or a negative error code; after a failure `e->signals` is not
 * open, and no handle is left that has not been given to uv_close. */
int aw__uv_signals_open(struct aw_poller *poller);

/* Stop listening, and give every signal back. */
void aw__uv_signals_close(struct aw_poller *poller);

/* The operation `signal`.  A number has one owner in the process, whichever
 * engines its pollers are on. */
int aw__uv_signal(struct aw_poller *poller, int signo,
                  struct aw_handle *handle);

/* Push the handle of every signal that has come, lower numbers first.  Costs
 * nothing where the ear has heard nothing.
 *
 * Returns how many it pushed. */
int aw__uv_signals_take(struct aw_poller *poller);

#endif
