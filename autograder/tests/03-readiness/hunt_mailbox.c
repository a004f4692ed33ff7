/* SPDX-License-Identifier: MIT */
/* The mailbox on an engine that reports edges, and nothing but edges: this
 * epoll_ctl stands in for libc's, and registers both directions once, as
 * edges. */
#include "hunt_mailbox.h"

#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>

#include "fixture.h"

static _Thread_local bool edges; /* Criterion's threads are left alone */
static int refusals; /* calls that the kernel has answered with an error */

int epoll_ctl(int set, int op, int fd, struct epoll_event *event)
{
    int rc;

    if (edges && op == EPOLL_CTL_MOD)
        return 0;
    if (edges && op == EPOLL_CTL_ADD && event->data.u64 != 0)
        event->events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    rc = (int)syscall(SYS_epoll_ctl, set, op, fd, event);
    refusals += edges && rc < 0;
    return rc;
}

struct post {
    struct world w;
    struct hunt_mailbox box;
    int fd[2];
};

static void reads_out(struct hunt_mailbox *box, const char *letter)
{
    say("%s", letter);
    if (letter[0] == '!')
        hunt_mailbox_close(box);
}

static void post_open(struct post *p)
{
    edges = true;
    world_open(&p->w);
    EXPECT_INT(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, p->fd), 0,
               "made a pair of sockets");
    EXPECT_INT(hunt_mailbox_open(&p->box, &p->w.poller, p->fd[0], reads_out), 0,
               "opened a mailbox");
    world_turn(&p->w);
}

static void send_letter(struct post *p, const char *letter)
{
    size_t n = strlen(letter);

    EXPECT_INT(send(p->fd[1], letter, n, MSG_NOSIGNAL), n, "sent a letter");
}

GRADED(hunt_mailbox, letters_that_come_together_are_all_handed_over,
       "Every letter that has come is handed over in the turn that its "
       "arrival wakes, however many came together.")
{
    struct post p;

    post_open(&p);
    send_letter(&p, "one");
    send_letter(&p, "two");
    world_turn(&p.w);
    EXPECT_SAID("one two", "sent two letters at once, took a turn");
    send_letter(&p, "three");
    world_turn(&p.w);
    EXPECT_SAID("one two three", "sent another one, took a turn");
}

GRADED(hunt_mailbox, bursts_of_any_size_arrive,
       "Every letter that has come is handed over in the turn that its "
       "arrival wakes, however many came together.")
{
    struct post p;
    char want[400];
    int number = 0, bad = 0;

    post_open(&p);
    for (int burst = 0; burst < 10; burst++) {
        size_t used = 0;

        for (uint64_t n = graded_random(8) + 2; n > 0; n--) {
            char letter[16];

            snprintf(letter, sizeof(letter), "%d", number++);
            bad += send(p.fd[1], letter, strlen(letter), 0) < 0;
            used += (size_t)snprintf(want + used, sizeof(want) - used, "%s%s",
                                     used ? " " : "", letter);
        }
        world_turn(&p.w);
        EXPECT_SAID(want, "sent a burst of letters, took a turn");
        forget();
    }
    EXPECT_INT(bad, 0, "sent ten bursts: letters that were refused");
}

GRADED(hunt_mailbox, a_sender_that_hangs_up_closes_the_mailbox,
       "A sender that hangs up closes the mailbox, behind his last letter.")
{
    struct post p;

    post_open(&p);
    send_letter(&p, "bye");
    close(p.fd[1]);
    world_turn(&p.w);
    world_turn(&p.w);
    EXPECT_SAID("bye", "sent a letter and hung up");
    EXPECT_INT(p.box.io.fd, -1, "sent a letter and hung up");
    EXPECT_INT(p.w.poller.nio, 0, "sent a letter and hung up");
    EXPECT_INT(fcntl(p.fd[0], F_GETFD), -1, "sent a letter and hung up");
    EXPECT_INT(refusals, 0, "closed: epoll_ctl has failed");
}

GRADED(hunt_mailbox, a_letter_closes_the_mailbox,
       "A letter may close the mailbox: none is handed over after that.")
{
    struct post p;

    post_open(&p);
    send_letter(&p, "one");
    send_letter(&p, "!");
    send_letter(&p, "three");
    world_turn(&p.w);
    world_turn(&p.w);
    EXPECT_SAID("one !", "sent three letters, the second one closes");
    EXPECT_INT(p.box.io.fd, -1, "closed from inside a letter");
    EXPECT_INT(p.w.poller.nio, 0, "closed from inside a letter");
}

GRADED(hunt_mailbox, the_kernel_forgets_a_mailbox_that_is_closed,
       "The poller forgets a mailbox before its descriptor is closed.")
{
    struct post p;
    int copy;

    /* A24 */
    post_open(&p);
    copy = dup(p.fd[0]);
    hunt_mailbox_close(&p.box);
    EXPECT_INT(refusals, 0, "closed a mailbox whose descriptor has a copy");
    EXPECT_INT(fcntl(p.fd[0], F_GETFD), -1, "closed a mailbox");
    send_letter(&p, "late");
    world_turn(&p.w);
    EXPECT_SAID("", "sent a letter to a closed mailbox");
    hunt_mailbox_close(&p.box);
    EXPECT_AT_LEAST(fcntl(copy, F_GETFD), 0, "closed the mailbox twice");
    EXPECT_INT(p.w.poller.nio, 0, "closed the mailbox twice");
}

GRADED(hunt_mailbox, descriptor_0_is_one_like_others,
       "its fd is -1 when the mailbox is closed")
{
    struct post p;

    edges = true;
    world_open(&p.w);
    EXPECT_INT(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, p.fd), 0,
               "made a pair of sockets");
    dup2(p.fd[0], 0);
    close(p.fd[0]);
    EXPECT_INT(hunt_mailbox_open(&p.box, &p.w.poller, 0, reads_out), 0,
               "opened a mailbox on descriptor 0");
    world_turn(&p.w);
    send_letter(&p, "one");
    send_letter(&p, "two");
    world_turn(&p.w);
    EXPECT_SAID("one two", "sent it two letters");
    send_letter(&p, "three");
    world_turn(&p.w);
    EXPECT_SAID("one two three", "and another one");
    hunt_mailbox_close(&p.box);
    EXPECT_INT(p.w.poller.nio, 0, "closed it: descriptors watched");
    EXPECT_INT(p.box.io.fd, -1, "closed it");
    EXPECT_INT(fcntl(0, F_GETFD), -1, "closed it, and its descriptor");
}

GRADED(hunt_mailbox, a_drawn_post_arrives_as_in_the_reference,
       "Every letter that has come is handed over in the turn that its "
       "arrival wakes, however many came together.")
{
    struct post p;
    char letter[16];

    post_open(&p);
    for (int i = 0; i < 30; i++) {
        /* Several at first, of which none closes it: then there is a story. */
        for (uint64_t n = i ? graded_random(5) : 3; n > 0; n--) {
            bool last = i && graded_random(60) == 0;

            snprintf(letter, sizeof(letter), "%s%d", last ? "!" : "",
                     (int)graded_random(1000));
            send(p.fd[1], letter, strlen(letter), MSG_NOSIGNAL);
        }
        if (i && graded_random(30) == 0)
            shutdown(p.fd[1], SHUT_WR);
        world_turn(&p.w);
        say(p.box.io.fd < 0 ? "|closed" : "|");
    }
    EXPECT_AS_REFERENCE("sent bursts of letters, some of which close (!7), "
                        "and hung up at times; a bar is a turn");
}
