/* SPDX-License-Identifier: MIT */
/* aw/poller.h: waiting for descriptors, for other threads, and for signals.
 *
 * A poller asks the kernel which descriptors are ready, and pushes the
 * handles of those that wait for them.  It calls nothing and reads nothing.
 *
 * What it promises is weak on purpose, so that every engine can keep it:
 *
 *   Try first.  Read or write until the call says EAGAIN, and wait only then.
 *   An edge may be reported once: who does not wait for it may miss it.
 *   A wake-up may be spurious: the next try may say EAGAIN again.
 *
 * An `aw_io` stands for one descriptor.  It has one place for a reader and
 * one for a writer.  A wait is one handle: no task is needed, and so an idle
 * connection costs no stack.
 *
 * The parts that do not depend on the engine are the functions at the end;
 * an engine is a table of operations, `aw_poller_ops`.  Callers use the
 * functions and never the table, except for `poll`, `wake` and `signal`.
 *
 * Threads:  the loop's thread, except `wake`. */
#ifndef AW_POLLER_H
#define AW_POLLER_H

#include "aw/base.h"
#include "aw/ready.h"
#include "aw/timer.h"

struct aw_io;
struct aw_poller;

enum aw_dir { AW_READ, AW_WRITE };

/* One wait for one direction of one descriptor.
 *
 * It starts as zeroes, with its handle initialised.
 *
 * Owns:  the caller's memory; it must stay until its handle has run or
 *        aw_io_unwait has been called. */
struct aw_io_wait {
    struct aw_handle handle; /* pushed when the wait is over */
    int status;              /* 0: try again.  -EBADF: closed under you */
    enum aw_dir dir;
    struct aw_io *io; /* NULL when not waiting */
};

/* One descriptor that is watched.
 *
 * Owns:  the caller's memory, from aw_io_open to aw_io_close.  The
 *        descriptor stays the caller's: close it after aw_io_close. */
struct aw_io {
    int fd;                     /* -1 when not open */
    uint32_t gen;               /* tells this use of the number from others */
    uint8_t registered;         /* what the kernel has been asked to watch */
    struct aw_io_wait *wait[2]; /* by aw_dir: who waits; NULL is nobody */
    struct aw_list link;        /* the engine's */
    void *engine;               /* the engine's */
    uintptr_t spare[2];         /* yours, if you need room */
};

/* An engine: how one kind of kernel interface does the work. */
struct aw_poller_ops {
    const char *name;

    /* Set up `poller->impl`.  Returns 0 or a negative error code. */
    int (*open)(struct aw_poller *poller);

    /* Free all that `open` made, and give every signal back. */
    void (*close)(struct aw_poller *poller);

    /* Register `io`.  The only operation after `open` that may allocate.
     * Returns 0 or a negative error code; -EPERM for a regular file. */
    int (*add)(struct aw_poller *poller, struct aw_io *io);

    /* Deregister `io`, synchronously: no event of it is seen afterwards,
     * not even one that the kernel has already handed over. */
    void (*del)(struct aw_poller *poller, struct aw_io *io);

    /* Say that somebody waits for `dir`.  Returns 0 or a negative code. */
    int (*want)(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir);

    /* Wait for events for at most `timeout`, and push what became ready to
     * `poller->ready`; run nothing.
     *
     * timeout  0 or less does not wait, AW_NEVER waits for ever; anything
     *          between is never cut short, and rounded up where the kernel
     *          counts in coarser units
     *
     * A poll that finds nobody waiting for an event drops it.  A signal
     * that interrupts it may end the poll early, and is not an error.  So a
     * poll may end with nothing pushed.  However many descriptors are ready,
     * each has its turn after a few polls.  If a probe is set it hears
     * AW_PROBE_POLL, once for each poll, with the number of events that
     * it was told of; all wake-ups together are one.
     *
     * Returns how many handles it pushed, or a negative error code. */
    int (*poll)(struct aw_poller *poller, aw_time timeout);

    /* End the poll that runs now, or else the next one, at once.
     *
     * Wakes that come before the poll sees them count as one.
     *
     * Threads:  any; it may be called from a signal handler, and leaves
     *           errno as it was. */
    void (*wake)(struct aw_poller *poller);

    /* Push `handle` whenever signal `signo` has arrived; NULL stops that.
     *
     * The handle runs on the loop, not in signal context; each number has
     * one of its own.  Signals of one number that arrive before it has run
     * count as one; no number is ever lost.  Another handle for the same
     * number takes the place of the first, and takes over its arrival that
     * has not run yet.  Stopping restores what was installed before, waits
     * until no handler of it runs on another thread, and drops an arrival
     * that has not run yet.  One poller of the process at a time may watch a
     * given signal.  Other system calls that the signal interrupts are
     * restarted (SA_RESTART).  After a failure everything is as it was.
     *
     * Returns 0, or
     *   -EINVAL  not a signal that can be caught, or SIGCHLD, which belongs
     *            to chapter 14; whatever `handle` is
     *   -EBUSY   another poller watches it, and `handle` is not NULL
     *   -ENOENT  `handle` is NULL, and this poller did not watch it */
    int (*signal)(struct aw_poller *poller, int signo,
                  struct aw_handle *handle);

    /* The uv_loop_t behind it, or NULL.  Used from 05. */
    void *(*native)(struct aw_poller *poller);
};

/* The engine of this chapter, on epoll and eventfd. */
extern const struct aw_poller_ops aw_epoll_ops;

/* One poller for each loop. */
struct aw_poller {
    const struct aw_poller_ops *ops;
    struct aw_ready *ready; /* where handles are pushed */
    size_t nio;             /* descriptors open */
    void *impl;             /* the engine's */
    struct aw_alloc *alloc; /* for what the engine allocates; NULL: malloc */
    struct aw_probe *probe; /* used from 20; leave NULL */
};

/* Open a poller on the engine `ops`, pushing to `ready`.
 *
 * Returns 0 or a negative error code; after a failure there is nothing to
 * close.
 *
 * Owns:  borrows `ready` and `alloc` until aw_poller_close. */
int aw_poller_open(struct aw_poller *poller, const struct aw_poller_ops *ops,
                   struct aw_ready *ready, struct aw_alloc *alloc);

/* Close the poller.  Closing it while a descriptor is open is misuse.
 *
 * All memory goes back to `alloc`. */
void aw_poller_close(struct aw_poller *poller);

/* Begin to watch `fd`, which must not block.  Counts in `nio`.
 *
 * Returns 0, or
 *   -EBADF   `fd` is no descriptor
 *   -EPERM   a kind that is always ready: a regular file, a directory
 *   -EEXIST  `fd` is being watched already
 *   -ENOMEM  no memory, or no room in the kernel
 *
 * After a failure `io` is not open.  A number that nobody has opened costs no
 * memory. */
int aw_io_open(struct aw_poller *poller, struct aw_io *io, int fd);

/* Wait until `io` may be ready for `dir`: then `wait`'s handle is pushed,
 * with `status` 0.
 *
 * The two directions are independent.  A hang-up or an error on the
 * descriptor ends the waits of both.  Where both end together, the reader is
 * pushed first.  `wait->handle` must have been initialised, and must not be
 * queued: waiting with a queued handle is misuse.
 *
 * Returns 0, or
 *   -EBUSY  somebody waits for that direction already, and goes on waiting
 *   -EBADF  `io` is not open, or its descriptor was closed too early
 *
 * After a failure nothing waits that did not wait before. */
int aw_io_wait(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir,
               struct aw_io_wait *wait);

/* Give up a wait, synchronously: its handle is not called.  O(1).
 *
 * It works on a wait that is pending, and on one whose handle is pushed but
 * has not run yet.  The same direction can be waited for again at once.
 * Giving up the wait for one direction leaves the other's alone.
 *
 * Returns true when there was something to give up, and false when there was
 * nothing: never begun, run already, or given up before. */
bool aw_io_unwait(struct aw_io_wait *wait);

/* End the wait for `dir`, if there is one: for engines only.  O(1).
 *
 * The waiter's place is empty before its handle is pushed, with `status` 0.
 *
 * Returns true when somebody waited. */
bool aw_io_ready(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir);

/* Stop watching.  Both waiters, if any, are pushed with `status` -EBADF,
 * the reader first.
 *
 * A waiter that was pushed already, but has not run, keeps its status.
 * Afterwards `io` is not open, and its memory is the caller's again, even
 * before the waiters have run.  The descriptor may be closed, and its number
 * used again: the next owner of the number never sees an event of this one.
 * Closing an `io` that is not open does nothing. */
void aw_io_close(struct aw_poller *poller, struct aw_io *io);

#endif
