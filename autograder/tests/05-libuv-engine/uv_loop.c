/* SPDX-License-Identifier: MIT */
/* A loop of libuv's, opened and closed; and chapter 04's loop on it. */
#include "kit.h"

#include "../04-event-loop/loop/closers.c"
#include "../04-event-loop/loop/drawn.c"
#include "../04-event-loop/loop/opening.c"
#include "../04-event-loop/loop/pending.c"

static uv_loop_t *native(struct kit *k)
{
    return k->poller.ops->native(&k->poller);
}

/* ---- Opening ------------------------------------------------------------*/

GRADED(uv_loop, native_gives_its_loop, "`native` gives its uv_loop_t.")
{
    struct kit k;

    kit_open(&k);
    EXPECT_PTR(native(&k), &k.e->loop, "asked for the uv_loop_t");
    EXPECT_PTR(native(&k), &k.e->loop, "asked twice");
    EXPECT(k.e->shared, "asked for the uv_loop_t");
    kit_close(&k);
}

static int ignore(struct aw_handle *handle)
{
    (void)handle;
    return 0;
}

GRADED(uv_loop, nothing_of_its_own_keeps_the_loop_alive,
       "Nothing of the engine's own keeps that loop alive: uv_loop_alive says "
       "whether others have work on it.")
{
    struct aw_handle alarm;
    struct kit k;

    kit_bare(&k);
    EXPECT_INT(uv_loop_alive(native(&k)), 0, "opened a poller");
    aw_handle_init(&alarm, ignore);
    k.poller.ops->signal(&k.poller, SIGUSR1, &alarm);
    k.poller.ops->wake(&k.poller);
    kit_pair(k.fd);
    aw_io_open(&k.poller, &k.io, k.fd[0]);
    kit_read(&k);
    kit_turn(&k);
    kit_poll(&k, 1);
    EXPECT_INT(uv_loop_alive(native(&k)), 0,
               "polled, and waits for a descriptor and a signal");
    aw_io_close(&k.poller, &k.io);
    kit_turn(&k);
    EXPECT_INT(uv_loop_alive(native(&k)), 0, "closed the descriptor, polled");
    kit_close(&k);
}

GRADED(uv_loop, closing_frees_all_that_open_made,
       "All memory goes back to `poller->alloc`.")
{
    struct aw_handle alarm;
    struct kit k;
    int before;

    kit_warm_up();
    before = kit_open_numbers();
    kit_open(&k);
    aw_handle_init(&alarm, ignore);
    k.poller.ops->signal(&k.poller, SIGUSR1, &alarm);
    kit_read(&k);
    kit_turn(&k);
    EXPECT_AT_LEAST(k.alloc.blocks, 1, "opened a poller with an allocator");
    kit_close(&k);
    EXPECT_INT(k.alloc.blocks, 0, "closed the poller: blocks of memory left");
    EXPECT_INT(kit_open_numbers(), before, "closed: descriptors open");
    EXPECT_PTR(k.poller.impl, NULL, "closed the poller");
}

GRADED(uv_loop, an_open_without_memory_leaves_nothing,
       "After a failure there is nothing left of it.")
{
    struct graded_alloc a;
    struct aw_poller poller;
    struct aw_ready ready;
    size_t asked = 0;
    int before;

    kit_warm_up();
    before = kit_open_numbers();
    graded_alloc_init(&a);
    EXPECT_INT(aw_poller_open(&poller, ENGINE, &ready, &a.alloc), 0, "opened");
    asked = a.calls;
    aw_poller_close(&poller);
    UNCOUNTED
    for (size_t n = 1; n <= asked; n++) {
        graded_alloc_init(&a);
        a.fail_from = n;
        EXPECT_INT(aw_poller_open(&poller, ENGINE, &ready, &a.alloc), -ENOMEM,
                   "opened a poller, memory ends at request %zu", n);
        EXPECT_INT(a.bytes, 0, "failed to open: bytes of memory left");
        EXPECT_INT(kit_open_numbers(), before, "failed to open a poller");
    }
}

/* Descriptors that libuv itself leaves open when it cannot make a loop: 1.44
 * forgets some. */
static int left_by_libuv(struct kit_fail cause)
{
    int before = kit_open_numbers();
    uv_loop_t l;

    kit_fail = cause;
    EXPECT_INT(uv_loop_init(&l), -EMFILE, "made a loop of libuv's");
    kit_fail = (struct kit_fail){0};
    return kit_open_numbers() - before;
}

GRADED(uv_loop, an_open_without_descriptors_leaves_nothing,
       "After a failure there is nothing left of it.")
{
    const struct kit_fail cause[] = {{1, 0}, {2, 0}, {0, 1}, {0, 2}};
    struct aw_poller poller;
    struct graded_alloc a;
    struct aw_ready ready;
    int allowed, before;

    kit_warm_up();
    allowed = left_by_libuv(cause[0]) + left_by_libuv(cause[2]);
    before = kit_open_numbers();
    for (int i = 0; i < 4; i++) {
        graded_alloc_init(&a);
        kit_fail = cause[i];
        EXPECT_INT(aw_poller_open(&poller, ENGINE, &ready, &a.alloc), -EMFILE,
                   "opened a poller while system call %d fails", i);
        kit_fail = (struct kit_fail){0};
        EXPECT_INT(a.bytes, 0, "failed to open: bytes of memory left");
    }
    EXPECT_AT_MOST(kit_open_numbers() - before, allowed,
                   "failed to open four times: descriptors left");
}

/* ---- The bell -----------------------------------------------------------*/

GRADED(uv_loop, a_wake_leaves_errno_alone, "leaves errno as it was")
{
    struct kit k;

    /* A45: also when the bell's write fails. */
    kit_bare(&k);
    for (int i = 0; i < 2; i++) {
        errno = EDOM;
        k.poller.ops->wake(&k.poller);
        EXPECT_INT(errno, EDOM, "woke the poller");
    }
    EXPECT_INT(kit_poll(&k, AW_NEVER), 0, "woke it twice, polled");
    kit_close(&k);
}

GRADED(uv_loop, a_bell_that_was_not_heard_is_not_rung_again,
       "Wakes that come before the poll sees them count as one.")
{
    struct kit k;

    /* A42 */
    kit_bare(&k);
    for (int i = 0; i < 1000; i++)
        k.poller.ops->wake(&k.poller);
    kit_calls = (struct kit_calls){0};
    EXPECT_INT(kit_poll(&k, AW_NEVER), 0, "woke it 1000 times, polled");
    EXPECT_INT(kit_calls.events, 1, "woke it 1000 times: events");
    kit_close(&k);
}

/* ---- What others leave on the loop --------------------------------------*/

static void says_closed(uv_handle_t *handle)
{
    (void)handle;
    say("closed");
}

static void says_late(uv_timer_t *timer)
{
    (void)timer;
    say("late");
}

GRADED(uv_loop, an_open_handle_is_closed_without_a_callback,
       "A handle that is being closed already gets the callback that it was "
       "given, the others get none.")
{
    uv_timer_t left, closing;
    uv_async_t bell;
    struct kit k;

    kit_bare(&k);
    uv_timer_init(native(&k), &left);
    uv_timer_start(&left, says_late, 1, 1);
    uv_async_init(native(&k), &bell, NULL);
    uv_timer_init(native(&k), &closing);
    uv_close((uv_handle_t *)&closing, says_closed);
    kit_close(&k);
    EXPECT_SAID("closed", "closed with one handle closing and two open");
    EXPECT(uv_is_closing((uv_handle_t *)&left), "closed with an open handle");
}

static void works(uv_work_t *request)
{
    (void)request;
    usleep(2000);
}

static void worked(uv_work_t *request, int status)
{
    (void)request;
    say("worked=%d", status);
}

GRADED(uv_loop, requests_are_waited_for,
       "Close every handle that is open, wait for every request, and close "
       "`loop`.")
{
    static uv_work_t request[3];
    struct kit k;

    /* H7 */
    kit_bare(&k);
    for (int i = 0; i < 3; i++)
        EXPECT_INT(uv_queue_work(native(&k), &request[i], works, worked), 0,
                   "gave work to another thread");
    kit_close(&k);
    EXPECT_SAID("worked=0 worked=0 worked=0", "closed with work under way");
}

static uv_idle_t opened_late;

static void idles(uv_idle_t *idle)
{
    (void)idle;
    say("late");
}

/* What is opened would be called in the next run of libuv. */
static void opens_another(uv_work_t *request, int status)
{
    (void)status;
    say("opens");
    uv_idle_init(request->loop, &opened_late);
    uv_idle_start(&opened_late, idles);
    uv_stop(request->loop);
}

GRADED(uv_loop, what_callbacks_open_is_closed_as_well,
       "What these callbacks open is closed as well.")
{
    static uv_work_t request;
    uv_loop_t loop_;

    EXPECT_INT(uv_loop_init(&loop_), 0, "made a loop of libuv's");
    EXPECT_INT(uv_queue_work(&loop_, &request, works, opens_another), 0,
               "gave work to another thread");
    aw__uv_finish(&loop_);
    EXPECT_SAID("opens", "finished a loop; a callback opened a handle");
    EXPECT(uv_is_closing((uv_handle_t *)&opened_late), "finished a loop");
}

static int how_it_is_opened;
static uv_timer_t opened_then;

static void fires_never(uv_timer_t *timer)
{
    (void)timer;
}

/* 0: opened, and no more; 1: started, and not referenced; 2: started. */
static void opens_when_closed(uv_handle_t *handle)
{
    say("closed");
    uv_timer_init(handle->loop, &opened_then);
    if (how_it_is_opened > 0)
        uv_timer_start(&opened_then, fires_never, 1, 1);
    if (how_it_is_opened == 1)
        uv_unref((uv_handle_t *)&opened_then);
}

GRADED(uv_loop, what_close_callbacks_open_is_closed_as_well,
       "What these callbacks open is closed as well.")
{
    static const char *const how[] = {
        "opens a timer",
        "starts one that is not referenced",
        "starts a timer",
    };
    uv_loop_t loop_;
    uv_timer_t closes;

    for (; how_it_is_opened < 3; how_it_is_opened++) {
        forget();
        EXPECT_INT(uv_loop_init(&loop_), 0, "made a loop of libuv's");
        uv_timer_init(&loop_, &closes);
        uv_close((uv_handle_t *)&closes, opens_when_closed);
        aw__uv_finish(&loop_);
        EXPECT_SAID("closed", "a close callback %s", how[how_it_is_opened]);
        EXPECT(uv_is_closing((uv_handle_t *)&opened_then),
               "a close callback %s", how[how_it_is_opened]);
    }
}
