/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <time.h>

/* From now on the clock is ours, and shows `fraction` nanoseconds behind a
 * whole millisecond.  It never goes back. */
static void clock_is_ours(int64_t fraction)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    kit_time.now = t.tv_sec * AW_SEC + t.tv_nsec;
    kit_time.now = (kit_time.now / AW_MS + 100) * AW_MS + fraction;
    kit_time.step = 50;
}

/* ---- The alarm ----------------------------------------------------------*/

/* How long a poll takes by our clock, begun so close to a whole millisecond. */
static int64_t length_of(struct kit *k, int64_t before, aw_time timeout)
{
    int64_t begun;

    clock_is_ours(AW_MS - before);
    begun = kit_time.now;
    EXPECT_INT(kit_poll(k, timeout), 0, "polled while idle");
    return kit_time.now - begun;
}

GRADED(uv_poll, the_moment_of_the_alarm_is_rounded_up,
       "anything between is never cut short, and rounded up where the kernel "
       "counts in coarser units")
{
    static const aw_time length[] = {AW_MS / 2, AW_MS, AW_MS * 3 / 2,
                                     10 * AW_MS - 1, 10 * AW_MS + 1};
    int early = 0, late = 0;
    struct kit k;

    /* A10, A15: wherever in the poll the millisecond ends. */
    kit_bare(&k);
    kit_time.asleep = &k.poller;
    for (int64_t before = 10; before < 1000; before += 50)
        for (int i = 0; i < 5; i++) {
            int64_t took = length_of(&k, before, length[i]);

            early += took < length[i];
            late += took > length[i] + 3 * AW_MS;
        }
    EXPECT_INT(early, 0, "polled for 0.5 to 10 ms: polls that were cut short");
    EXPECT_INT(late, 0, "polled: polls that took 3 ms more than asked for");
    kit_time.now = 0;
    kit_close(&k);
}

GRADED(uv_poll, an_alarm_that_goes_off_before_the_wait_prevents_it,
       "Wait for events for at most `timeout`")
{
    int for_ever = 0;
    struct kit k;

    kit_bare(&k);
    kit_time.asleep = &k.poller;
    for (int64_t before = 10; before < 1000; before += 50)
        for (aw_time timeout = 1; timeout < 200; timeout += 60) {
            int64_t took = length_of(&k, before, timeout);

            for_ever += kit_calls.timeout < 0 || took > 3 * AW_MS;
        }
    EXPECT_INT(for_ever, 0, "polled for 1 to 181 ns: waits without end");
    kit_time.now = 0;
    kit_close(&k);
}

GRADED(uv_poll, there_is_no_alarm_where_none_is_needed,
       "0 or less does not wait, AW_NEVER waits for ever")
{
    struct kit k;

    kit_bare(&k);
    k.poller.ops->wake(&k.poller);
    kit_poll(&k, AW_NEVER);
    EXPECT_INT(kit_calls.timeout, -1, "polled for ever");
    kit_poll(&k, 0);
    EXPECT_INT(kit_calls.timeout, 0, "polled for 0");
    kit_poll(&k, INT64_MIN);
    EXPECT_INT(kit_calls.timeout, 0, "polled for the least time");
    kit_close(&k);
}

GRADED(uv_poll, an_alarm_is_taken_back_when_the_poll_ends,
       "Wait for events for at most `timeout`")
{
    struct kit k;

    kit_bare(&k);
    k.poller.ops->wake(&k.poller);
    kit_poll(&k, 3600 * AW_SEC);
    EXPECT_AT_LEAST(kit_calls.timeout, 1, "polled for an hour, and was woken");
    k.poller.ops->wake(&k.poller);
    kit_poll(&k, AW_NEVER);
    EXPECT_INT(kit_calls.timeout, -1, "then polled for ever");
    kit_close(&k);
}

GRADED(uv_poll, a_huge_limit_does_not_wrap,
       "anything between is never cut short")
{
    static const aw_time length[] = {AW_NEVER - 1, AW_NEVER / 2,
                                     366 * 86400 * AW_SEC};
    struct kit k;

    /* A14 */
    kit_bare(&k);
    for (int i = 0; i < 3; i++) {
        k.poller.ops->wake(&k.poller);
        kit_calls.timeout = 0;
        EXPECT_INT(kit_poll(&k, length[i]), 0, "woke it, polled for years");
        EXPECT(kit_calls.timeout == -1 || kit_calls.timeout > 86400 * 1000,
               "polled for years: the kernel was told %d ms",
               kit_calls.timeout);
    }
    kit_close(&k);
}

GRADED(uv_poll, a_poll_waits_also_behind_a_close,
       "anything between is never cut short")
{
    struct kit k;
    int64_t begun;

    kit_open(&k);
    kit_read(&k);
    kit_turn(&k);
    aw_io_close(&k.poller, &k.io);
    aw_ready_run(&k.ready);
    clock_is_ours(0);
    begun = kit_time.now;
    EXPECT_INT(kit_poll(&k, 5 * AW_MS), 0, "closed a descriptor, polled");
    EXPECT_AT_LEAST(kit_time.now - begun, 5 * AW_MS,
                    "polled for 5 ms behind a close");
    kit_time.now = 0;
    kit_close(&k);
}

/* Poll for so many milliseconds by our clock; how long did it take? */
static int64_t waits_for(struct kit *k, int ms)
{
    int64_t begun = kit_time.now;

    EXPECT_INT(kit_poll(k, ms * AW_MS), 0, "polled for %d ms", ms);
    return kit_time.now - begun;
}

GRADED(uv_poll, what_was_before_cuts_no_poll_short,
       "anything between is never cut short")
{
    struct kit k;

    /* [0]: a poll until its limit was before; [1]: one that did not wait. */
    for (int i = 0; i < 2; i++) {
        kit_open(&k);
        kit_read(&k);
        kit_turn(&k);
        clock_is_ours(0);
        if (i == 0)
            EXPECT_AT_LEAST(waits_for(&k, 3), 3 * AW_MS,
                            "polled until the limit");
        aw_io_close(&k.poller, &k.io);
        if (i == 1)
            kit_poll(&k, 0);
        EXPECT_AT_LEAST(waits_for(&k, 20), 20 * AW_MS,
                        "%s, closed a descriptor%s, polled for 20 ms",
                        i ? "polled for 0" : "polled until the limit",
                        i ? " before that" : "");
        kit_time.now = 0;
        aw_ready_run(&k.ready);
        kit_close(&k);
    }
}

GRADED(uv_poll, each_poll_waits_while_others_are_alive,
       "anything between is never cut short")
{
    uv_timer_t timer;
    struct kit k;

    kit_open(&k);
    uv_timer_init(k.poller.ops->native(&k.poller), &timer);
    uv_timer_start(&timer, guest_pushes, 3600 * 1000, 0);
    clock_is_ours(0);
    for (int i = 0; i < 3; i++)
        EXPECT_AT_LEAST(waits_for(&k, 5), 5 * AW_MS,
                        "poll %d, with a timer of libuv's", i + 1);
    kit_time.now = 0;
    kit_close(&k);
}

GRADED(uv_poll, news_behind_a_close_end_the_poll,
       "Wait for events for at most `timeout`")
{
    struct aw_io other;
    struct kit k;
    int fd[2];

    /* What comes in the run that closes must not be slept over. */
    kit_open(&k);
    kit_pair(fd);
    EXPECT_INT(aw_io_open(&k.poller, &other, fd[0]), 0, "watched another");
    for (int i = 0; i < 2; i++) {
        aw_io_close(&k.poller, i == 0 ? &other : &k.io);
        if (i == 0)
            kit_read(&k), kit_put(k.fd[1]);
        else
            k.poller.ops->wake(&k.poller);
        EXPECT_INT(kit_poll(&k, AW_NEVER), i == 0, "closed one, polled");
        aw_ready_run(&k.ready);
    }
    EXPECT_SAID("r", "closed one with the other readable");
    close(fd[0]);
    close(fd[1]);
    kit_close(&k);
}
