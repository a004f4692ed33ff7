/* SPDX-License-Identifier: MIT */
/* Does the relay move all, and what does that cost?  These functions stand in
 * for libc's and count the calls of this thread. */
#include "tune_relay.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "fixture.h"

static _Thread_local struct {
    int ctl, read, write;
} calls;
static size_t read_most; /* cut the next read to so many bytes; 0: do not */

int epoll_ctl(int set, int op, int fd, struct epoll_event *event)
{
    calls.ctl++;
    return (int)syscall(SYS_epoll_ctl, set, op, fd, event);
}

ssize_t read(int fd, void *buffer, size_t size)
{
    calls.read++;
    if (read_most && read_most < size)
        size = read_most;
    read_most = 0;
    return syscall(SYS_read, fd, buffer, size);
}

ssize_t write(int fd, const void *buffer, size_t size)
{
    calls.write++;
    return syscall(SYS_write, fd, buffer, size);
}

/* The tests write into a[0] and read from b[0]; the relay is between. */
struct line {
    struct world w;
    struct tune_relay relay;
    int a[2], b[2];
};

static void relay_done(struct tune_relay *relay, int rc)
{
    (void)relay;
    say("done=%d", rc);
}

static struct line *line_open(void)
{
    static struct line l;

    world_open(&l.w);
    stream_open(l.a);
    stream_open(l.b);
    EXPECT_INT(
        tune_relay_start(&l.relay, &l.w.poller, l.a[1], l.b[1], relay_done), 0,
        "started a relay");
    for (int i = 0; i < 4; i++)
        world_turn(&l.w);
    return &l;
}

/* The byte at each place of the stream is the place's own. */
static unsigned char byte_at(long place)
{
    return (unsigned char)(place % 251);
}

/* Take what has come.  Returns how many bytes are right, from the first on. */
static long receive(struct line *l, long place)
{
    unsigned char buffer[8192];
    long n;

    while ((n = recv(l->b[0], buffer, sizeof(buffer), 0)) > 0)
        for (long i = 0; i < n; i++)
            place += buffer[i] == byte_at(place);
    return place;
}

static long send_some(struct line *l, long place)
{
    unsigned char bytes[5000];
    size_t n = graded_random(sizeof(bytes)) + 1;
    long went;

    for (size_t i = 0; i < n; i++)
        bytes[i] = byte_at(place + (long)i);
    went = send(l->a[0], bytes, n, 0);
    return place + (went > 0 ? went : 0);
}

GRADED(tune_relay, all_bytes_arrive_in_order,
       "All bytes arrive, in order, and none twice.")
{
    struct line *l = line_open();
    long sent = 0, received = 0;

    while (sent < 300000) {
        sent = send_some(l, sent);
        world_turn(&l->w);
        if (graded_random(4) == 0)
            received = receive(l, received);
    }
    for (int i = 0; i < 20000 && received < sent; i++) {
        world_turn(&l->w);
        received = receive(l, received);
    }
    EXPECT_INT(received, sent, "sent 300 kB in pieces of chance");
    shutdown(l->a[0], SHUT_WR);
    for (int i = 0; i < 4; i++)
        world_turn(&l->w);
    EXPECT_SAID("done=0", "ended the stream");
    EXPECT_INT(l->w.poller.nio, 0, "ended the stream: descriptors watched");
}

GRADED(tune_relay, a_failure_is_reported_once,
       "`done` is called once, with 0; when a call fails, with its negative "
       "code")
{
    struct line *l = line_open();

    signal(SIGPIPE, SIG_IGN);
    close(l->b[0]);
    put(l->a[0]);
    for (int i = 0; i < 8; i++)
        world_turn(&l->w);
    EXPECT_SAID("done=-32", "sent a byte to a receiver who has hung up");
    EXPECT_INT(l->w.poller.nio, 0, "failed: descriptors watched");
}

GRADED(tune_relay, a_slow_receiver_slows_the_sender,
       "It reads nothing new before all it has read is written: a slow "
       "receiver slows the sender down.")
{
    struct line *l = line_open();
    long sent = 0, received = 0, before;

    /* Until all three buffers are full. */
    for (int refused = 0; refused < 20 && sent < 64 << 20;) {
        before = sent;
        sent = send_some(l, sent);
        refused = sent == before ? refused + 1 : 0;
        world_turn(&l->w);
    }
    EXPECT_AT_MOST(sent, (64 << 20) - 1, "sent, and nobody received: bytes");
    EXPECT_SAID("", "the relay waits for its receiver");
    for (int i = 0; i < 20000 && received < sent; i++) {
        received = receive(l, received);
        world_turn(&l->w);
    }
    EXPECT_INT(received, sent, "received all of it in the end");
    shutdown(l->a[0], SHUT_WR);
    for (int i = 0; i < 4; i++)
        world_turn(&l->w);
    EXPECT_SAID("done=0", "ended the stream");
}

GRADED(tune_relay, a_start_that_fails_leaves_nothing,
       "Returns 0, or a negative error code: then `done` is not called.")
{
    static struct tune_relay relay;
    struct world w;
    int a[2], b[2];
    char byte;

    world_open(&w);
    stream_open(a);
    stream_open(b);
    memset(&relay, 0xff, sizeof(relay));
    close(b[1]);
    EXPECT_INT(tune_relay_start(&relay, &w.poller, a[1], b[1], relay_done),
               -EBADF, "started one whose receiver is closed");
    EXPECT_INT(w.poller.nio, 0, "failed to start: descriptors watched");
    memset(&relay, 0xff, sizeof(relay));
    EXPECT_INT(tune_relay_start(&relay, &w.poller, b[1], a[1], relay_done),
               -EBADF, "started one whose sender is closed");
    EXPECT_INT(w.poller.nio, 0, "failed to start: descriptors watched");
    put(a[0]);
    world_turn(&w);
    EXPECT_SAID("", "failed to start, and a byte came");

    stream_open(b);
    memset(&relay, 0xff, sizeof(relay));
    relay.begin = 0;
    relay.end = 5;
    EXPECT_INT(tune_relay_start(&relay, &w.poller, a[1], b[1], relay_done), 0,
               "started one in memory that was used before");
    world_turn(&w);
    EXPECT_INT(recv(b[0], &byte, 1, 0), 1, "received the byte");
    EXPECT_INT(recv(b[0], &byte, 1, 0), -1, "and nothing else");
    tune_relay_stop(&relay);
}

GRADED(tune_relay, stopping_ends_it,
       "Stop it: `done` is not called, and nothing is watched any more.")
{
    struct line *l = line_open();

    put(l->a[0]);
    world_poll(&l->w, 0);
    tune_relay_stop(&l->relay);
    for (int i = 0; i < 4; i++)
        world_turn(&l->w);
    close(l->a[0]);
    world_turn(&l->w);
    EXPECT_SAID("", "stopped the relay, then closed the sender");
    EXPECT_INT(l->w.poller.nio, 0, "stopped it: descriptors watched");
}

static int pipe_bytes(int fd)
{
    int n = -1;

    ioctl(fd, FIONREAD, &n);
    return n;
}

enum { PAGES = 250, PAGE = 4096 }; /* a pipe of 1 MiB has room for more */

/* Relay a full pipe to an empty one, with the first read of each turn cut to
 * `first` bytes, or whole if that is 0.  Returns the most that one turn has
 * moved. */
static int most_in_one_turn(size_t first)
{
    static const char page[PAGE];
    static struct tune_relay relay;
    struct world w;
    int a[2], b[2], most = 0, before = 0;

    EXPECT_INT(pipe2(a, O_NONBLOCK) + pipe2(b, O_NONBLOCK), 0, "made pipes");
    EXPECT(fcntl(a[1], F_SETPIPE_SZ, 1 << 20) >= 1 << 20 &&
               fcntl(b[1], F_SETPIPE_SZ, 1 << 20) >= 1 << 20,
           "gave each of two pipes room for 1 MiB");
    for (int i = 0; i < PAGES; i++)
        if (write(a[1], page, PAGE) != PAGE)
            most = 1 << 30;
    world_open(&w);
    tune_relay_start(&relay, &w.poller, a[0], b[1], relay_done);
    for (int i = 0; i < 20000 && before < PAGES * PAGE; i++) {
        int moved;

        read_most = first;
        world_turn(&w);
        moved = pipe_bytes(b[0]) - before;
        before += moved;
        most = moved > most ? moved : most;
    }
    EXPECT_INT(before, PAGES * PAGE, "moved all that was in the pipe");
    return most;
}

GRADED(tune_relay, one_turn_moves_no_more_than_its_share,
       "It moves at most TUNE_RELAY_SHARE bytes in one turn, and leaves the "
       "rest to the next")
{
    EXPECT_AT_MOST(most_in_one_turn(0), TUNE_RELAY_SHARE,
                   "moved 250 pages: bytes in one turn");
}

GRADED(tune_relay, a_share_of_odd_pieces_is_no_larger,
       "It moves at most TUNE_RELAY_SHARE bytes in one turn, and leaves the "
       "rest to the next")
{
    EXPECT_AT_MOST(most_in_one_turn(1000), TUNE_RELAY_SHARE,
                   "moved 250 pages, of which the first read of each turn "
                   "brings 1000 bytes: bytes in one turn");
}

GRADED(tune_relay, a_message_that_comes_alone_costs_three_calls,
       "for a message that comes alone: two reads (the second says EAGAIN) "
       "and one write")
{
    struct line *l = line_open();
    int arrived = 0;
    char byte;

    calls.read = calls.write = calls.ctl = 0;
    for (int i = 0; i < 200; i++) {
        send(l->a[0], "x", 1, 0);
        world_turn(&l->w);
        arrived += recv(l->b[0], &byte, 1, 0) == 1;
    }
    EXPECT_INT(arrived, 200, "sent 200 messages, each in a turn of its own");
    EXPECT_INT(calls.write, 200, "sent 200 messages");
    EXPECT_AT_MOST(calls.read, 400, "sent 200 messages: reads");
    EXPECT_INT(calls.ctl, 0, "sent 200 messages");
}

GRADED(tune_relay, registering_costs_five_calls_in_all,
       "two calls of epoll_ctl for each descriptor, one for its first wait")
{
    struct line *l;

    calls.ctl = -1; /* the poller registers its own descriptor */
    l = line_open();
    for (int i = 0; i < 50; i++) {
        send(l->a[0], "x", 1, 0);
        world_turn(&l->w);
    }
    shutdown(l->a[0], SHUT_WR);
    world_turn(&l->w);
    EXPECT_SAID("done=0", "sent 50 messages, and the end");
    EXPECT_AT_MOST(calls.ctl, 5, "sent 50 messages: calls of epoll_ctl");
}

/* A message is given the turns it may take: how many is not promised. */
GRADED(tune_relay, a_drawn_talk_is_relayed_as_in_the_reference,
       "All bytes arrive, in order, and none twice.")
{
    struct line *l = line_open();
    char text[16];

    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < 40; i++) {
        size_t n = 1 + (size_t)graded_random(sizeof(text) - 1);
        long came;

        for (size_t k = 0; k < n; k++)
            text[k] = (char)('a' + graded_random(26));
        send(l->a[0], text, n, 0);
        for (int turns = 0; turns < 4; turns++)
            world_turn(&l->w);
        came = recv(l->b[0], text, sizeof(text), 0);
        say("%.*s", came > 0 ? (int)came : 0, text);
    }
    if (graded_random(2))
        shutdown(l->a[0], SHUT_WR);
    else
        close(l->b[0]);
    send(l->a[0], "x", 1, MSG_NOSIGNAL);
    for (int turns = 0; turns < 8; turns++)
        world_turn(&l->w);
    EXPECT_AS_REFERENCE("sent forty words, received each, and then one side "
                        "hung up");
}
