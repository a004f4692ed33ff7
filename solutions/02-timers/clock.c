/* SPDX-License-Identifier: MIT */
/* The real clock asks the kernel, the virtual one remembers a number.  Nobody
 * who holds a struct aw_clock knows which it is: so a test puts the second
 * under a program that was written for the first.
 *
 * The one hard thing is the end of time: a sum that wraps round lies far in
 * the past, and the limit that should never come is over at once. */
#include <time.h>

#include "aw/timer.h"

/* ---- The machine's clock ------------------------------------------------*/

/* [monotonic] CLOCK_REALTIME belongs to the calendar, and may be set back.
 * A deadline wants a clock that only goes forward. */
static aw_time monotonic_now(struct aw_clock *clock)
{
    struct timespec t;
    long failed = aw_sys(clock_gettime(CLOCK_MONOTONIC, &t));

    (void)clock;
    AW_ASSERT(failed == 0,
              "this machine has no monotonic clock (%s): give the loop a "
              "virtual one",
              aw_error_name((int)failed));
    /* The constant is 64 bits wide, so the product is, where `long` is not. */
    return (aw_time)t.tv_sec * AW_SEC + t.tv_nsec;
}

struct aw_clock *aw_clock_monotonic(void)
{
    /* Never written to, so all threads may share it. */
    static struct aw_clock clock = {.now = monotonic_now};

    return &clock;
}

/* ---- The virtual clock --------------------------------------------------*/

static struct aw_clock_virtual *virtual_of(struct aw_clock *clock)
{
    return aw_container_of(clock, struct aw_clock_virtual, clock);
}

static aw_time virtual_now(struct aw_clock *clock)
{
    return virtual_of(clock)->time;
}

/* Whoever jumps back has mixed up two clocks, or a moment and a duration:
 * that must not pass in silence. */
static void virtual_jump(struct aw_clock *clock, aw_time to)
{
    struct aw_clock_virtual *self = virtual_of(clock);

    AW_ASSERT(to >= self->time,
              "a clock never goes back: it shows %lld ns, and was told to "
              "jump to the earlier %lld ns",
              (long long)self->time, (long long)to);
    self->time = to;
}

void aw_clock_virtual_init(struct aw_clock_virtual *clock, aw_time start)
{
    clock->clock.now = virtual_now;
    clock->clock.jump = virtual_jump;
    clock->time = start;
}

/* ---- Deadlines ----------------------------------------------------------*/

/* [saturate] Wrong turn: `now + delay < now` asks after the addition.  Signed
 * overflow is undefined in C, so the compiler may drop the question;
 * clock/a_huge_delay_never_wraps_round and the sanitizer catch it. */
aw_time aw_deadline(aw_time now, aw_time delay)
{
    if (delay <= 0)
        return now;
    /* `delay` is above 0, so this difference cannot overflow. */
    if (now > AW_NEVER - delay)
        return AW_NEVER;
    return now + delay;
}
