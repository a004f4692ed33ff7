/* SPDX-License-Identifier: MIT */
/* What an iteration costs beside its system calls, a burst of posts, and many
 * small writes. */
#include <sys/socket.h>
#include <unistd.h>

#include "aw/loop.h"
#include "timing.h"
#include "tune_writer.h"

static struct aw_loop loop;

/* ---- iterate: an iteration with one callback ----------------------------
 *
 * The engine does nothing, so that the loop's own work is all the work. */

enum { ITERATIONS = 150000 };

static struct aw_handle chain;
static struct aw_timer far_away;
static long called;

static int engine_open(struct aw_poller *poller)
{
    (void)poller;
    return 0;
}

static void engine_close(struct aw_poller *poller)
{
    (void)poller;
}

static int engine_poll(struct aw_poller *poller, aw_time timeout)
{
    (void)poller, (void)timeout;
    return 0;
}

static int pushes_itself(struct aw_handle *handle)
{
    if (++called == ITERATIONS)
        aw_loop_stop(&loop);
    return aw_call_soon(&loop, handle);
}

static int never(struct aw_handle *handle)
{
    (void)handle;
    called = -1;
    return 0;
}

static void iterate(void)
{
    static const struct aw_poller_ops engine = {
        .name = "none",
        .open = engine_open,
        .close = engine_close,
        .poll = engine_poll,
    };
    struct aw_loop_options options = {.engine = &engine};

    TIMING_CHECK(aw_loop_init(&loop, &options) == 0);
    aw_handle_init(&chain, pushes_itself);
    aw_timer_init(&far_away, never);
    aw_call_later(&loop, &far_away, 3600 * AW_SEC);
    aw_call_soon(&loop, &chain);

    timing_start();
    aw_loop_run(&loop);
    timing_stop();

    TIMING_CHECK(called == ITERATIONS);
    TIMING_CHECK(loop.iterations == ITERATIONS);
    aw_loop_close(&loop);
}

/* ---- post_burst: many posts between two iterations ----------------------*/

enum { POSTS = 1000, BURSTS = 500 };

static struct aw_post posts[POSTS];

static int counts(struct aw_handle *handle)
{
    (void)handle;
    called++;
    return 0;
}

static void post_burst(void)
{
    int refused = 0;

    TIMING_CHECK(aw_loop_init(&loop, NULL) == 0);
    for (int i = 0; i < POSTS; i++)
        aw_handle_init(&posts[i].handle, counts);

    timing_start();
    for (int burst = 0; burst < BURSTS; burst++) {
        for (int i = 0; i < POSTS; i++)
            refused += aw_loop_post(&loop, &posts[i]) != 0;
        aw_loop_run_once(&loop);
    }
    timing_stop();

    TIMING_CHECK(refused == 0);
    TIMING_CHECK(called == (long)POSTS * BURSTS);
    aw_loop_close(&loop);
}

/* ---- write_burst: many small pieces in a turn ---------------------------*/

enum { PIECES = 100, TURNS = 2500 };

static struct tune_writer writer;
static struct aw_io io;
static int fd[2];

static void failed(struct tune_writer *w, int error)
{
    (void)w, (void)error;
    called = -1000000;
}

static long receive(void)
{
    static char buffer[64 * 1024];
    long n, all = 0;

    while ((n = recv(fd[1], buffer, sizeof(buffer), MSG_DONTWAIT)) > 0)
        all += n;
    return all;
}

static void write_burst(void)
{
    static const char piece[] = "twenty bytes of text";
    long received = 0;

    TIMING_CHECK(aw_loop_init(&loop, NULL) == 0);
    TIMING_CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) == 0);
    TIMING_CHECK(aw_io_open(&loop.poller, &io, fd[0]) == 0);
    loop.background = 1;
    tune_writer_start(&writer, &loop, &io, failed);
    aw_handle_init(&chain, counts);

    for (int turn = 0; turn < TURNS; turn++) {
        timing_start();
        for (int i = 0; i < PIECES; i++)
            called += tune_put(&writer, piece, sizeof(piece) - 1);
        aw_call_soon(&loop, &chain);
        aw_loop_run_once(&loop);
        timing_stop();
        received += receive();
    }

    TIMING_CHECK(called == TURNS);
    TIMING_CHECK(received == (long)TURNS * PIECES * 20);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"iterate", iterate},
        {"post_burst", post_burst},
        {"write_burst", write_burst},
        {NULL, NULL},
    };

    return timing_main(argc, argv, targets);
}
