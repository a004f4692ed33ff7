/* SPDX-License-Identifier: MIT */
/* Signals, brought from wherever they strike to the loop.
 *
 * A signal handler interrupts any code at any instruction, on any thread.  It
 * may therefore do next to nothing: here it sets one bit and rings the bell.
 * The next poll turns bits into pushed handles.  The bit says which signal,
 * the bell only says "look"; a full bell loses nothing.  [flag-and-bell]
 *
 * The hard thing is to stop: a handler may be running on another thread while
 * this one takes its poller away.  [last-handler] */
#include <sched.h>
#include <signal.h>

#include "aw/epoll.h"

enum { SIGNALS = 64 };

/* Who watches a signal.  A handler is given a number and nothing else, so
 * this table is the one global that the engine cannot do without. */
static struct watch {
    _Atomic(struct aw_poller *) owner; /* NULL: nobody */
    atomic_uint inside;                /* handlers that run at this moment */
    struct aw_handle *handle;          /* these two belong to the owner's */
    struct sigaction before;           /* thread, no handler looks at them */
} watches[SIGNALS + 1];

static uint64_t bit(int signo)
{
    return (uint64_t)1 << (signo - 1);
}

/* Runs in signal context.  Atomics on machine words take no lock, and
 * aw__wake is one write(2): that is all a handler may do. */
static void on_signal(int signo)
{
    struct watch *w = &watches[signo];
    struct aw_poller *poller;

    atomic_fetch_add(&w->inside, 1);
    poller = atomic_load(&w->owner);
    if (poller) {
        struct aw__epoll *e = poller->impl;

        /* First the bit, then the bell: who hears the bell finds the bit. */
        atomic_fetch_or(&e->pending, bit(signo));
        aw__wake(poller);
    }
    atomic_fetch_sub(&w->inside, 1);
}

static int start(struct aw_poller *poller, int signo, struct aw_handle *handle)
{
    struct watch *w = &watches[signo];
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct aw_poller *nobody = NULL;
    int rc;

    /* Two loops on two threads may ask at once: only one gets it. */
    if (!atomic_compare_exchange_strong(&w->owner, &nobody, poller))
        return -EBUSY;

    /* Why SA_RESTART: only the poll wants to be interrupted, and epoll_wait is
     * never restarted, whatever the flag says (signal(7)).  Every other call
     * of the program is spared an EINTR that nobody there expects. */
    w->handle = handle;
    sigemptyset(&action.sa_mask);
    rc = (int)aw_sys(sigaction(signo, &action, &w->before));
    if (rc < 0)
        /* SIGKILL, SIGSTOP, and the numbers libc keeps for itself. */
        atomic_store(&w->owner, NULL);
    return rc;
}

static void stop(struct aw_poller *poller, int signo)
{
    struct watch *w = &watches[signo];
    struct aw__epoll *e = poller->impl;

    /* No new handler starts from here on. */
    sigaction(signo, &w->before, NULL);

    /* [last-handler] A handler on another thread has either counted itself
     * in before it looked for the owner, and then we wait, or it will find
     * NULL.  Both orders need sequential consistency, the default: with
     * acquire and release alone, each side may miss the other's store. */
    atomic_store(&w->owner, NULL);
    while (atomic_load(&w->inside) > 0)
        sched_yield();

    /* Whoever arrived may stand in the set, or in the queue already. */
    atomic_fetch_and(&e->pending, ~bit(signo));
    aw_handle_cancel(w->handle);
}

/* Another handle takes over, and an arrival that waits in the queue too.
 * `before` stays: it is what was there before the first of them. */
static int replace(struct aw_poller *poller, int signo,
                   struct aw_handle *handle)
{
    struct watch *w = &watches[signo];
    bool queued = aw_handle_cancel(w->handle);

    w->handle = handle;
    if (queued)
        aw_ready_push(poller->ready, handle);
    return 0;
}

int aw__signals_watch(struct aw_poller *poller, int signo,
                      struct aw_handle *handle)
{
    bool ours;

    if (signo < 1 || signo > SIGNALS || signo == SIGCHLD || signo == SIGKILL ||
        signo == SIGSTOP)
        return -EINVAL;

    ours = atomic_load(&watches[signo].owner) == poller;
    if (handle)
        return ours ? replace(poller, signo, handle)
                    : start(poller, signo, handle);
    if (!ours)
        return -ENOENT;
    stop(poller, signo);
    return 0;
}

size_t aw__signals_take(struct aw_poller *poller)
{
    struct aw__epoll *e = poller->impl;
    uint64_t arrived;
    size_t pushed = 0;

    /* Most polls bring no signal: look before taking the cache line. */
    if (atomic_load(&e->pending) == 0)
        return 0;

    /* All at once.  Wrong turn: looking at the bits and then storing 0 loses
     * what arrives between the two. */
    arrived = atomic_exchange(&e->pending, 0);
    for (int signo = 1; signo <= SIGNALS; signo++) {
        struct aw_handle *handle = watches[signo].handle;

        if (!(arrived & bit(signo)) || aw_handle_queued(handle))
            continue;
        aw_ready_push(poller->ready, handle);
        pushed++;
    }
    return pushed;
}

void aw__signals_close(struct aw_poller *poller)
{
    for (int signo = 1; signo <= SIGNALS; signo++)
        if (atomic_load(&watches[signo].owner) == poller)
            stop(poller, signo);
}
