/* SPDX-License-Identifier: MIT */
#include "tune_readings.h"

#include "fixture.h"

static struct tune_reading reading[400];

static void says_out(struct tune_stream *s, struct tune_reading *r)
{
    (void)s;
    say("%d/%u", (int)r->when, r->value);
}

static struct tune_stream stream = {.in = &q, .late = 10, .out = says_out};

static int puts_in_order(void *arg)
{
    (void)arg;
    return say_when(tune_readings(&stream));
}

/* A stream that waits for readings. */
static struct aw_task *start(void)
{
    struct aw_task *task;

    open_queue_with(NULL);
    task = spawn("s", puts_in_order, NULL);
    turn();
    return task;
}

/* Reading number i. */
static void comes(size_t i, aw_time when)
{
    reading[i] = (struct tune_reading){when, (unsigned)i};
    aw_queue_try_put(&q, &reading[i]);
}

static void end(struct aw_task *task)
{
    run_all();
    aw_task_drop(task);
    close_queue();
}

GRADED(tune_readings, they_leave_in_the_order_of_their_time,
       "They are handed out in the order of `when`")
{
    static const int when[] = {5, 3, 9, 1, 7};
    struct aw_task *task = start();

    for (size_t i = 0; i < 5; i++)
        comes(i, when[i]);
    run_all();
    EXPECT_SAID("", "nothing is newer by more than 10");
    aw_queue_shutdown(&q);
    run_all();
    EXPECT_SAID("1/3 3/1 5/0 7/4 9/2 s+0@0", "five came, and no more");
    EXPECT_INT(q.unfinished, 0, "counted what is not done");
    end(task);
}

GRADED(tune_readings, equal_ones_leave_as_they_came,
       "and equal ones in the order in which they came")
{
    struct aw_task *task = start();

    for (size_t i = 0; i < 6; i++)
        comes(i, i == 3 ? 4 : 5);
    aw_queue_shutdown(&q);
    run_all();
    EXPECT_SAID("4/3 5/0 5/1 5/2 5/4 5/5 s+0@0", "five of one moment");
    end(task);
}

GRADED(tune_readings, they_are_held_until_one_is_newer,
       "A reading is handed out when one has come that is newer by more than "
       "`late`, in the same turn")
{
    struct aw_task *task = start();

    comes(0, 5);
    comes(1, 15);
    run_all();
    EXPECT_SAID("", "newer by 10");
    comes(2, 16);
    turn();
    EXPECT_SAID("5/0", "newer by 11");
    EXPECT_INT(q.unfinished, 2, "counted what is not done");
    comes(3, 3);
    turn();
    EXPECT_SAID("5/0 3/3", "one that is too late");
    aw_queue_shutdown(&q);
    end(task);
}

GRADED(tune_readings, asked_to_end_it_ends,
       "or -ECANCELED, when this task was asked to end")
{
    struct aw_task *task = start();

    comes(0, 5);
    run_all();
    aw_task_cancel(task, NULL);
    run_all();
    EXPECT_SAID("s=ECANCELED@0", "asked while one is held");
    end(task);
}

/* Are they as the promise wants them, one after the other? */
static int n_out, wrong;
static struct tune_reading *latest;

static void checks_out(struct tune_stream *s, struct tune_reading *r)
{
    (void)s;
    wrong += latest && (r->when < latest->when ||
                        (r->when == latest->when && r < latest));
    latest = r;
    n_out++;
}

GRADED(tune_readings, many_by_chance,
       "They are handed out in the order of "
       "`when`")
{
    struct aw_task *task = start();

    stream.out = checks_out;
    n_out = wrong = 0;
    latest = NULL;
    for (size_t i = 0; i < 400; i++) {
        comes(i, (aw_time)i + (aw_time)graded_random(10));
        if (graded_random(5) == 0)
            turn();
    }
    aw_queue_shutdown(&q);
    run_all();
    EXPECT_INT(n_out, 400, "counted what came out");
    EXPECT_INT(wrong, 0, "and what came in a wrong order");
    end(task);
}
