/* SPDX-License-Identifier: MIT */
/* Descriptors: one uv_poll_t for each, in memory that outlives the aw_io.
 *
 *      aw_io ---engine---> aw__uv_io { uv_poll_t, io }
 *        ^                                         |
 *        +----------------- NULL after del --------+
 *
 * Interest is level-triggered and lazy, as in chapter 03, and told late:
 * `want` and events change a note, and the next poll compares it with what
 * libuv knows.  What has changed and changed back costs nothing.  [tell-late]
 *
 * The hard thing is what libuv does not say: who hung up, and that a
 * descriptor is gone.  [who-is-not-named] */
#include <fcntl.h>
#include <poll.h>

#include "aw/uv_parts.h"

static uint8_t bit(enum aw_dir dir)
{
    return (uint8_t)(1u << dir);
}

/* ---- Interest -----------------------------------------------------------*/

static void note_change(struct aw__uv *e, struct aw_io *io)
{
    if (aw_list_empty(&io->link))
        aw_list_append(&e->changed, &io->link);
}

/* End the wait for one direction, or note that nobody waits for it. */
static void ended(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir)
{
    struct aw__uv *e = poller->impl;

    if (aw_io_ready(poller, io, dir)) {
        e->pushed++;
        return;
    }
    io->registered &= (uint8_t)~bit(dir);
    note_change(e, io);
}

/* Nothing is watched any more; the next wait asks anew. */
static void ended_both(struct aw_poller *poller, struct aw_io *io)
{
    struct aw__uv_io *p = io->engine;

    ended(poller, io, AW_READ);
    ended(poller, io, AW_WRITE);
    io->registered = p->told = 0;
}

/* ---- Events -------------------------------------------------------------*/

/* [who-is-not-named] libuv hands over a hang-up as "you may read", if there
 * is something to read.  Whoever waits for the other direction is not named,
 * and the kernel has to be asked.  Where everybody is named, it need not be. */
static bool all_named(const struct aw_io *io, int events)
{
    return (!io->wait[AW_READ] || (events & UV_READABLE)) &&
           (!io->wait[AW_WRITE] || (events & UV_WRITABLE));
}

static bool hung_up(int fd)
{
    struct pollfd p = {.fd = fd};

    /* With no events asked for, what comes back is POLLHUP, POLLERR or
     * POLLNVAL. */
    return poll(&p, 1, 0) > 0;
}

static void has_news(uv_poll_t *handle, int status, int events)
{
    struct aw__uv_io *p = aw_container_of(handle, struct aw__uv_io, poll);
    struct aw__uv *e = p->poller->impl;
    struct aw_io *io = p->io;

    e->events++;
    if (status < 0) {
        /* An error on the descriptor.  libuv has stopped the handle. */
        ended_both(p->poller, io);
        return;
    }
    if (!all_named(io, events) && hung_up(io->fd))
        events = UV_READABLE | UV_WRITABLE;
    if (events & UV_READABLE)
        ended(p->poller, io, AW_READ);
    if (events & UV_WRITABLE)
        ended(p->poller, io, AW_WRITE);
}

/* ---- Telling libuv ------------------------------------------------------*/

static int events_of(uint8_t registered)
{
    return (registered & bit(AW_READ) ? UV_READABLE : 0) |
           (registered & bit(AW_WRITE) ? UV_WRITABLE : 0);
}

static bool is_open(int fd)
{
    return aw_sys(fcntl(fd, F_GETFD)) >= 0;
}

static void tell_one(struct aw_poller *poller, struct aw_io *io)
{
    struct aw__uv_io *p = io->engine;
    int rc;

    /* [tell-late] Changed, and changed back. */
    if (io->registered == p->told)
        return;
    p->told = io->registered;
    if (io->registered == 0) {
        uv_poll_stop(&p->poll);
        return;
    }
    /* [abort] What libuv registers has to be open: it takes any failure of
     * epoll_ctl for its own mistake, and aborts.  Wrong turn: trusting the
     * caller; uv_io/a_descriptor_closed_too_early_ends_its_waits. */
    if (!is_open(io->fd)) {
        uv_poll_stop(&p->poll);
        ended_both(poller, io);
        return;
    }
    rc = uv_poll_start(&p->poll, events_of(io->registered), has_news);
    AW_ASSERT(rc == 0,
              "descriptor %d cannot be watched: %s.  Does a handle of libuv's "
              "watch the same number?",
              io->fd, aw_error_name(rc));
}

void aw__uv_tell(struct aw_poller *poller)
{
    struct aw__uv *e = poller->impl;
    struct aw_list *node;

    while ((node = aw_list_pop(&e->changed)))
        tell_one(poller, aw_container_of(node, struct aw_io, link));
}

/* ---- Operations ---------------------------------------------------------*/

/* [close-later] Only now is the memory ours again. */
static void closed(uv_handle_t *handle)
{
    struct aw__uv_io *p =
        aw_container_of((uv_poll_t *)handle, struct aw__uv_io, poll);
    struct aw_poller *poller = p->poller;
    struct aw__uv *e = poller->impl;

    e->closing--;
    aw__uv_memory(poller, p, sizeof(*p), 0);
}

static void let_go(struct aw__uv_io *p)
{
    struct aw__uv *e = p->poller->impl;

    p->io = NULL;
    e->closing++;
    uv_close((uv_handle_t *)&p->poll, closed);
}

int aw__uv_add(struct aw_poller *poller, struct aw_io *io)
{
    struct aw__uv *e = poller->impl;
    struct aw__uv_io *p;
    int rc;

    /* Two handles for one number: libuv notices when the second is started,
     * and that is too late. */
    if ((size_t)io->fd < e->cap && e->io[io->fd])
        return -EEXIST;
    p = aw__uv_memory(poller, NULL, 0, sizeof(*p));
    if (!p)
        return -ENOMEM;
    *p = (struct aw__uv_io){.poller = poller, .io = io};
    /* libuv tries the descriptor out, so EBADF and EPERM come from here, and
     * a number that is nonsense has cost no table yet. */
    rc = uv_poll_init(&e->loop, &p->poll, io->fd);
    if (rc < 0) {
        aw__uv_memory(poller, p, sizeof(*p), 0);
        return rc == -ENOSPC ? -ENOMEM : rc;
    }
    uv_unref((uv_handle_t *)&p->poll);
    rc = aw__uv_reserve(poller, io->fd);
    if (rc < 0) {
        let_go(p);
        return rc;
    }
    if (++e->gen == 0)
        e->gen = 1;
    io->gen = e->gen;
    io->engine = p;
    e->io[io->fd] = io;
    return 0;
}

void aw__uv_del(struct aw_poller *poller, struct aw_io *io)
{
    struct aw__uv *e = poller->impl;

    /* uv_close takes the descriptor out of the kernel's list, and out of the
     * events that libuv holds, at once; only the memory has to wait.  Wrong
     * turn: freeing it here; uv_io/memory_waits_for_the_close_callback. */
    e->io[io->fd] = NULL;
    aw_list_remove(&io->link);
    let_go(io->engine);
}

int aw__uv_want(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir)
{
    if (io->registered & bit(dir))
        return 0;
    io->registered |= bit(dir);
    note_change(poller->impl, io);
    return 0;
}
