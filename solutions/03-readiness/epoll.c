/* SPDX-License-Identifier: MIT */
/* The engine: epoll tells which descriptors are ready, a table tells whose
 * they are.
 *
 *   event {number, generation} --> io[number] --same generation?--> waiter
 *
 * Interest is level-triggered and lazy.  The kernel watches a direction from
 * the first wait until an event finds nobody waiting.  A connection that
 * reads, answers and waits again costs no epoll_ctl at all, and who waits
 * although there is still something to read is woken all the same, where
 * edges would let him sleep.  [lazy-interest]
 *
 * The hard thing is that epoll does not know descriptors.  It registers what
 * they point to, and that can outlive them.  [open-descriptions] */
#include <sys/epoll.h>
#include <unistd.h>

#include "aw/epoll.h"

/* Events fetched by one call: 3 kB of stack.  When more are ready, the rest
 * come with the next poll: the kernel puts what it has reported behind what it
 * has not, so nobody starves. */
enum { BATCH = 256 };

/* What comes back with the wake descriptor's events.  No registration has it:
 * generations begin with 1. */
static const uint64_t WAKE = 0;

/* ---- What the kernel is asked to watch ----------------------------------*/

static uint8_t bit(enum aw_dir dir)
{
    return (uint8_t)(1u << dir);
}

/* [silent-hang-up] The kernel reports a hang-up and an error without being
 * asked, and while they last, every poll ends at once.  EPOLLET on its own
 * makes them edges: who asks for nothing is told once.  Wrong turn: an empty
 * interest; epoll/a_hang_up_that_nobody_waits_for_ends_no_second_poll. */
static uint32_t interest(const struct aw_io *io)
{
    uint32_t events = 0;

    if (io->registered & bit(AW_READ))
        events |= EPOLLIN;
    if (io->registered & bit(AW_WRITE))
        events |= EPOLLOUT;
    return events ? events : EPOLLET;
}

static int control(int set, int op, const struct aw_io *io)
{
    struct epoll_event event = {
        .events = interest(io),
        .data.u64 = (uint64_t)io->gen << 32 | (uint32_t)io->fd,
    };

    return (int)aw_sys(epoll_ctl(set, op, io->fd, &event));
}

/* A new epoll instance that watches the wake descriptor, the one registration
 * that is no `aw_io`.  Returns it or a negative code. */
static int new_set(int wake_fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = WAKE};
    int set = (int)aw_sys(epoll_create1(EPOLL_CLOEXEC));
    int rc;

    if (set < 0)
        return set;
    rc = (int)aw_sys(epoll_ctl(set, EPOLL_CTL_ADD, wake_fd, &event));
    if (rc == 0)
        return set;
    close(set);
    return rc;
}

/* Who registered this event, or NULL when he is gone. */
static struct aw_io *owner(const struct aw__epoll *e, uint64_t key)
{
    size_t fd = key & UINT32_MAX;
    struct aw_io *io = fd < e->cap ? e->io[fd] : NULL;

    return io && io->gen == key >> 32 ? io : NULL;
}

/* ---- Open and close -----------------------------------------------------*/

static int epoll_open(struct aw_poller *poller)
{
    struct aw__epoll *e = aw__resize(poller, NULL, 0, sizeof(*e));
    int rc;

    if (!e)
        return -ENOMEM;
    *e = (struct aw__epoll){0};
    /* The bell first, for every set watches it: this one, and any that
     * renew() makes. */
    rc = aw__wake_open(e);
    if (rc < 0)
        goto fail_wake;
    rc = e->fd = new_set(e->wake_fd);
    if (rc < 0)
        goto fail_set;
    poller->impl = e;
    return 0;

fail_set:
    aw__wake_close(e);
fail_wake:
    aw__resize(poller, e, sizeof(*e), 0);
    return rc;
}

static void epoll_close(struct aw_poller *poller)
{
    struct aw__epoll *e = poller->impl;

    /* Signals first: a handler must not ring a bell that is gone. */
    aw__signals_close(poller);
    aw__wake_close(e);
    close(e->fd);
    aw__table_free(poller);
    aw__resize(poller, e, sizeof(*e), 0);
    poller->impl = NULL;
}

/* ---- Registrations ------------------------------------------------------*/

static int epoll_add(struct aw_poller *poller, struct aw_io *io)
{
    struct aw__epoll *e = poller->impl;
    int rc;

    if (++e->gen == 0)
        e->gen = 1;
    io->gen = e->gen;
    /* The kernel is the judge of the descriptor: it knows EBADF, EPERM and
     * EEXIST.  Why not the table for EEXIST: its owner may have closed the
     * number behind our back, and the new owner is in the right.
     * Wrong turn: making room first gives a number that is nonsense gigabytes;
     * epoll/a_number_that_nobody_opened_costs_no_memory. */
    rc = control(e->fd, EPOLL_CTL_ADD, io);
    if (rc < 0)
        return rc == -ENOSPC ? -ENOMEM : rc;
    rc = aw__table_reserve(poller, io->fd);
    if (rc < 0) {
        control(e->fd, EPOLL_CTL_DEL, io);
        return rc;
    }
    e->io[io->fd] = io;
    return 0;
}

static void epoll_del(struct aw_poller *poller, struct aw_io *io)
{
    struct aw__epoll *e = poller->impl;

    /* Another owner: then the registration is his, too. */
    if (e->io[io->fd] != io)
        return;
    e->io[io->fd] = NULL;
    /* It fails when the descriptor is closed already; see renew(). */
    control(e->fd, EPOLL_CTL_DEL, io);
}

/* [lazy-interest] Nearly always the kernel watches already, and this is free.
 * Wrong turn: telling it of each wait, or registering with EPOLLONESHOT,
 * which comes to the same; epoll/waiting_again_costs_no_call. */
static int epoll_want(struct aw_poller *poller, struct aw_io *io,
                      enum aw_dir dir)
{
    struct aw__epoll *e = poller->impl;
    int rc;

    if (io->registered & bit(dir))
        return 0;
    io->registered |= bit(dir);
    rc = control(e->fd, EPOLL_CTL_MOD, io);
    if (rc < 0)
        io->registered &= (uint8_t)~bit(dir);
    /* ENOENT: the number is open again, but it is another's. */
    return rc == -ENOENT ? -EBADF : rc;
}

/* [open-descriptions] A registration without an owner cannot be taken back:
 * epoll_ctl wants the number it was made with, and that is closed or means
 * something else by now.  So the whole set is made anew, from the table.
 * Without memory or a free descriptor the old one serves on. */
static void renew(struct aw__epoll *e)
{
    int set = new_set(e->wake_fd);

    if (set < 0)
        return;
    /* Why failures are ignored: a number that is closed has nothing to wait
     * for, and its owner is told when he tries it. */
    for (size_t fd = 0; fd < e->cap; fd++)
        if (e->io[fd])
            control(set, EPOLL_CTL_ADD, e->io[fd]);
    close(e->fd);
    e->fd = set;
}

/* ---- Events -------------------------------------------------------------*/

/* End the wait for one direction, or note that nobody waits for it.  An event
 * is a level: it comes back at every poll until it is taken or unasked. */
static size_t ended(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir)
{
    if (aw_io_ready(poller, io, dir))
        return 1;
    io->registered &= (uint8_t)~bit(dir);
    return 0;
}

/* Push those who wait for one descriptor's event.  Returns how many; clears
 * `*sound` when the event shows a registration that has lost its owner.
 *
 * Invariant: nothing runs between the wait and this, so no owner can close
 * here and leave an event behind.  An event without one is always a leak. */
static size_t harvest(struct aw_poller *poller, const struct epoll_event *event,
                      bool *sound)
{
    struct aw__epoll *e = poller->impl;
    struct aw_io *io = owner(e, event->data.u64);
    size_t pushed = 0;
    uint8_t before;

    if (!io) {
        *sound = false;
        return 0;
    }
    /* Wrong turn: telling the reader alone of a hang-up leaves the writer
     * asleep for ever;
     * poller/a_hang_up_with_nothing_to_read_ends_both_waits. */
    before = io->registered;
    if (event->events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        pushed += ended(poller, io, AW_READ);
    if (event->events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
        pushed += ended(poller, io, AW_WRITE);
    if (io->registered != before && control(e->fd, EPOLL_CTL_MOD, io) < 0)
        *sound = false;
    return pushed;
}

static int epoll_poll(struct aw_poller *poller, aw_time timeout)
{
    struct aw__epoll *e = poller->impl;
    struct epoll_event events[BATCH];
    int n = aw__epoll_wait(e, events, BATCH, timeout);
    bool sound = true;
    size_t pushed = 0;

    if (n < 0 && n != -EINTR)
        return n;
    /* After EINTR there are no events, but most likely there is a signal. */
    for (int i = 0; i < n; i++) {
        if (events[i].data.u64 == WAKE)
            aw__wake_drain(e);
        else
            pushed += harvest(poller, &events[i], &sound);
    }
    if (!sound)
        renew(e);
    /* [flag-and-bell] After the drain, never before: a signal that comes
     * between the two rings a bell that is still to be heard. */
    pushed += aw__signals_take(poller);
    if (poller->probe)
        poller->probe->event(poller->probe, AW_PROBE_POLL, poller,
                             (uint64_t)(n > 0 ? n : 0));
    return (int)pushed;
}

static void *epoll_native(struct aw_poller *poller)
{
    (void)poller;
    return NULL;
}

const struct aw_poller_ops aw_epoll_ops = {
    .name = "epoll",
    .open = epoll_open,
    .close = epoll_close,
    .add = epoll_add,
    .del = epoll_del,
    .want = epoll_want,
    .poll = epoll_poll,
    .wake = aw__wake,
    .signal = aw__signals_watch,
    .native = epoll_native,
};
