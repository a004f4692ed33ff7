/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <signal.h>

/* Whoever waits does as the contract says: he tries first, waits after an
 * EAGAIN, and tries again when he is woken.  So who is woken for nothing says
 * nothing, and what is said is the same on every engine. */
enum { PAIRS = 4 };

struct drawn_pair {
    int fd[2]; /* ours, and the other end; -1: closed */
    struct aw_io io;
    struct waiter waiter[2];
    bool waits[2], heard; /* what it has to say comes in the order of names */
    char news[64];
};

static struct world drawn_world;
static struct drawn_pair pair[PAIRS];

static void tells(struct drawn_pair *p, const char *word)
{
    size_t used = strlen(p->news);

    snprintf(p->news + used, sizeof(p->news) - used, "%s%s",
             p->heard ? "," : "", word);
    p->heard = true;
}

/* Read or write all that can be.  Returns true when it said EAGAIN. */
static bool tries(struct drawn_pair *p, enum aw_dir dir)
{
    char buffer[4096] = "", word[16];
    ssize_t n, sum = 0;

    do {
        n = aw_sys(dir == AW_READ ? read(p->fd[0], buffer, sizeof(buffer))
                                  : write(p->fd[0], buffer, sizeof(buffer)));
        sum += n > 0 ? n : 0;
    } while (n > 0);
    snprintf(word, sizeof(word), "%d", (int)sum);
    if (sum > 0)
        tells(p, dir == AW_READ ? word : "room");
    if (n != -EAGAIN)
        tells(p, dir == AW_READ ? "end" : "broken");
    return n == -EAGAIN;
}

/* Try, and wait after an EAGAIN. */
static void waits(struct drawn_pair *p, enum aw_dir dir)
{
    int rc;

    if (!tries(p, dir))
        return;
    rc = aw_io_wait(&drawn_world.poller, &p->io, dir, &p->waiter[dir].wait);
    p->waits[dir] = rc == 0;
    if (rc < 0)
        tells(p, aw_error_name(rc));
}

static int woken(struct aw_handle *handle)
{
    struct waiter *w = aw_container_of(handle, struct waiter, wait.handle);
    struct drawn_pair *p =
        aw_container_of(w - w->wait.dir, struct drawn_pair, waiter[0]);

    p->waits[w->wait.dir] = false;
    if (w->wait.status < 0)
        tells(p, aw_error_name(w->wait.status));
    else
        waits(p, w->wait.dir);
    return 0;
}

/* What is closed may be another pair at once, with the same numbers; and what
 * has come to its end is. */
static void opens_or_closes(struct drawn_pair *p)
{
    bool is_shut = recv(p->fd[0], &(char){0}, 1, MSG_PEEK) == 0;
    struct aw_io second;

    if (p->io.fd < 0) {
        tells(p,
              aw_error_name(aw_io_open(&drawn_world.poller, &p->io, p->fd[0])));
    } else if (graded_random(3) == 0) {
        tells(p, aw_error_name(
                     aw_io_open(&drawn_world.poller, &second, p->fd[0])));
    } else {
        tells(p, "close");
        aw_io_close(&drawn_world.poller, &p->io);
        if (is_shut || graded_random(2)) {
            stream_close(p->fd);
            stream_open(p->fd);
            tells(p, "new");
        }
    }
}

static void does_something(struct drawn_pair *p)
{
    enum aw_dir dir = graded_random(2) ? AW_READ : AW_WRITE;
    size_t n = 1 + graded_random(9);
    int how;

    switch (graded_random(16)) {
    case 0:
        if (p->waits[dir] && aw_io_unwait(&p->waiter[dir].wait))
            tells(p, dir == AW_READ ? "-r" : "-w");
        p->waits[dir] = false;
        break;
    case 1:
    case 2:
        opens_or_closes(p);
        break;
    case 3:
    case 4:
        fill(p->fd[0]);
        break;
    case 5:
        drain(p->fd[1]);
        break;
    case 6:
    case 7:
        if (send(p->fd[1], "123456789", n, 0) == (ssize_t)n)
            tells(p, "sent");
        break;
    case 8:
        how = graded_random(2) ? SHUT_WR : SHUT_RDWR;
        if (graded_random(2) && shutdown(p->fd[1], how) == 0)
            tells(p, "shut");
        break;
    default:
        if (p->io.fd < 0 && graded_random(4))
            opens_or_closes(p);
        else if (!p->waits[dir] &&
                 !aw_handle_queued(&p->waiter[dir].wait.handle))
            waits(p, dir);
    }
}

static void say_the_news(void)
{
    for (int i = 0; i < PAIRS; i++) {
        struct drawn_pair *p = &pair[i];

        if (p->heard)
            say("%c:%s", 'a' + i, p->news);
        p->heard = false;
        p->news[0] = '\0';
    }
}

GRADED(poller, drawn_descriptors_are_heard_as_in_the_reference,
       "Read or write until the call says EAGAIN, and wait only then.")
{
    signal(SIGPIPE, SIG_IGN);
    world_open(&drawn_world);
    for (int i = 0; i < PAIRS; i++) {
        stream_open(pair[i].fd);
        EXPECT_INT(aw_io_open(&drawn_world.poller, &pair[i].io, pair[i].fd[0]),
                   0, "began to watch a socket");
        for (int dir = 0; dir < 2; dir++) {
            waiter_init(&pair[i].waiter[dir], "x");
            pair[i].waiter[dir].wait.handle.fn = woken;
        }
    }
    for (int i = 0; i < 120; i++) {
        for (uint64_t n = graded_random(6); n > 0; n--)
            does_something(&pair[graded_random(PAIRS)]);
        if (graded_random(3) == 0)
            drawn_world.poller.ops->wake(&drawn_world.poller);
        say_the_news();
        for (int turns = 0; turns < 3; turns++)
            world_turn(&drawn_world);
        say("|");
        say_the_news();
    }
    EXPECT_AS_REFERENCE("watched a to d, who try, and wait after EAGAIN; a:5 "
                        "read 5 bytes, a:room could write");
    for (int i = 0; i < PAIRS; i++)
        aw_io_close(&drawn_world.poller, &pair[i].io);
    aw_ready_run(&drawn_world.ready);
    aw_poller_close(&drawn_world.poller);
}
