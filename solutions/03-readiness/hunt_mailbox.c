/* SPDX-License-Identifier: MIT */
/* A mailbox, mended.
 *
 * It had two mistakes, and neither shows on the engine that it was written
 * on.  It read once for each wake-up, which is too little where a wake-up
 * stands for an edge and not for a letter; and it closed its descriptor while
 * the poller still watched it.  [try-first] [close-order] */
#include "hunt_mailbox.h"

#include <sys/socket.h>
#include <unistd.h>

/* Take the letters that are there.  Returns the code that ended it. */
static long take_letters(struct hunt_mailbox *box)
{
    char letter[HUNT_LETTER_MAX + 1];
    long n = -EAGAIN;

    /* [try-first] Until EAGAIN, and only then wait.  The end of the stream
     * hides behind the letters: no edge of its own announces it.
     *
     * Why the descriptor is looked at each time: a letter may have closed the
     * mailbox, and recv(-1) or, worse, recv on the number's next owner would
     * follow. */
    while (box->io.fd >= 0) {
        n = aw_sys(recv(box->io.fd, letter, HUNT_LETTER_MAX, 0));
        if (n <= 0)
            break;
        letter[n] = '\0';
        box->on_letter(box, letter);
    }
    return n;
}

static int letter_came(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct hunt_mailbox *box = aw_container_of(wait, struct hunt_mailbox, wait);
    long n = take_letters(box);

    if (box->io.fd < 0)
        return 0;
    if (n == -EAGAIN)
        return aw_io_wait(box->poller, &box->io, AW_READ, &box->wait);
    /* 0, the end of the stream, or an error that no waiting mends. */
    hunt_mailbox_close(box);
    return 0;
}

int hunt_mailbox_open(struct hunt_mailbox *box, struct aw_poller *poller,
                      int fd,
                      void (*on_letter)(struct hunt_mailbox *box,
                                        const char *letter))
{
    int rc;

    *box = (struct hunt_mailbox){.poller = poller, .on_letter = on_letter};
    aw_handle_init(&box->wait.handle, letter_came);
    rc = aw_io_open(poller, &box->io, fd);
    if (rc < 0)
        return rc;
    rc = aw_io_wait(poller, &box->io, AW_READ, &box->wait);
    if (rc < 0)
        aw_io_close(poller, &box->io);
    return rc;
}

void hunt_mailbox_close(struct hunt_mailbox *box)
{
    int fd = box->io.fd;

    if (fd < 0)
        return;
    /* [close-order] First the wait, then the registration, then the number:
     * the reverse of the order in which they were made. */
    aw_io_unwait(&box->wait);
    aw_io_close(box->poller, &box->io);
    close(fd);
}
