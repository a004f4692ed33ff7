/* SPDX-License-Identifier: MIT */
/* Runs each program with numbers drawn anew, and compares. */
#include "predict_loop.h"

#include "fixture.h"

struct predict_stage predict;

void predict_say(const char *word)
{
    say("%s", word);
}

void predict_work(aw_time how_long)
{
    clock_.clock.jump(&clock_.clock, clock_.time + how_long);
}

static void does(char letter)
{
    say("%c", letter);
    if (predict.does[(int)letter])
        predict.does[(int)letter]();
}

/* A callback that says its letter. */
#define LETTER(letter)                                                         \
    static int letter##_ran(struct aw_handle *handle)                          \
    {                                                                          \
        (void)handle;                                                          \
        does(#letter[0]);                                                      \
        return 0;                                                              \
    }

LETTER(a)
LETTER(b)
LETTER(c)
LETTER(d)
LETTER(p)
LETTER(q)
LETTER(x)
LETTER(y)
LETTER(z)

static int r_ran(struct aw_handle *handle)
{
    char buffer[100];

    (void)handle;
    while (read(predict.io.fd, buffer, sizeof(buffer)) > 0)
        continue;
    does('r');
    return 0;
}

static bool with_idle;
static int idle_before;

static void idles(struct aw_loop *l)
{
    say("i");
    if (++idle_before == 1)
        LATER(x, predict.d);
    else if (idle_before == 2)
        aw_loop_stop(l);
}

static void stage_init(void)
{
    aw_handle_init(&predict.a, a_ran);
    aw_handle_init(&predict.b, b_ran);
    aw_handle_init(&predict.c, c_ran);
    aw_handle_init(&predict.d_, d_ran);
    aw_handle_init(&predict.p.handle, p_ran);
    aw_handle_init(&predict.q.handle, q_ran);
    aw_timer_init(&predict.x, x_ran);
    aw_timer_init(&predict.y, y_ran);
    aw_timer_init(&predict.z, z_ran);
    predict.d = 1 + (aw_time)graded_random(50);
    predict.e = predict.d + 1 + (aw_time)graded_random(100);
    predict.loop.background = 1;
    if (with_idle)
        predict.loop.on_idle = idles;
}

static void runs_as_predicted(void (*program)(void), const char *prediction)
{
    struct aw_loop_options options = {ENGINE, &clock_.clock, NULL};
    int fd[2];

    aw_clock_virtual_init(&clock_, 1000);
    EXPECT_INT(aw_loop_init(&predict.loop, &options), 0, "made a loop");
    EXPECT_INT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0,
               "made a pair of sockets");
    predict.there = fd[1];
    stage_init();
    EXPECT_INT(aw_io_open(&predict.loop.poller, &predict.io, fd[0]), 0,
               "opened a descriptor");
    EXPECT_INT(
        aw_watch_io(&predict.loop, &predict.r, &predict.io, AW_READ, r_ran), 0,
        "watched it");
    program();
    EXPECT_PREDICTED(prediction, said(), "ran the program with d = %d, e = %d",
                     (int)predict.d, (int)predict.e);
}

GRADED(predict_loop, everybody_at_once, "1: everybody at once")
{
    runs_as_predicted(predict_program_1, predict_1);
}

GRADED(predict_loop, somebody_works_for_long, "2: somebody works for long")
{
    runs_as_predicted(predict_program_2, predict_2);
}

GRADED(predict_loop, a_stop_in_the_middle, "3: a stop in the middle")
{
    runs_as_predicted(predict_program_3, predict_3);
}

GRADED(predict_loop, a_stop_before_the_run, "4: a stop before the run")
{
    runs_as_predicted(predict_program_4, predict_4);
}

GRADED(predict_loop, the_same_moment, "5: the same moment")
{
    runs_as_predicted(predict_program_5, predict_5);
}

GRADED(predict_loop, nothing_left, "6: nothing left")
{
    with_idle = true;
    runs_as_predicted(predict_program_6, predict_6);
}
