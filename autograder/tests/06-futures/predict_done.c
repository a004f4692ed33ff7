/* SPDX-License-Identifier: MIT */
/* Runs each program with a number drawn anew, and compares. */
#include <stdio.h>
#include <string.h>

#include "predict_done.h"

#include "graded.h"
#include "graded_loop.h"

struct predict p;

void predict_say(const char *word)
{
    say("%s", word);
}

static int hear(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);
    struct predict_watch *me = aw_container_of(w, struct predict_watch, watch);

    if (w->state == AW_DONE)
        say("%c%d", me->name, (int)(intptr_t)w->value);
    else
        say("%c-", me->name);
    if (me->after)
        me->after();
    return 0;
}

static void watch_init(struct predict_watch *who, char name)
{
    who->name = name;
    aw_watch_init(&who->watch, hear, name != 'x');
}

static void runs_as_predicted(void (*program)(void), const char *prediction,
                              bool bars)
{
    memset(&p, 0, sizeof(p));
    EXPECT_INT(graded_loop_init(&p.loop, NULL), 0, "made a loop");
    aw_future_init(&p.f, &p.loop, NULL);
    aw_future_init(&p.g, &p.loop, NULL);
    watch_init(&p.a, 'a');
    watch_init(&p.b, 'b');
    watch_init(&p.c, 'c');
    watch_init(&p.d, 'd');
    watch_init(&p.x, 'x');
    p.n = 2 + (int)graded_random(8);
    program();
    for (uint64_t ran = 0; aw_loop_run_once(&p.loop) > 0;) {
        if (bars && p.loop.ready.ran > ran)
            say("|");
        ran = p.loop.ready.ran;
    }
    EXPECT_PREDICTED(prediction, said(), "ran the program with n = %d", p.n);
}

GRADED(predict_done, starting_and_stopping, "1: starting and stopping")
{
    runs_as_predicted(predict_program_1, predict_1, true);
}

GRADED(predict_done, in_the_middle_of_a_callback,
       "2: in the middle of a callback")
{
    runs_as_predicted(predict_program_2, predict_2, true);
}

GRADED(predict_done, the_same_memory, "3: the same memory, another future")
{
    runs_as_predicted(predict_program_3, predict_3, true);
}

GRADED(predict_done, giving_up, "4: giving up")
{
    runs_as_predicted(predict_program_4, predict_4, true);
}

GRADED(predict_done, a_promise, "5: a promise")
{
    runs_as_predicted(predict_program_5, predict_5, true);
}

GRADED(predict_done, a_chain, "What it says, without the bars.")
{
    runs_as_predicted(predict_program_6, predict_6, false);
}
