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

static size_t undone; /* while it is handed out */

static void looks_at_the_queue(struct tune_stream *s, struct tune_reading *r)
{
    undone = s->in->unfinished;
    says_out(s, r);
}

GRADED(tune_readings, what_is_handed_out_is_not_done_before,
       "Each is done when it has been handed out.")
{
    struct aw_task *task = start();

    stream.out = looks_at_the_queue;
    comes(0, 5);
    aw_queue_shutdown(&q);
    run_all();
    EXPECT_SAID("5/0 s+0@0", "one came, and no more");
    EXPECT_INT(undone, 1, "counted what was not done when it was handed out");
    EXPECT_INT(q.unfinished, 0, "and behind that");
    end(task);
}

/* Whether it says -ENOMEM or has had enough memory: none is forgotten. */
static int readings_told_of(size_t fail)
{
    static struct graded_alloc memory;
    int result;
    struct aw_task *task;

    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    aw_queue_init(&q, &loop, NULL);
    for (size_t i = 0; i < 100; i++)
        comes(i, (aw_time)i);
    aw_queue_shutdown(&q);
    stream.out = checks_out;
    stream.late = 1000;
    n_out = wrong = 0;
    latest = NULL;
    task = spawn("s", puts_in_order, NULL);
    memory.fail_once = memory.calls + fail;
    run_all();
    result = task->future.result;
    aw_task_drop(task);
    while (next_one() >= 0)
        continue;
    forget();
    close_queue();
    stream.late = 10;
    return result == 0 ? n_out : result == -ENOMEM ? 100 + n_out : -1;
}

GRADED(tune_readings, without_memory_it_says_so,
       "or -ENOMEM: those that are held then are not handed out")
{
    for (size_t fail = 1; fail <= 4; fail++)
        EXPECT_INT(readings_told_of(fail), 100,
                   "100 came, and request %zu for memory fails", fail);
}

GRADED(tune_readings, drawn_ones_leave_as_in_the_reference,
       "A reading is handed out when one has come that is newer by more than "
       "`late`, in the same turn")
{
    struct aw_task *task = start();

    for (size_t i = 0; i < 100; i++) {
        comes(i, (aw_time)(2 * i) + (aw_time)graded_random(25));
        turn();
        say("|");
    }
    aw_queue_shutdown(&q);
    run_all();
    EXPECT_AS_REFERENCE("a hundred come, a bar behind each, and are held for "
                        "up to 10");
    end(task);
}
