/* SPDX-License-Identifier: MIT */
/* What no engine has to know: who waits for what.
 *
 * A wait is in one of three places: nowhere, in its descriptor's slot for
 * that direction, or in the ready queue.  `wait->io` tells the second and the
 * queue itself tells the third, so nothing here keeps a state that could
 * disagree with them.  finish() is the only way from the slot to the queue.
 * [three-places]
 *
 * The hard thing is what does not happen: giving up a wait does not speak to
 * the kernel.  [lazy-interest] */
#include "aw/poller.h"

int aw_poller_open(struct aw_poller *poller, const struct aw_poller_ops *ops,
                   struct aw_ready *ready, struct aw_alloc *alloc)
{
    *poller = (struct aw_poller){.ops = ops, .ready = ready, .alloc = alloc};
    return ops->open(poller);
}

void aw_poller_close(struct aw_poller *poller)
{
    AW_ASSERT(poller->nio == 0,
              "the poller is closed while %zu descriptors are open: call "
              "aw_io_close for each of them first",
              poller->nio);
    poller->ops->close(poller);
}

int aw_io_open(struct aw_poller *poller, struct aw_io *io, int fd)
{
    int rc = -EBADF;

    /* The memory may hold anything: there is no init before an open. */
    *io = (struct aw_io){.fd = fd};
    aw_list_init(&io->link);
    if (fd >= 0)
        rc = poller->ops->add(poller, io);
    if (rc < 0) {
        /* An `io` that failed to open must be harmless to close. */
        io->fd = -1;
        return rc;
    }
    poller->nio++;
    return 0;
}

int aw_io_wait(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir,
               struct aw_io_wait *wait)
{
    int rc;

    /* A queued handle has news for somebody already, and a second push would
     * be misuse of the queue: say so here, where the mistake is made. */
    AW_ASSERT(!aw_handle_queued(&wait->handle),
              "aw_io_wait was given a handle that is queued already: let it "
              "run first, or call aw_io_unwait");
    if (io->fd < 0)
        return -EBADF;
    if (io->wait[dir])
        return -EBUSY;

    /* The engine goes first, because it can refuse.  Wrong turn: linking
     * the wait before asking leaves a dead waiter in the slot when the
     * engine fails; io/a_refused_wait_leaves_nothing_behind catches it. */
    rc = poller->ops->want(poller, io, dir);
    if (rc < 0)
        return rc;
    wait->status = 0;
    wait->dir = dir;
    wait->io = io;
    io->wait[dir] = wait;
    return 0;
}

bool aw_io_unwait(struct aw_io_wait *wait)
{
    if (!wait->io)
        /* Pushed but not run, or nothing at all: the queue knows which. */
        return aw_handle_cancel(&wait->handle);

    /* [lazy-interest] The kernel goes on watching.  A wait is given up when
     * a time limit strikes, and mostly begun again soon; an event that comes
     * meanwhile finds the slot empty, and the engine drops it. */
    wait->io->wait[wait->dir] = NULL;
    wait->io = NULL;
    return true;
}

/* Move a wait from its slot to the queue.  Invariant: `io` points back to a
 * wait exactly while the wait points to `io`. */
static bool finish(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir,
                   int status)
{
    struct aw_io_wait *wait = io->wait[dir];

    if (!wait)
        return false;
    io->wait[dir] = NULL;
    wait->io = NULL;
    wait->status = status;
    aw_ready_push(poller->ready, &wait->handle);
    return true;
}

bool aw_io_ready(struct aw_poller *poller, struct aw_io *io, enum aw_dir dir)
{
    return finish(poller, io, dir, 0);
}

void aw_io_close(struct aw_poller *poller, struct aw_io *io)
{
    if (io->fd < 0)
        return;

    /* [close-order] The kernel forgets the descriptor while its number is
     * still ours.  A waiter that was pushed before is out of its slot, so it
     * keeps its status: what it was told was true. */
    poller->ops->del(poller, io);
    finish(poller, io, AW_READ, -EBADF);
    finish(poller, io, AW_WRITE, -EBADF);
    io->fd = -1;
    poller->nio--;
}
