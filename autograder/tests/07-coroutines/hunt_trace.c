/* SPDX-License-Identifier: MIT */
#include "hunt_trace.h"

#include "graded.h"

static struct aw_clock_virtual ticks;
static struct hunt_trace trace;
static struct aw_count count;
static int opened;

/* A generator that plays back answers; time passes while it runs. */
static struct aw_gen inner;
static int answer[8], asked, got_thrown;
static intptr_t got_sent;

static int play(struct aw_gen *gen, intptr_t sent, int thrown)
{
    got_sent = sent;
    got_thrown = thrown;
    ticks.time += AW_MS;
    gen->value = 100 + asked;
    return answer[asked++];
}

static void traced(int first, int second)
{
    aw_clock_virtual_init(&ticks, 0);
    aw_gen_init(&inner, play);
    answer[0] = first;
    answer[1] = second;
    asked = 0;
    hunt_trace_init(&trace, &inner, &ticks.clock);
}

static void traced_count(long last)
{
    aw_clock_virtual_init(&ticks, 0);
    opened = 0;
    aw_count_init(&count, 1, last, &opened);
    hunt_trace_init(&trace, &count.gen, &ticks.clock);
}

GRADED(hunt_trace, it_yields_and_returns_what_the_other_does,
       "it yields what that yields, returns what that returns")
{
    long n = 1 + (long)graded_random(9);

    traced_count(n);
    UNCOUNTED
    for (long i = 1; i <= n; i++) {
        EXPECT_INT(aw_gen_send(&trace.gen, 0), AW_YIELDED, "counted to %ld", n);
        EXPECT_INT(trace.gen.value, i, "counted to %ld", n);
    }
    EXPECT_INT(aw_gen_send(&trace.gen, 0), 0, "counted to %ld", n);
    EXPECT_INT(trace.gen.value, n, "it returned how many it gave");
}

GRADED(hunt_trace, what_is_sent_reaches_it,
       "What is sent to the trace and what is thrown into it reaches `inner`.")
{
    traced(AW_YIELDED, AW_YIELDED);
    aw_gen_send(&trace.gen, 0);
    aw_gen_send(&trace.gen, 42);
    EXPECT_INT(got_sent, 42, "sent 42 to the trace");
    EXPECT_INT(got_thrown, 0, "nothing was thrown");
}

GRADED(hunt_trace, what_is_thrown_reaches_it,
       "What is sent to the trace and what is thrown into it reaches `inner`.")
{
    traced(AW_YIELDED, AW_YIELDED);
    aw_gen_send(&trace.gen, 0);
    EXPECT_INT(aw_gen_throw(&trace.gen, -EPIPE), AW_YIELDED,
               "threw, and it was caught");
    EXPECT_INT(got_thrown, -EPIPE, "threw -EPIPE into the trace");
    EXPECT_INT(trace.gen.value, 101, "it caught the error and yielded 101");
}

GRADED(hunt_trace, even_a_cancellation_may_be_caught,
       "What is sent to the trace and what is thrown into it reaches `inner`.")
{
    traced(AW_YIELDED, AW_YIELDED);
    aw_gen_send(&trace.gen, 0);
    EXPECT_INT(aw_gen_throw(&trace.gen, -ECANCELED), AW_YIELDED,
               "threw -ECANCELED, and it was caught");
    EXPECT_INT(got_thrown, -ECANCELED, "threw -ECANCELED into the trace");
    EXPECT_INT(trace.gen.value, 101, "it caught the error and yielded 101");
}

GRADED(hunt_trace, a_failure_comes_out, "and fails as that fails")
{
    traced(AW_YIELDED, -ENOSPC);
    aw_gen_send(&trace.gen, 0);
    EXPECT_INT(aw_gen_send(&trace.gen, 0), -ENOSPC, "it failed");
    EXPECT_INT(trace.gen.state, AW_GEN_FINISHED, "it failed");
    traced(AW_YIELDED, -ECANCELED);
    aw_gen_send(&trace.gen, 0);
    EXPECT_INT(aw_gen_send(&trace.gen, 0), -ECANCELED,
               "it failed with -ECANCELED by itself");
}

GRADED(hunt_trace, closing_it_closes_the_other,
       "Closing the trace while it stands at a yield closes `inner`.")
{
    traced_count(9);
    aw_gen_send(&trace.gen, 0);
    EXPECT_INT(opened, 1, "it stands at its first yield");
    EXPECT_INT(aw_gen_close(&trace.gen), 0, "closed the trace");
    EXPECT_INT(opened, 0, "closed the trace");
    EXPECT_INT(count.gen.state, AW_GEN_FINISHED, "closed the trace");
}

GRADED(hunt_trace, a_failing_clean_up_comes_out, "and fails as that fails")
{
    traced(AW_YIELDED, -EIO);
    aw_gen_send(&trace.gen, 0);
    EXPECT_INT(aw_gen_close(&trace.gen), -EIO, "its clean-up failed");
    EXPECT_INT(got_thrown, -ECANCELED, "closed the trace");
}

static void expect_history(const enum hunt_event *event, unsigned n)
{
    EXPECT_INT(trace.events, n, "counted the history");
    for (unsigned i = 0; i < n; i++) {
        EXPECT_INT(trace.entry[i].event, event[i], "looked at entry %u", i);
        EXPECT_INT(trace.entry[i].when / AW_MS, (i + 1) / 2,
                   "looked at the time of entry %u", i);
    }
}

GRADED(hunt_trace, the_history_tells_how_it_ended,
       "HUNT_RUNS, and how it stopped, each with the time on `clock`.")
{
    static const enum hunt_event well[] = {HUNT_RUNS, HUNT_YIELDS, HUNT_RUNS,
                                           HUNT_FINISHES};
    static const enum hunt_event badly[] = {HUNT_RUNS, HUNT_YIELDS, HUNT_RUNS,
                                            HUNT_FAILS};

    traced(AW_YIELDED, 0);
    aw_gen_send(&trace.gen, 0);
    aw_gen_send(&trace.gen, 0);
    expect_history(well, 4);
    traced(AW_YIELDED, -EIO);
    aw_gen_send(&trace.gen, 0);
    aw_gen_throw(&trace.gen, -EIO);
    expect_history(badly, 4);
}

GRADED(hunt_trace, a_full_history_goes_on_counting,
       "Events that find no room are counted, and not written down.")
{
    traced_count(100);
    while (aw_gen_send(&trace.gen, 0) == AW_YIELDED)
        continue;
    EXPECT_INT(trace.events, 202, "counted to 100");
    EXPECT_INT(trace.gen.value, 100, "it returned how many it gave");
    EXPECT_PTR(trace.inner, &count.gen, "looked behind the last entry");
}

static int ends(void)
{
    return graded_random(2) ? 0 : -(int)(1 + graded_random(30));
}

static void drives(void)
{
    intptr_t sent = asked ? (intptr_t)graded_random(1000) : 0;
    uint64_t how = asked ? graded_random(5) : 0;
    int rc;

    /* Whoever is closed may not yield. */
    answer[asked] = how < 4 && graded_random(4) ? AW_YIELDED : ends();
    if (how < 3)
        rc = aw_gen_send(&trace.gen, sent);
    else if (how == 3)
        rc = aw_gen_throw(&trace.gen, -(int)(1 + graded_random(30)));
    else
        rc = aw_gen_close(&trace.gen);
    say("%d:%d<%d<%d", rc, (int)trace.gen.value, (int)got_sent, got_thrown);
}

GRADED(hunt_trace, a_drawn_play_is_traced_as_in_the_reference,
       "To whoever drives it the trace is `inner`")
{
    for (int i = 0; i < 12; i++) {
        traced(0, 0);
        do
            drives();
        while (trace.gen.state != AW_GEN_FINISHED && asked < 7);
        for (unsigned k = 0; k < trace.events; k++)
            say("%d@%d", (int)trace.entry[k].event,
                (int)(trace.entry[k].when / AW_MS));
        if (trace.gen.state != AW_GEN_FINISHED) {
            answer[asked] = 0;
            aw_gen_close(&trace.gen);
        }
    }
    EXPECT_AS_REFERENCE("sent, threw and closed; each time what came "
                        "(result:value) and what arrived (<sent<thrown), and "
                        "then the history (event@ms)");
}
