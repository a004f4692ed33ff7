/* SPDX-License-Identifier: MIT */
#include "hunt_mailbox.h"

#include <sys/socket.h>
#include <unistd.h>

static int letter_came(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct hunt_mailbox *box = aw_container_of(wait, struct hunt_mailbox, wait);
    char letter[HUNT_LETTER_MAX + 1];
    long n = aw_sys(recv(box->io.fd, letter, HUNT_LETTER_MAX, 0));

    if (n > 0) {
        letter[n] = '\0';
        box->on_letter(box, letter);
    } else if (n != -EAGAIN) {
        hunt_mailbox_close(box);
    }
    if (box->io.fd < 0)
        return 0;
    return aw_io_wait(box->poller, &box->io, AW_READ, &box->wait);
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
    if (box->io.fd < 0)
        return;
    aw_io_unwait(&box->wait);
    close(box->io.fd);
    aw_io_close(box->poller, &box->io);
}
