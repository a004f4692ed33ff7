/* SPDX-License-Identifier: MIT */
/* hunt_mailbox.h: a mailbox that hands over letters as they come.
 *
 * A letter is one message of a SOCK_SEQPACKET socket: each recv takes one.
 * On the author's machine all was well.  Then the program was moved to an
 * engine that reports edges, and these reports came in:
 *
 *      "When two letters come at once, I see only the first.  The second one
 *      turns up when somebody sends a third, and so on: always one behind."
 *
 *      "He wrote a line and hung up.  An hour later his mailbox is still
 *      open."
 *
 *      "Every child process that we fork has a copy of the descriptors.  Since
 *      then, strace shows EBADF from epoll_ctl whenever a mailbox is closed,
 *      and the kernel goes on reporting mailboxes that are long gone."
 *
 * Promises:
 *
 *   Every letter that has come is handed over in the turn that its arrival
 *   wakes, however many came together.
 *   A sender that hangs up closes the mailbox, behind his last letter.
 *   A letter may close the mailbox: none is handed over after that.
 *   The poller forgets a mailbox before its descriptor is closed.
 *   An error other than EAGAIN closes the mailbox, too. */
#ifndef HUNT_MAILBOX_H
#define HUNT_MAILBOX_H

#include "aw/poller.h"

enum { HUNT_LETTER_MAX = 200 };

struct hunt_mailbox {
    struct aw_poller *poller;
    struct aw_io io; /* its fd is -1 when the mailbox is closed */
    struct aw_io_wait wait;
    void (*on_letter)(struct hunt_mailbox *box, const char *letter);
};

/* Open a mailbox on `fd`, which must not block, and wait for letters.
 *
 * Returns 0 or a negative error code.
 *
 * Owns:  takes `fd` when it returns 0. */
int hunt_mailbox_open(struct hunt_mailbox *box, struct aw_poller *poller,
                      int fd,
                      void (*on_letter)(struct hunt_mailbox *box,
                                        const char *letter));

/* Close the mailbox and its descriptor.  Closing it twice does nothing. */
void hunt_mailbox_close(struct hunt_mailbox *box);

#endif
