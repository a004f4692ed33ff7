/* SPDX-License-Identifier: MIT */
/* Runs each program with numbers drawn anew, and compares. */
#include "predict_wakes.h"

#include "fixture.h"

static struct predict_stage stage;

void predict_say(const char *word)
{
    say("%s", word);
}

void predict_fill(int fd)
{
    fill(fd);
}

void predict_drain(int fd)
{
    drain(fd);
}

static int reader_ran(struct aw_handle *handle)
{
    (void)handle;
    say(stage.reader.status == -EBADF ? "r-closed" : "r");
    if (stage.after_reader)
        stage.after_reader(&stage);
    return 0;
}

static int writer_ran(struct aw_handle *handle)
{
    (void)handle;
    say(stage.writer.status == -EBADF ? "w-closed" : "w");
    return 0;
}

static int alarm_ran(struct aw_handle *handle)
{
    (void)handle;
    say("s");
    if (stage.after_alarm)
        stage.after_alarm(&stage);
    return 0;
}

static void runs_as_predicted(void (*program)(struct predict_stage *stage),
                              const char *prediction)
{
    int fd[2];

    stream_open(fd);
    stage.here = fd[0];
    stage.there = fd[1];
    stage.n = 2 + (int)graded_random(8);
    aw_handle_init(&stage.reader.handle, reader_ran);
    aw_handle_init(&stage.writer.handle, writer_ran);
    aw_handle_init(&stage.alarm, alarm_ran);
    aw_ready_init(&stage.ready);
    EXPECT_INT(aw_poller_open(&stage.poller, ENGINE, &stage.ready, NULL), 0,
               "opened a poller");
    EXPECT_INT(aw_io_open(&stage.poller, &stage.io, stage.here), 0,
               "watched a socket");
    program(&stage);
    EXPECT_PREDICTED(prediction, said(), "ran the program with n = %d",
                     stage.n);
}

GRADED(predict_wakes, the_other_end_hangs_up, "1: the other end hangs up")
{
    runs_as_predicted(predict_program_1, predict_1);
}

GRADED(predict_wakes, closed_between_the_poll_and_the_run,
       "2: closed between the poll and the run")
{
    runs_as_predicted(predict_program_2, predict_2);
}

GRADED(predict_wakes, a_callback_closes_what_another_waits_for,
       "3: a callback closes what another one waits for")
{
    runs_as_predicted(predict_program_3, predict_3);
}

GRADED(predict_wakes, a_callback_gives_up_for_another,
       "4: a callback gives up for another one")
{
    runs_as_predicted(predict_program_4, predict_4);
}

GRADED(predict_wakes, nobody_waits, "5: nobody waits")
{
    runs_as_predicted(predict_program_5, predict_5);
}

GRADED(predict_wakes, signals, "6: signals")
{
    runs_as_predicted(predict_program_6, predict_6);
}
