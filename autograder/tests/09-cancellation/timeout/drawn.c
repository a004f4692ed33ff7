/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 3, DEEP = 3 };

static struct aw_timeout limit[FEW][DEEP];
static bool is_open[FEW][DEEP];
static struct aw_task *few[FEW];

/* Never, past, none, or some whole milliseconds. */
static aw_time drawn_deadline(void)
{
    switch (graded_random(7)) {
    case 0:
        return AW_NEVER;
    case 1:
        return aw_loop_now(&loop) - AW_MS;
    default:
        return aw_from_now((aw_time)graded_random(9) * AW_MS);
    }
}

/* To half a millisecond, so that nothing else is due then. */
static void moves_one(void)
{
    uint64_t i = graded_random(FEW), deep = graded_random(DEEP);
    aw_time when = aw_from_now((aw_time)graded_random(9) * AW_MS) + AW_MS / 2;
    int rc;

    if (!is_open[i][deep])
        return;
    if (graded_random(4) == 0)
        when = graded_random(2) ? AW_NEVER : aw_loop_now(&loop);
    rc = aw_timeout_move(&limit[i][deep], when);
    say("%c%d>%s%s", (char)('a' + i), (int)deep, aw_error_name(rc),
        when == AW_NEVER ? "-never" : "");
}

static int lives_within(int own, int deep);

static int does_something(int own, int deep)
{
    struct aw_task *other = few[graded_random(FEW)];

    switch (graded_random(8)) {
    case 0:
        if (graded_random(2) == 0)
            say("-%s%d", other->name, aw_task_cancel(other, NULL));
        return 0;
    case 1:
    case 2:
        moves_one();
        return 0;
    case 3:
        return aw_yield();
    case 4:
    case 5:
        return deep + 1 < DEEP ? lives_within(own, deep + 1) : aw_yield();
    default:
        return aw_sleep((aw_time)graded_random(7) * AW_MS);
    }
}

/* "a1=ETIMEDOUT@5x:2": the second limit of a; its time was up, and there are
 * two requests to end a. */
static int lives_within(int own, int deep)
{
    struct aw_timeout *here = &limit[own][deep];
    int rc = 0;

    aw_timeout_begin(here, drawn_deadline());
    is_open[own][deep] = true;
    for (uint64_t i = 1 + graded_random(4); i > 0 && rc >= 0; i--)
        rc = does_something(own, deep);
    if (graded_random(6) == 0)
        rc = graded_random(2) ? -EIO : 3;
    is_open[own][deep] = false;
    rc = aw_timeout_end(here, rc);
    say("%s%d%s%s@%d%s:%u", me(), deep, rc < 0 ? "=" : "+",
        rc < 0 ? aw_error_name(rc) : (rc ? "3" : "0"), now_ms(),
        aw_timeout_expired(here) ? "x" : "", aw_cancelling(aw_task_self()));
    return rc;
}

static int lives_on(void *arg)
{
    for (int i = 0; i < 7; i++) {
        int rc = lives_within((int)(intptr_t)arg, 0);

        /* It has been delivered, and all limits have ended. */
        if (rc == -ECANCELED)
            while (aw_uncancel(aw_task_self()) > 0)
                continue;
    }
    return 0;
}

GRADED(timeout, drawn_limits_end_as_in_the_reference,
       "If the time was up, the request is taken back.")
{
    open_loop();
    memset(is_open, 0, sizeof(is_open));
    for (int i = 0; i < FEW; i++)
        few[i] = spawn((const char[]){(char)('a' + i), '\0'}, lives_on, num(i));
    run_all();
    for (int i = 0; i < FEW; i++)
        aw_task_drop(few[i]);
    EXPECT_AS_REFERENCE("three tasks with limits inside of limits (a1=EIO@5x:2 "
                        "is the second one of a, expired, 2 requests) move "
                        "them (b0>OK) and ask each other (-a1)");
    close_clean();
}
