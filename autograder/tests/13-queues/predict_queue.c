/* SPDX-License-Identifier: MIT */
/* Runs each program with a number drawn anew, and compares. */
#include "predict_queue.h"

#include "predicted.h"

struct predict p;

void predict_say(char who, char sign)
{
    say("%c%c", who, sign);
}

void predict_say_number(char who, int n)
{
    say("%c%d", who, n);
}

GRADED(predict_queue, room_for_two, "1: room for two")
{
    runs_as_predicted(predict_program_1, predict_1);
}

GRADED(predict_queue, somebody_is_quicker, "2: somebody is quicker")
{
    runs_as_predicted(predict_program_2, predict_2);
}

GRADED(predict_queue, the_end, "3: the end")
{
    runs_as_predicted(predict_program_3, predict_3);
}

GRADED(predict_queue, a_bucket_and_a_window, "4: a bucket and a window")
{
    runs_as_predicted(predict_program_4, predict_4);
}
