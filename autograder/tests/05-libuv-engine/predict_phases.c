/* SPDX-License-Identifier: MIT */
/* Runs each program on its engine, and compares. */
#include "predict_phases.h"

#include <sys/socket.h>

#include "graded.h"

struct predict_stage predict;

void predict_say(const char *word)
{
    say("%s", word);
}

static void does(char letter)
{
    say("%c", letter);
    if (predict.does[(int)letter])
        predict.does[(int)letter]();
}

/* A callback of the loop's that says its letter, and one of libuv's. */
#define LETTER(letter)                                                         \
    static int letter##_ran(struct aw_handle *handle)                          \
    {                                                                          \
        (void)handle;                                                          \
        does(#letter[0]);                                                      \
        return 0;                                                              \
    }
#define CAPITAL(letter, type)                                                  \
    void predict_##letter(type *handle)                                        \
    {                                                                          \
        (void)handle;                                                          \
        does(#letter[0]);                                                      \
    }

LETTER(a)
LETTER(b)
LETTER(d)
LETTER(q)
LETTER(x)
CAPITAL(I, uv_idle_t)
CAPITAL(P, uv_prepare_t)
CAPITAL(C, uv_check_t)
CAPITAL(Y, uv_handle_t)
CAPITAL(Z, uv_handle_t)

static void bell(uv_async_t *handle)
{
    (void)handle;
    does('A');
}

static int r_ran(struct aw_handle *handle)
{
    char buffer[100];

    (void)handle;
    while (read(predict.io.fd, buffer, sizeof(buffer)) > 0)
        continue;
    does('r');
    return 0;
}

static void set_the_stage(const struct aw_poller_ops *engine)
{
    static struct aw_clock_virtual clock;
    struct aw_loop_options options = {engine, &clock.clock, NULL};
    uv_loop_t *uv;
    int fd[2];

    aw_clock_virtual_init(&clock, 1000);
    aw_handle_init(&predict.a, a_ran);
    aw_handle_init(&predict.b, b_ran);
    aw_handle_init(&predict.d, d_ran);
    aw_handle_init(&predict.q.handle, q_ran);
    aw_timer_init(&predict.x, x_ran);
    EXPECT_INT(aw_loop_init(&predict.loop, &options), 0, "made a loop");
    EXPECT_INT(aw_uv_get(&predict.loop, &uv), 0, "asked for libuv");
    EXPECT_INT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0,
               "made a pair of sockets");
    predict.there = fd[1];
    EXPECT_INT(aw_io_open(&predict.loop.poller, &predict.io, fd[0]), 0,
               "opened a socket");
    predict.loop.background++;
    aw_watch_io(&predict.loop, &predict.r, &predict.io, AW_READ, r_ran);
    uv_idle_init(uv, &predict.I);
    uv_prepare_init(uv, &predict.P);
    uv_check_init(uv, &predict.C);
    uv_async_init(uv, &predict.A, bell);
    uv_unref((uv_handle_t *)&predict.A);
    aw_loop_stop(&predict.loop);
    aw_loop_run(&predict.loop);
}

static void runs_as_predicted(const struct aw_poller_ops *engine,
                              void (*program)(void), const char *prediction)
{
    set_the_stage(engine);
    program();
    EXPECT_PREDICTED(prediction, said(), "ran the program on %s", engine->name);
}

GRADED(predict_phases, libuvs_phases, "1: libuv's phases, on the uv engine")
{
    runs_as_predicted(&aw_uv_ops, predict_program_1, predict_1);
}

GRADED(predict_phases, who_pushes_when, "2: who pushes when, on the uv engine")
{
    runs_as_predicted(&aw_uv_ops, predict_program_2, predict_2);
}

GRADED(predict_phases, who_pushes_when_nested,
       "3: the same program, nested in the epoll engine")
{
    runs_as_predicted(&aw_epoll_ops, predict_program_2, predict_3);
}

GRADED(predict_phases, a_handle_is_closed,
       "4: a handle is closed, on the uv engine")
{
    runs_as_predicted(&aw_uv_ops, predict_program_4, predict_4);
}

GRADED(predict_phases, how_long_the_loop_runs,
       "5: how long the loop runs, nested in the epoll engine")
{
    runs_as_predicted(&aw_epoll_ops, predict_program_5, predict_5);
}

GRADED(predict_phases, a_guest, "6: a guest, on the uv engine")
{
    runs_as_predicted(&aw_uv_ops, predict_program_6, predict_6);
}

GRADED(predict_phases, a_guest_of_a_nested_loop,
       "7: the same program, nested in the epoll engine")
{
    runs_as_predicted(&aw_epoll_ops, predict_program_6, predict_7);
}
