/* SPDX-License-Identifier: MIT */
/* Does all arrive, and what does that cost? */
#include "tune_writer.h"

#include "fixture.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static _Thread_local int writes;
static _Thread_local long room = -1; /* of the socket; -1: as it is */

/* These stand in for libc's.  They count the calls of this thread, and may
 * say that the socket has less room than it has. */
ssize_t send(int fd, const void *buffer, size_t size, int flags)
{
    writes++;
    if (room == 0) {
        errno = EAGAIN;
        return -1;
    }
    if (room > 0) {
        size = size < (size_t)room ? size : (size_t)room;
        room -= (long)size;
    }
    return syscall(SYS_sendto, fd, buffer, size, flags, NULL, 0);
}

ssize_t write(int fd, const void *buffer, size_t size)
{
    struct stat what;

    if (fstat(fd, &what) == 0 && S_ISSOCK(what.st_mode))
        return send(fd, buffer, size, 0);
    return syscall(SYS_write, fd, buffer, size);
}

static struct tune_writer writer;
static struct line line; /* written to at fd[0], read from fd[1] */
static long put_so_far, right_so_far;

static void fails(struct tune_writer *w, int error)
{
    say(w == &writer ? "failed:%s" : "another", aw_error_name(error));
}

static void writer_open(void)
{
    open_loop();
    line_open(&line);
    loop.background = 1;
    tune_writer_start(&writer, &loop, &line.io, fails);
    writes = 0;
}

/* The byte at each place of the stream is the place's own. */
static char byte_at(long place)
{
    return (char)('a' + place % 23);
}

static int put(size_t size)
{
    static char piece[TUNE_WRITER_BUFFER];
    int rc;

    for (size_t i = 0; i < size; i++)
        piece[i] = byte_at(put_so_far + (long)i);
    rc = tune_put(&writer, piece, size);
    put_so_far += rc == 0 ? (long)size : 0;
    return rc;
}

/* Take up to `most` bytes of what has come; count those that are right. */
static long receive(long most)
{
    char buffer[4096];
    long n = 0, all = 0;

    while (all < most) {
        n = most - all < 4096 ? most - all : 4096;
        n = recv(line.fd[1], buffer, (size_t)n, MSG_DONTWAIT);
        if (n <= 0)
            break;
        for (long i = 0; i < n; i++)
            right_so_far += buffer[i] == byte_at(right_so_far);
        all += n;
    }
    return all;
}

static void turn(void)
{
    soon("a");
    aw_loop_run_once(&loop);
}

enum { ALL = 1 << 30 };

GRADED(tune_writer, what_is_put_arrives,
       "All bytes arrive, in the order in which they were put, and none "
       "twice.")
{
    writer_open();
    EXPECT_INT(put(5) + put(1) + put(300), 0, "put three pieces");
    turn();
    EXPECT_INT(receive(ALL), 306, "took a turn");
    EXPECT_INT(right_so_far, 306, "took a turn: bytes that are right");
    EXPECT_INT(put(7), 0, "put one more");
    turn();
    EXPECT_INT(receive(ALL), 7, "took another turn");
    EXPECT_INT(right_so_far, 313, "took another turn: bytes that are right");
}

static void puts_two(struct step *me)
{
    (void)me;
    EXPECT_INT(put(10) + put(20), 0, "put two pieces from a callback");
}

GRADED(tune_writer, it_is_written_in_the_next_turn_at_the_latest,
       "What is put is written before the end of the next turn, unless the "
       "socket has no room.")
{
    writer_open();
    of('b')->act = puts_two;
    soon("b");
    aw_loop_run_once(&loop);
    turn();
    EXPECT_INT(receive(ALL), 30, "put from a callback, took one more turn");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran on: nothing keeps the loop going");
}

GRADED(tune_writer, a_turn_costs_one_write,
       "one write for all that was put in a turn, as long as it fits into the "
       "buffer, and no other system call")
{
    int bad = 0;

    writer_open();
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 100; i++)
            bad += put(20) != 0;
        turn();
    }
    EXPECT_INT(bad, 0, "put a hundred pieces in each of ten turns");
    EXPECT_INT(receive(ALL), 20000, "put a hundred pieces in ten turns");
    EXPECT_INT(writes, 10, "put a hundred pieces in each of ten turns: writes");
    EXPECT_INT(right_so_far, 20000, "bytes that are right");
}

GRADED(tune_writer, more_than_the_buffer_in_one_turn,
       "It is refused only when the socket has no room and the rest of the "
       "buffer is too small for it.")
{
    int refused = 0;

    writer_open();
    for (int i = 0; i < 60; i++)
        refused += put(1000) != 0;
    EXPECT_INT(refused, 0, "put 60000 bytes in one turn");
    EXPECT_AT_MOST(writes, 5, "put 60000 bytes in one turn: writes");
    turn();
    EXPECT_INT(receive(ALL), 60000, "put 60000 bytes, took a turn");
    EXPECT_INT(right_so_far, 60000, "bytes that are right");
}

/* Put until it is refused. */
static int put_until_full(size_t size)
{
    int rc = 0;

    for (int i = 0; i < 100000 && rc == 0; i++)
        rc = put(size);
    return rc;
}

GRADED(tune_writer, a_slow_receiver_is_waited_for,
       "Who has said EAGAIN is waited for, and nobody else; meanwhile the "
       "loop goes on.")
{
    int before;

    writer_open();
    EXPECT_INT(put_until_full(999), -ENOBUFS, "put until it was refused");
    before = writes;
    for (int i = 0; i < 20; i++)
        turn();
    EXPECT_INT(writes, before, "nobody reads for twenty turns: writes");
    for (int i = 0; i < 1000 && right_so_far < put_so_far; i++) {
        receive(5000);
        turn();
    }
    EXPECT_INT(right_so_far, put_so_far, "then somebody reads");
    EXPECT_INT(put(TUNE_WRITER_BUFFER), 0, "put a whole buffer after that");
    turn();
    receive(ALL);
    EXPECT_INT(right_so_far, put_so_far, "put a whole buffer after that");
}

GRADED(tune_writer, a_piece_is_taken_as_a_whole_or_not_at_all,
       "A piece is taken as a whole or not at all.")
{
    int rounds = 0, strange = 0;

    writer_open();
    for (; rounds < 3000; rounds++) {
        for (uint64_t n = graded_random(6); n > 0; n--) {
            int rc = put(1 + graded_random(3000));

            strange += rc != 0 && rc != -ENOBUFS;
        }
        if (graded_random(3) == 0)
            receive((long)graded_random(12000));
        turn();
    }
    for (; rounds < 6000 && right_so_far < put_so_far; rounds++) {
        receive(ALL);
        turn();
    }
    EXPECT_INT(strange, 0, "put pieces of all sizes to a slow receiver");
    EXPECT_INT(right_so_far, put_so_far, "put pieces of all sizes");
    EXPECT_INT(receive(ALL), 0, "put pieces of all sizes, received them all");
}

GRADED(tune_writer, room_in_front_counts,
       "It is refused only when the socket has no room and the rest of the "
       "buffer is too small for it.")
{
    writer_open();
    room = 6000;
    EXPECT_INT(put(16000), 0, "put 16000 bytes, and the socket takes 6000");
    turn();
    turn();
    EXPECT_INT(put(6001), 0, "put 6001 more: 10000 were left");
    EXPECT_INT(put(384), -ENOBUFS, "put 384 more: 16001 were left");
    EXPECT_INT(put(383), 0, "put 383 more");
    room = -1;
    turn();
    receive(ALL);
    EXPECT_INT(right_so_far, 16000 + 6001 + 383, "then the socket has room");
}

static void puts_when_ready(struct step *me)
{
    (void)me;
    say("%s", aw_error_name(put(4000)));
}

GRADED(tune_writer, a_put_between_the_poll_and_the_call,
       "All bytes arrive, in the order in which they were put, and none "
       "twice.")
{
    writer_open();
    EXPECT_INT(put_until_full(4000), -ENOBUFS, "put until it was refused");
    turn();
    receive(100000);
    of('b')->act = puts_when_ready;
    soon("b");
    aw_loop_run_once(&loop);
    for (int i = 0; i < 1000 && right_so_far < put_so_far; i++) {
        receive(ALL);
        turn();
    }
    EXPECT_INT(right_so_far, put_so_far, "put while there was news of room");
}

GRADED(tune_writer, a_failure_is_told_once,
       "When a write fails in another way, `failed` is called once, in a turn "
       "and never from inside tune_put, and nothing is written any more.")
{
    int rc;

    signal(SIGPIPE, SIG_IGN);
    writer_open();
    close(line.fd[1]);
    put(10);
    EXPECT_SAID("", "put something after the receiver has gone");
    aw_loop_run(&loop);
    rc = put(10);
    EXPECT_INT(rc, -EPIPE, "put once more");
    aw_loop_run(&loop);
    EXPECT_SAID("failed:EPIPE", "put twice after the receiver has gone");
    EXPECT_AT_MOST(writes, 1, "put twice after the receiver has gone");
}

GRADED(tune_writer, stopping_ends_it,
       "what is not written yet is dropped, `failed` is not called, and `io` "
       "is free for others")
{
    signal(SIGPIPE, SIG_IGN);
    writer_open();
    put_until_full(1000);
    tune_writer_stop(&writer);
    EXPECT_INT(watch('c', &line, AW_WRITE), 0, "stopped: is the place free?");
    aw_unwatch_io(&of('c')->watcher);
    tune_writer_start(&writer, &loop, &line.io, fails);
    close(line.fd[1]);
    put(10);
    tune_writer_stop(&writer);
    EXPECT_INT(aw_loop_run(&loop), 0, "stopped with a failure on its way");
    EXPECT_SAID("", "stopped with a failure on its way");
}

/* All is written in between, so that no put meets news of room. */
GRADED(tune_writer, drawn_pieces_are_taken_as_in_the_reference,
       "It is refused only when the socket has no room and the rest of the "
       "buffer is too small for it.")
{
    writer_open();
    for (int i = 0; i < 40; i++) {
        room = (long)graded_random(8000);
        for (uint64_t n = 1 + graded_random(12); n > 0; n--)
            say("%s", aw_error_name(put(1 + graded_random(5000))));
        room = -1;
        for (int turns = 0; turns < 3; turns++)
            turn();
        say("%ld:%ld", receive(ALL), right_so_far);
    }
    EXPECT_AS_REFERENCE("put pieces of up to 5000 bytes to a socket with room "
                        "for some; received so many, right so far");
}
