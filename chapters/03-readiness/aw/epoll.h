/* SPDX-License-Identifier: MIT */
/* aw/epoll.h: what the files of the epoll engine share.
 *
 * Only epoll.c, wake.c, signals.c and their tests include it.  Everybody else
 * uses aw/poller.h and the table `aw_epoll_ops`.
 *
 *   poller->impl --> struct aw__epoll
 *                      fd ------> the kernel's list of registrations
 *                      wake_fd    an eventfd, registered there for good
 *                      io[n] ---> who watches descriptor n, or NULL
 *                      pending    a bit for each signal that has arrived
 *
 * An event comes back with the pair (number, generation) that it was
 * registered with, never with a pointer: what a pointer points to may be
 * gone, and a number may have a new owner.  An event whose pair is not in the
 * table is dropped.
 *
 * What a thousand descriptors cost, of which fifty are ready, depends on the
 * fifty alone.  System calls, at most:
 *
 *   add, del   one each
 *   want       one for a direction's first wait, and for the first one after
 *              an event that found nobody waiting; otherwise none
 *   poll       one wait; one read when it was woken; and one more for each
 *              descriptor whose event found nobody waiting
 *   wake       one
 *
 * Whether a number is being watched already, the kernel knows better than the
 * table: its owner in the table may have closed it too early, and then its
 * next owner may watch it, and is not refused with EEXIST.
 *
 * A descriptor that is closed before aw_io_close breaks the contract, and if
 * a duplicate of it is alive, the kernel goes on reporting it.  Such an event
 * is seen at most once: it does not end one poll after the other.  Where the
 * kernel has no room for what it takes to end that, all others go on as before.
 *
 * Source: epoll(7), eventfd(2), signal-safety(7); libev for the remedy. */
#ifndef AW_EPOLL_H
#define AW_EPOLL_H

#include <stdatomic.h>

#include "aw/poller.h"

struct epoll_event;

/* One epoll engine: what `poller->impl` points to. */
struct aw__epoll {
    int fd;                   /* the epoll instance */
    int wake_fd;              /* an eventfd; its count says "woken" */
    bool coarse;              /* epoll_pwait2 said ENOSYS or EPERM */
    uint32_t gen;             /* the generation given out last; 0: none yet */
    struct aw_io **io;        /* by descriptor number; NULL: not watched */
    size_t cap;               /* length of `io` */
    _Atomic uint64_t pending; /* bit n - 1: signal n waits to be pushed */
    uintptr_t spare[2];       /* yours, if you need room */
};

/* ---- table.c: given code, not yours to write ----------------------------*/

/* Ask for memory as `aw_alloc.resize` does: from `poller->alloc`, or from
 * malloc when that is NULL. */
void *aw__resize(struct aw_poller *poller, void *p, size_t old, size_t size);

/* Make the table long enough for `e->io[fd]`; new places are NULL.
 *
 * Returns 0, or -ENOMEM and the table as it was. */
int aw__table_reserve(struct aw_poller *poller, int fd);

/* Free the table. */
void aw__table_free(struct aw_poller *poller);

/* ---- wake.c -------------------------------------------------------------*/

/* Make the descriptor `e->wake_fd`: non-blocking, close-on-exec, count 0.
 *
 * Returns 0 or a negative error code. */
int aw__wake_open(struct aw__epoll *e);

/* Close `e->wake_fd`. */
void aw__wake_close(struct aw__epoll *e);

/* The operation `wake`: make `e->wake_fd` readable, with one system call.
 *
 * When its count is full the write says EAGAIN: a wake-up is under way
 * already, and that is enough.  A wake that fails in any other way is
 * misuse: the poller is not open.
 *
 * Threads:  any; it may be called from a signal handler, and leaves errno
 *           as it was. */
void aw__wake(struct aw_poller *poller);

/* Take all wake-ups so far: `e->wake_fd` is not readable afterwards. */
void aw__wake_drain(struct aw__epoll *e);

/* Sleep until there are events, or the time is up.
 *
 * events, max  where to put them, and how many at most
 * timeout      as `poll` has it: 0 or less, something between, AW_NEVER
 *
 * The limit goes to epoll_pwait2, in nanoseconds.  Where that says ENOSYS
 * (Linux before 5.11) or EPERM (a sandbox), it is never asked again, and
 * epoll_wait is told the milliseconds, rounded up and at most INT_MAX.  A
 * solution may use epoll_wait from the start.
 *
 * Returns how many events there are, 0 when the time is up, or a negative
 * error code, which is -EINTR when a signal has ended the sleep. */
int aw__epoll_wait(struct aw__epoll *e, struct epoll_event *events, int max,
                   aw_time timeout);

/* ---- signals.c ----------------------------------------------------------*/

/* The operation `signal`. */
int aw__signals_watch(struct aw_poller *poller, int signo,
                      struct aw_handle *handle);

/* Push the handle of every signal in `pending`, lower numbers first, and
 * leave `pending` empty.  A handle that is queued already is left alone.
 *
 * Returns how many it pushed. */
size_t aw__signals_take(struct aw_poller *poller);

/* Stop watching every signal that this poller watches. */
void aw__signals_close(struct aw_poller *poller);

#endif
