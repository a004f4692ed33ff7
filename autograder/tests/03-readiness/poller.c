/* SPDX-License-Identifier: MIT */
/* What every engine promises about descriptors and wake-ups.  A part of
 * epoll.c, which includes it, so that chapter 05 can do so as well. */
#include "fixture.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>

/* A poller, a pair of sockets, and `io` on the first of them. */
struct scene {
    struct world w;
    int fd[2];
    struct aw_io io;
    struct waiter reader, writer;
};

static void scene_open(struct scene *s)
{
    world_open(&s->w);
    stream_open(s->fd);
    EXPECT_INT(aw_io_open(&s->w.poller, &s->io, s->fd[0]), 0,
               "began to watch a socket");
    waiter_init(&s->reader, "r");
    waiter_init(&s->writer, "w");
}

static void scene_close(struct scene *s)
{
    aw_io_close(&s->w.poller, &s->io);
    stream_close(s->fd);
    aw_ready_run(&s->w.ready);
    aw_poller_close(&s->w.poller);
}

static void wait_read(struct scene *s)
{
    EXPECT_INT(aw_io_wait(&s->w.poller, &s->io, AW_READ, &s->reader.wait), 0,
               "waited for a socket to become readable");
}

static void wait_write(struct scene *s)
{
    EXPECT_INT(aw_io_wait(&s->w.poller, &s->io, AW_WRITE, &s->writer.wait), 0,
               "waited for a socket to become writable");
}

/* ---- Opening ------------------------------------------------------------*/

GRADED(poller, a_closed_number_is_no_descriptor, "`fd` is no descriptor")
{
    struct world w;
    struct aw_io io;
    int fd;

    world_open(&w);
    fd = dup(0);
    close(fd);
    EXPECT_INT(aw_io_open(&w.poller, &io, fd), -EBADF, "watched a closed fd");
    EXPECT_INT(w.poller.nio, 0, "failed to watch");
    aw_poller_close(&w.poller);
}

GRADED(poller, a_regular_file_is_refused,
       "a kind that is always ready: a regular file, a directory")
{
    int file = open("/proc/self/exe", O_RDONLY), dir = open("/", O_RDONLY);
    struct world w;
    struct aw_io io;

    /* A31 */
    world_open(&w);
    EXPECT_INT(aw_io_open(&w.poller, &io, file), -EPERM, "watched a file");
    EXPECT_INT(aw_io_open(&w.poller, &io, dir), -EPERM, "watched a directory");
    EXPECT_INT(w.poller.nio, 0, "failed to watch");
    close(file);
    close(dir);
    aw_poller_close(&w.poller);
}

GRADED(poller, a_watched_descriptor_cannot_be_watched_twice,
       "`fd` is being watched already")
{
    struct aw_io second;
    struct scene s;

    scene_open(&s);
    EXPECT_INT(aw_io_open(&s.w.poller, &second, s.fd[0]), -EEXIST,
               "watched a descriptor that is watched");
    aw_io_close(&s.w.poller, &second);
    EXPECT_INT(s.w.poller.nio, 1, "failed to watch twice");

    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made the first one readable");
    scene_close(&s);
}

GRADED(poller, a_duplicate_is_a_descriptor_of_its_own,
       "An `aw_io` stands for one descriptor.")
{
    struct waiter second;
    struct aw_io io;
    struct scene s;
    int copy;

    /* A24 */
    scene_open(&s);
    copy = dup(s.fd[0]);
    waiter_init(&second, "copy");
    EXPECT_INT(aw_io_open(&s.w.poller, &io, copy), 0, "watched a duplicate");
    aw_io_wait(&s.w.poller, &io, AW_READ, &second.wait);
    aw_io_close(&s.w.poller, &s.io);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "closed the first, then wrote");
    EXPECT_SAID("copy", "closed the first, then wrote");
    aw_io_close(&s.w.poller, &io);
    close(copy);
    scene_close(&s);
}

/* ---- Readiness ----------------------------------------------------------*/

GRADED(poller, a_readable_descriptor_pushes_its_reader,
       "Wait until `io` may be ready for `dir`: then `wait`'s handle is "
       "pushed, with `status` 0.")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    EXPECT_INT(world_poll(&s.w, 0), 0, "polled before anything was written");
    put(s.fd[1]);
    EXPECT_INT(world_poll(&s.w, 0), 1, "polled after a byte was written");
    EXPECT(s.reader.wait.io == NULL, "ended a wait");
    aw_ready_run(&s.w.ready);
    EXPECT_SAID("r", "ran what was pushed");
    scene_close(&s);
}

GRADED(poller, poll_runs_nothing,
       "push what became ready to `poller->ready`; run nothing")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    put(s.fd[1]);
    world_poll(&s.w, 0);
    EXPECT_SAID("", "polled, and did not run the queue");
    EXPECT(aw_handle_queued(&s.reader.wait.handle), "polled");
    aw_ready_run(&s.w.ready);
    EXPECT_SAID("r", "ran the queue");
    scene_close(&s);
}

GRADED(poller, a_writable_descriptor_pushes_its_writer,
       "Wait until `io` may be ready for `dir`: then `wait`'s handle is "
       "pushed, with `status` 0.")
{
    struct scene s;

    scene_open(&s);
    fill(s.fd[0]);
    wait_write(&s);
    EXPECT_INT(world_turn(&s.w), 0, "polled while there was no room");
    drain(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "polled after the peer had read");
    EXPECT_SAID("w", "polled after the peer had read");
    scene_close(&s);
}

GRADED(poller, a_wait_that_is_ready_already_ends_at_the_next_poll,
       "Wait until `io` may be ready for `dir`")
{
    struct scene s;

    scene_open(&s);
    put(s.fd[1]);
    wait_read(&s);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 1, "waited for what is there");
    aw_ready_run(&s.w.ready);
    EXPECT_SAID("r", "waited for what is there");
    scene_close(&s);
}

GRADED(poller, the_reader_is_pushed_before_the_writer,
       "Where both end together, the reader is pushed first.")
{
    struct scene s;

    scene_open(&s);
    wait_write(&s);
    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 2, "polled when both were ready");
    EXPECT_SAID("r w", "polled when both were ready");
    scene_close(&s);
}

GRADED(poller, the_two_directions_are_independent,
       "The two directions are independent.")
{
    struct scene s;

    /* A21 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_read(&s);
    wait_write(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made a full socket readable");
    EXPECT_SAID("r", "made a full socket readable");
    drain(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made it writable as well");
    EXPECT_SAID("r w", "made it writable as well");
    scene_close(&s);
}

GRADED(poller, room_to_write_is_no_news_for_the_reader,
       "The two directions are independent.")
{
    struct scene s;

    /* A21 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_read(&s);
    wait_write(&s);
    drain(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made a full socket writable");
    EXPECT_SAID("w", "made a full socket writable");
    EXPECT_PTR(s.io.wait[AW_READ], &s.reader.wait, "made it writable");
    scene_close(&s);
}

GRADED(poller, giving_up_one_direction_keeps_the_other,
       "Giving up the wait for one direction leaves the other's alone.")
{
    struct scene s;

    /* A21 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_read(&s);
    wait_write(&s);
    EXPECT(aw_io_unwait(&s.writer.wait), "gave up the writer's wait");
    drain(s.fd[1]);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made both directions ready");
    EXPECT_SAID("r", "gave up the writer's wait");
    scene_close(&s);
}

GRADED(poller, a_hang_up_ends_both_waits,
       "A hang-up or an error on the descriptor ends the waits of both.")
{
    struct scene s;

    /* A32 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_write(&s);
    wait_read(&s);
    close(s.fd[1]);
    s.fd[1] = -1;
    EXPECT_INT(world_turn(&s.w), 2, "closed the other end");
    EXPECT_SAID("r w", "closed the other end of a full socket");
    scene_close(&s);
}

GRADED(poller, a_hang_up_with_nothing_to_read_ends_both_waits,
       "A hang-up or an error on the descriptor ends the waits of both.")
{
    struct scene s;
    int end[2];

    /* A32: an empty pipe without a writer is not even readable. */
    scene_open(&s);
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_INT(pipe(end), 0, "made a pipe");
    EXPECT_INT(aw_io_open(&s.w.poller, &s.io, end[0]), 0, "watched its end");
    wait_read(&s);
    wait_write(&s);
    close(end[1]);
    EXPECT_INT(world_turn(&s.w), 2, "closed the write end of an empty pipe");
    EXPECT_SAID("r w", "closed the write end of an empty pipe");
    scene_close(&s);
    close(end[0]);
}

GRADED(poller, an_error_ends_both_waits,
       "A hang-up or an error on the descriptor ends the waits of both.")
{
    struct scene s;
    int end[2];

    /* A32 */
    scene_open(&s);
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_INT(pipe(end), 0, "made a pipe");
    fcntl(end[1], F_SETFL, O_NONBLOCK);
    fill(end[1]);
    EXPECT_INT(aw_io_open(&s.w.poller, &s.io, end[1]), 0, "watched its end");
    wait_read(&s);
    wait_write(&s);
    close(end[0]);
    EXPECT_INT(world_turn(&s.w), 2, "closed the read end of a full pipe");
    EXPECT_SAID("r w", "closed the read end of a full pipe");
    scene_close(&s);
    close(end[1]);
}

GRADED(poller, the_end_of_the_stream_wakes_the_reader,
       "Wait until `io` may be ready for `dir`")
{
    struct scene s;
    char byte;

    scene_open(&s);
    fill(s.fd[0]);
    wait_read(&s);
    wait_write(&s); /* the way out is open still, and full */
    shutdown(s.fd[1], SHUT_WR);
    EXPECT_INT(world_turn(&s.w), 1, "let the other end stop writing");
    EXPECT_SAID("r", "let the other end stop writing");
    EXPECT_INT(read(s.fd[0], &byte, 1), 0, "read at the end of the stream");
    scene_close(&s);
}

GRADED(poller, the_same_wait_serves_again_and_again,
       "Read or write until the call says EAGAIN, and wait only then.")
{
    struct scene s;
    int rounds = 0;

    scene_open(&s);
    for (int i = 0; i < 100; i++) {
        drain(s.fd[0]);
        aw_io_wait(&s.w.poller, &s.io, AW_READ, &s.reader.wait);
        if (write(s.fd[1], "x", 1) == 1 && world_turn(&s.w) == 1)
            rounds++;
    }
    EXPECT_INT(rounds, 100, "wrote, polled and read 100 times");
    EXPECT_INT(s.reader.ran, 100, "wrote, polled and read 100 times");
    scene_close(&s);
}

GRADED(poller, an_event_that_finds_nobody_is_dropped,
       "A poll that finds nobody waiting for an event drops it.")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made it readable");
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 0, "wrote once more, and nobody waits");
    EXPECT_INT(world_turn(&s.w), 0, "polled again");

    drain(s.fd[0]);
    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "read all of it, waited, wrote");
    EXPECT_SAID("r r", "waited twice");
    scene_close(&s);
}

GRADED(poller, a_writer_can_wait_after_its_event_was_dropped,
       "A poll that finds nobody waiting for an event drops it.")
{
    struct scene s;

    scene_open(&s);
    wait_write(&s);
    EXPECT_INT(world_turn(&s.w), 1, "waited for room that was there");
    EXPECT_INT(world_turn(&s.w), 0, "polled, and nobody waits");
    EXPECT_INT(world_turn(&s.w), 0, "polled again");

    fill(s.fd[0]);
    wait_write(&s);
    drain(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "filled it, waited, let the peer read");
    EXPECT_SAID("w w", "waited twice");
    scene_close(&s);
}

GRADED(poller, a_wait_given_up_is_not_called,
       "Give up a wait, synchronously: its handle is not called.")
{
    struct scene s;

    /* C21 */
    scene_open(&s);
    wait_read(&s);
    EXPECT(aw_io_unwait(&s.reader.wait), "gave up a wait");
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 0, "made it readable after that");

    drain(s.fd[0]);
    wait_read(&s);
    EXPECT_INT(world_turn(&s.w), 0, "read all, waited again");
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made it readable again");
    EXPECT_SAID("r", "waited, gave up, waited again");
    scene_close(&s);
}

static struct waiter *twin[2];

static int gives_up_its_twin(struct aw_handle *handle)
{
    bool first = handle == &twin[0]->wait.handle;

    say("gave-up=%d", aw_io_unwait(&twin[first]->wait));
    return 0;
}

GRADED(poller, a_callback_gives_up_a_wait_of_the_same_batch,
       "It works on a wait that is pending, and on one whose handle is pushed "
       "but has not run yet.")
{
    struct scene a, b;

    /* A22: two events of one poll; whichever runs first stops the other. */
    scene_open(&a);
    scene_open(&b);
    aw_io_close(&b.w.poller, &b.io);
    EXPECT_INT(aw_io_open(&a.w.poller, &b.io, b.fd[0]), 0, "watched another");
    twin[0] = &a.reader;
    twin[1] = &b.reader;
    for (int i = 0; i < 2; i++)
        twin[i]->wait.handle.fn = gives_up_its_twin;
    wait_read(&a);
    aw_io_wait(&a.w.poller, &b.io, AW_READ, &b.reader.wait);
    put(a.fd[1]);
    put(b.fd[1]);
    EXPECT_INT(world_poll(&a.w, 0), 2, "made two descriptors readable");
    EXPECT_INT(aw_ready_run(&a.w.ready), 1, "ran one, which unwaits the other");
    EXPECT_SAID("gave-up=1", "ran one, which unwaits the other");
}

/* ---- Closing ------------------------------------------------------------*/

GRADED(poller, a_closed_descriptor_tells_its_waiters,
       "Both waiters, if any, are pushed with `status` -EBADF, the reader "
       "first.")
{
    struct scene s;

    /* A25 */
    scene_open(&s);
    fill(s.fd[0]);
    wait_write(&s);
    wait_read(&s);
    put(s.fd[1]);
    aw_io_close(&s.w.poller, &s.io);
    EXPECT_INT(world_turn(&s.w), 0, "closed a readable descriptor, polled");
    EXPECT_SAID("r:EBADF w:EBADF", "closed a readable descriptor, polled");
    scene_close(&s);
}

GRADED(poller, a_closed_descriptor_is_not_seen_through_a_duplicate,
       "no event of it is seen afterwards, not even one that the kernel has "
       "already handed over")
{
    struct scene s;
    int copy;

    /* A24 */
    scene_open(&s);
    copy = dup(s.fd[0]);
    wait_read(&s);
    aw_io_close(&s.w.poller, &s.io);
    close(s.fd[0]);
    s.fd[0] = copy;
    aw_ready_run(&s.w.ready);
    forget();
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 0, "wrote to the duplicate of a closed one");
    EXPECT_SAID("", "wrote to the duplicate of a closed one");
    scene_close(&s);
}

GRADED(poller, the_next_owner_of_a_number_gets_none_of_its_events,
       "the next owner of the number never sees an event of this one")
{
    struct waiter next;
    struct scene s;
    int fd[2];

    /* A23 */
    scene_open(&s);
    waiter_init(&next, "next");
    wait_read(&s);
    put(s.fd[1]);
    aw_io_close(&s.w.poller, &s.io);
    stream_open(fd);
    dup2(fd[0], s.fd[0]);
    EXPECT_INT(aw_io_open(&s.w.poller, &s.io, s.fd[0]), 0, "reused a number");
    aw_io_wait(&s.w.poller, &s.io, AW_READ, &next.wait);
    EXPECT_INT(world_turn(&s.w), 0, "polled for the new owner");
    EXPECT_SAID("r:EBADF", "polled for the new owner");
    put(fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "wrote to the new owner");
    EXPECT_SAID("r:EBADF next", "wrote to the new owner");
    scene_close(&s);
    stream_close(fd);
}

static struct scene *reused;
static struct waiter heir;
static int heir_fd[2];

static int hands_the_number_on(struct aw_handle *handle)
{
    struct aw_poller *poller = &reused->w.poller;

    (void)handle;
    say("first=%d", reused->reader.wait.status);
    aw_io_close(poller, &reused->io);
    dup2(heir_fd[0], reused->fd[0]);
    say("open=%d", aw_io_open(poller, &reused->io, reused->fd[0]));
    say("wait=%d", aw_io_wait(poller, &reused->io, AW_WRITE, &heir.wait));
    return 0;
}

GRADED(poller, a_callback_may_reuse_the_number_of_its_descriptor,
       "The descriptor may be closed, and its number used again")
{
    struct scene s;

    /* A23: the writer's event of the old owner is in the same batch. */
    scene_open(&s);
    reused = &s;
    waiter_init(&heir, "heir");
    stream_open(heir_fd);
    fill(heir_fd[0]);
    s.reader.wait.handle.fn = hands_the_number_on;
    wait_read(&s);
    wait_write(&s);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 2, "made the old owner ready both ways");
    EXPECT_SAID("first=0 open=0 wait=0 w", "reused the number in a callback");
    EXPECT_INT(world_turn(&s.w), 0, "polled for the heir, who has no room");
    drain(heir_fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "made room for the heir");
    EXPECT_SAID("first=0 open=0 wait=0 w heir", "made room for the heir");
    scene_close(&s);
    stream_close(heir_fd);
}

/* ---- Time ---------------------------------------------------------------*/

GRADED(poller, a_timeout_of_zero_or_less_does_not_wait,
       "0 or less does not wait, AW_NEVER waits for ever")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    EXPECT_INT(world_poll(&s.w, 0), 0, "polled for 0");
    EXPECT_INT(world_poll(&s.w, -1), 0, "polled for -1 ns");
    EXPECT_INT(world_poll(&s.w, -AW_SEC * 3600), 0, "polled for -1 hour");
    EXPECT_INT(world_poll(&s.w, INT64_MIN), 0, "polled for the least time");
    scene_close(&s);
}

GRADED(poller, a_poll_is_never_cut_short, "anything between is never cut short")
{
    static const aw_time length[] = {1, 10 * AW_US, 999 * AW_US, 1500 * AW_US,
                                     2 * AW_MS + 1};
    struct scene s;
    aw_time start;

    /* A15 */
    scene_open(&s);
    wait_read(&s);
    for (int i = 0; i < 25; i++) {
        start = now();
        EXPECT_INT(world_poll(&s.w, length[i % 5]), 0, "polled while idle");
        EXPECT(now() - start >= length[i % 5], "polled for %d ns while idle",
               (int)length[i % 5]);
    }
    scene_close(&s);
}

GRADED(poller, an_event_ends_a_long_poll,
       "Wait for events for at most `timeout`")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    put(s.fd[1]);
    EXPECT_INT(world_poll(&s.w, 3600 * AW_SEC), 1, "polled for an hour");
    aw_ready_run(&s.w.ready);
    scene_close(&s);
}

static void on_signal(int signo)
{
    (void)signo;
}

static void *interrupts(void *arg)
{
    struct scene *s = arg;

    for (int i = 0; i < 200; i++) {
        raise(SIGUSR1);
        kill(getpid(), SIGUSR1);
    }
    s->w.poller.ops->wake(&s->w.poller);
    return NULL;
}

GRADED(poller, an_interrupted_poll_is_no_error,
       "A signal that interrupts it may end the poll early, and is not an "
       "error.")
{
    struct sigaction action = {.sa_handler = on_signal};
    struct scene s;
    pthread_t thread;
    int least = 0;

    /* A45: EINTR never reaches users. */
    scene_open(&s);
    sigaction(SIGUSR1, &action, NULL);
    pthread_create(&thread, NULL, interrupts, &s);
    for (int i = 0; i < 50; i++) {
        int rc = world_poll(&s.w, AW_MS / 5);

        least = rc < least ? rc : least;
    }
    pthread_join(thread, NULL);
    EXPECT_INT(least, 0, "polled while signals arrive");
    scene_close(&s);
}

/* ---- Many ---------------------------------------------------------------*/

enum { CROWD = 600 };

static struct world crowd;
static struct aw_io crowd_io[CROWD];
static struct waiter crowd_waiter[CROWD];

/* It is still writable, and waits again at once: those behind it must not
 * starve. */
static int one_of_the_crowd(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);
    struct waiter *waiter = aw_container_of(wait, struct waiter, wait);

    waiter->ran++;
    return aw_io_wait(&crowd.poller, &crowd_io[waiter - crowd_waiter], AW_WRITE,
                      wait);
}

GRADED(poller, each_of_many_ready_descriptors_has_its_turn,
       "However many descriptors are ready, each has its turn after a few "
       "polls.")
{
    int bad = 0, had_none = 0;

    world_open(&crowd);
    for (int i = 0; i < CROWD; i++) {
        struct aw_io_wait *wait = &crowd_waiter[i].wait;

        aw_handle_init(&wait->handle, one_of_the_crowd);
        bad += aw_io_open(&crowd.poller, &crowd_io[i], eventfd(1, 0)) != 0;
        bad += aw_io_wait(&crowd.poller, &crowd_io[i], AW_WRITE, wait) != 0;
    }
    EXPECT_INT(bad, 0, "watched 600 descriptors, all of them writable");
    for (int turn = 0; turn < 10; turn++)
        world_turn(&crowd);
    for (int i = 0; i < CROWD; i++)
        had_none += crowd_waiter[i].ran == 0;
    EXPECT_INT(had_none, 0, "polled 10 times: who has had no turn?");
}

static void count_polls(struct aw_probe *probe, enum aw_probe_event event,
                        const void *subject, uint64_t arg)
{
    (void)probe;
    say(event == AW_PROBE_POLL ? "poll" : "another-event");
    say(arg > 0 ? "some" : "none");
    (void)subject;
}

GRADED(poller, a_probe_hears_of_every_poll,
       "If a probe is set it hears AW_PROBE_POLL, once for each poll")
{
    struct aw_probe probe = {.event = count_polls};
    struct scene s;

    scene_open(&s);
    world_poll(&s.w, 0);
    s.w.poller.probe = &probe;
    world_poll(&s.w, 0);
    EXPECT_SAID("poll none", "polled with nothing to report");
    wait_read(&s);
    put(s.fd[1]);
    world_poll(&s.w, 0);
    EXPECT_SAID("poll none poll some", "polled with one descriptor ready");
    scene_close(&s);
}

/* ---- Waking up ----------------------------------------------------------*/

static void *wakes_once(void *arg)
{
    struct aw_poller *poller = arg;

    poller->ops->wake(poller);
    return NULL;
}

GRADED(poller, a_wake_ends_the_poll_that_runs_or_the_next,
       "End the poll that runs now, or else the next one, at once.")
{
    pthread_t thread;
    struct world w;

    /* A40 */
    world_open(&w);
    pthread_create(&thread, NULL, wakes_once, &w.poller);
    EXPECT_INT(world_poll(&w, AW_NEVER), 0, "polled, and a thread woke it");
    pthread_join(thread, NULL);
    w.poller.ops->wake(&w.poller);
    EXPECT_INT(world_poll(&w, AW_NEVER), 0, "woke it before it polled");
    aw_poller_close(&w.poller);
}

GRADED(poller, wakes_before_a_poll_count_as_one,
       "Wakes that come before the poll sees them count as one.")
{
    aw_time start;
    struct world w;

    /* A42 */
    world_open(&w);
    for (int i = 0; i < 1000; i++)
        w.poller.ops->wake(&w.poller);
    EXPECT_INT(world_poll(&w, AW_NEVER), 0, "woke it 1000 times");
    for (int i = 0; i < 5; i++) {
        start = now();
        world_poll(&w, AW_MS);
        EXPECT(now() - start >= AW_MS, "polled for 1 ms after that");
    }
    aw_poller_close(&w.poller);
}

GRADED(poller, a_wake_disturbs_no_wait,
       "End the poll that runs now, or else the next one, at once.")
{
    struct scene s;

    scene_open(&s);
    wait_read(&s);
    s.w.poller.ops->wake(&s.w.poller);
    EXPECT_INT(world_poll(&s.w, AW_NEVER), 0, "woke a poll, nothing is ready");
    EXPECT_PTR(s.io.wait[AW_READ], &s.reader.wait, "woke a poll");
    s.w.poller.ops->wake(&s.w.poller);
    put(s.fd[1]);
    EXPECT_INT(world_turn(&s.w), 1, "woke it with a readable descriptor");
    EXPECT_SAID("r", "woke it with a readable descriptor");
    scene_close(&s);
}

static struct aw_poller *interrupted;

static void wakes_from_a_handler(int signo)
{
    (void)signo;
    interrupted->ops->wake(interrupted);
}

GRADED(poller, a_signal_handler_may_wake,
       "it may be called from a signal handler, and leaves errno as it was")
{
    struct sigaction action = {.sa_handler = wakes_from_a_handler};
    struct world w;

    world_open(&w);
    interrupted = &w.poller;
    sigaction(SIGUSR1, &action, NULL);
    errno = EDOM;
    raise(SIGUSR1);
    EXPECT_INT(errno, EDOM, "woke the poller from a signal handler");
    EXPECT_INT(world_poll(&w, AW_NEVER), 0, "woke it from a signal handler");
    aw_poller_close(&w.poller);
}

enum { WAKERS = 3, WAKES = 2000 };

static atomic_int news;

static void *wakes_often(void *arg)
{
    for (int i = 0; i < WAKES; i++) {
        atomic_fetch_add(&news, 1);
        wakes_once(arg);
    }
    return NULL;
}

GRADED(poller, no_wake_is_lost,
       "End the poll that runs now, or else the next one, at once.")
{
    pthread_t thread[WAKERS];
    struct world w;
    int least = 0;

    /* A42: a lost wake leaves the last poll asleep for ever. */
    world_open(&w);
    for (int i = 0; i < WAKERS; i++)
        pthread_create(&thread[i], NULL, wakes_often, &w.poller);
    while (atomic_load(&news) < WAKERS * WAKES) {
        int rc = world_poll(&w, AW_NEVER);

        least = rc < least ? rc : least;
    }
    for (int i = 0; i < WAKERS; i++)
        pthread_join(thread[i], NULL);
    EXPECT_INT(least, 0, "polled until three threads had told all");
    aw_poller_close(&w.poller);
}

/* ---- Chance -------------------------------------------------------------*/

/* Descriptors in a random play, and what the model knows of each. */
enum { PLAYERS = 6, STEPS = 3000 };

struct player {
    int fd[2];
    struct aw_io io;
    struct waiter waiter[2];
    bool open, readable, full;
    bool waiting[2]; /* in its place */
    int status[2];   /* of a wait that must have run by now; 1: none */
};

static struct world play;
static struct player player[PLAYERS];

static bool is_ready(const struct player *p, int dir)
{
    return dir == AW_READ ? p->readable : !p->full;
}

/* One step of player `p`; `dir` matters to some.  The comment of each case
 * is what the model learns. */
static void step(struct player *p, uint64_t what, enum aw_dir dir)
{
    struct waiter *waiter = &p->waiter[dir];

    switch (what) {
    case 0: /* readable */
        p->readable |= write(p->fd[1], "x", 1) == 1;
        break;
    case 1: /* not readable */
        drain(p->fd[0]);
        p->readable = false;
        break;
    case 2: /* full */
        fill(p->fd[0]);
        p->full = true;
        break;
    case 3: /* not full */
        drain(p->fd[1]);
        p->full = false;
        break;
    case 4: /* given up: it must not run */
        aw_io_unwait(&waiter->wait);
        p->waiting[dir] = false;
        break;
    case 5: /* closed, and opened with the same number */
        aw_io_close(&play.poller, &p->io);
        for (int d = 0; d < 2; d++)
            p->status[d] = p->waiting[d] ? -EBADF : 1;
        aw_ready_run(&play.ready);
        p->open = false;
        break;
    default: /* waiting, after an EAGAIN */
        if (!p->open)
            p->open = aw_io_open(&play.poller, &p->io, p->fd[0]) == 0;
        if (!p->waiting[dir] && !is_ready(p, dir))
            p->waiting[dir] =
                aw_io_wait(&play.poller, &p->io, dir, &waiter->wait) == 0;
    }
}

/* Has every waiter run that must have, and none that must not? */
static bool agrees(struct player *p)
{
    bool ok = true;

    for (int d = 0; d < 2; d++) {
        struct waiter *w = &p->waiter[d];
        bool must = p->status[d] != 1 || (p->waiting[d] && is_ready(p, d));

        if (must)
            ok &= w->ran == 1 &&
                  w->wait.status == (p->status[d] == 1 ? 0 : p->status[d]);
        else
            ok &= w->ran == 0 || (w->ran == 1 && p->waiting[d]);
        if (w->ran)
            p->waiting[d] = false;
        if (p->open)
            ok &= (p->io.wait[d] == &w->wait) == p->waiting[d];
        p->status[d] = 1;
        w->ran = 0;
    }
    return ok;
}

GRADED(poller, random_plays_agree_with_a_model,
       "A wake-up may be spurious: the next try may say EAGAIN again.")
{
    /* A30 */
    world_open(&play);
    for (int i = 0; i < PLAYERS; i++) {
        stream_open(player[i].fd);
        player[i].io.fd = -1;
        for (int d = 0; d < 2; d++) {
            waiter_init(&player[i].waiter[d], "x");
            player[i].status[d] = 1;
        }
    }
    for (int i = 0; i < STEPS; i++) {
        struct player *p = &player[graded_random(PLAYERS)];
        uint64_t what = graded_random(9), dir = graded_random(2);
        bool ok = true;

        step(p, what, (enum aw_dir)dir);
        world_turn(&play);
        for (int j = 0; j < PLAYERS; j++)
            ok &= agrees(&player[j]);
        forget();
        EXPECT(ok, "step %d of a random play, kind %d", i, (int)what);
    }
    for (int i = 0; i < PLAYERS; i++)
        aw_io_close(&play.poller, &player[i].io);
    aw_poller_close(&play.poller);
}
