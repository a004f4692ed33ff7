/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static aw_time moved_to;

static int moves(struct aw_handle *handle)
{
    (void)handle;
    say("moved-%s@%d", aw_error_name(aw_timeout_move(shared, moved_to)),
        now_ms());
    if (shared->state == AW_TIMEOUT_EXPIRING)
        EXPECT_INT(shared->when, 10 * AW_MS, "moved it when its time was up");
    return 0;
}

static const struct {
    int at, to;
    const char *said;
} move[] = {
    {5, 20, "moved-OK@5 a=ETIMEDOUT@20"}, {5, 7, "moved-OK@5 a=ETIMEDOUT@7"},
    {5, 2, "moved-OK@5 a=ETIMEDOUT@5"},   {5, 5, "moved-OK@5 a=ETIMEDOUT@5"},
    {5, 1000, "moved-OK@5 a+0@50"},
};

/* D48 */
GRADED(timeout, it_can_be_moved,
       "Move the limit, to an earlier or later moment, past or AW_NEVER.")
{
    struct aw_timer timer;

    for (size_t i = 0; i < sizeof(move) / sizeof(*move); i++) {
        open_loop();
        launch("a", can_be_moved, num(50));
        aw_timer_init(&timer, moves);
        aw_call_at(&loop, &timer, move[i].at * AW_MS);
        moved_to = move[i].to == 1000 ? AW_NEVER : move[i].to * AW_MS;
        run_all();
        EXPECT_SAID(move[i].said, "a limit of 10 ms, moved at %d ms to %d",
                    move[i].at, move[i].to);
        forget();
        close_clean();
    }
}

/* D48 */
GRADED(timeout, when_its_time_is_up_it_cannot_be_moved,
       "Returns 0, or -ETIMEDOUT when its time is up: then nothing changes.")
{
    struct aw_timer timer;

    open_loop();
    launch("a", can_be_moved, num(50));
    turn();
    aw_timer_init(&timer, moves);
    aw_call_at(&loop, &timer, 10 * AW_MS);
    moved_to = 30 * AW_MS;
    run_all();
    EXPECT_SAID("moved-ETIMEDOUT@10 a=ETIMEDOUT@10",
                "moved when the time was up");
    close_clean();
}

static int asked_and_moves(void *arg)
{
    struct aw_timeout t;
    int rc;

    aw_timeout_begin(&t, aw_from_now(10 * AW_MS));
    aw_task_cancel(aw_task_self(), "inside");
    if (arg)
        say_when(aw_yield());
    aw_timeout_move(&t, arg ? aw_from_now(5 * AW_MS) : aw_from_now(0));
    rc = aw_sleep(50 * AW_MS);
    return say_when(aw_timeout_end(&t, rc));
}

GRADED(timeout, a_move_is_no_begin,
       "rc is -ECANCELED, and somebody has: it stays -ECANCELED, for he means "
       "more")
{
    open_loop();
    launch("a", asked_and_moves, num(1));
    run_all();
    EXPECT_SAID("a=ECANCELED@0 a=ECANCELED@5",
                "asked inside, moved, and ran out of time");
    close_clean();
}

static int pending_and_moves(void *arg)
{
    struct aw_timeout t;
    int rc;

    (void)arg;
    aw_task_cancel(aw_task_self(), "before");
    aw_timeout_begin(&t, AW_NEVER);
    aw_timeout_move(&t, aw_from_now(0));
    rc = aw_sleep(50 * AW_MS);
    return say_when(aw_timeout_end(&t, rc));
}

/* D45 */
GRADED(timeout, a_move_forgets_no_request_from_before,
       "A request from before that reaches the body only now stays one: it is "
       "not taken for the limit's, unless it has been taken back by then.")
{
    open_loop();
    launch("a", pending_and_moves, NULL);
    run_all();
    EXPECT_SAID("a=ECANCELED@0", "asked before, began, moved to now");
    close_clean();
}

static int moves_late(void *arg)
{
    struct aw_timeout t;

    aw_timeout_begin(&t, aw_from_now(0));
    if (arg)
        aw_yield();
    aw_timeout_end(&t, 0);
    EXPECT_MISUSE(aw_timeout_move(&t, 0), "", "moved one that ended");
    EXPECT_MISUSE(aw_timeout_end(&t, 0), "", "ended it twice");
    return 0;
}

/* D48 */
GRADED(timeout, one_that_has_ended_is_over, "Misuse when it is not open")
{
    open_loop();
    launch("a", moves_late, NULL);
    turn();
}

/* D48 */
GRADED(timeout, one_that_has_expired_and_ended_is_over,
       "Misuse when it is not open")
{
    open_loop();
    launch("a", moves_late, num(1));
    turn();
    turn();
}
