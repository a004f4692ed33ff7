/* SPDX-License-Identifier: MIT */
#include "../fixture.h"

enum { FUTURES = 4 };

static struct aw_future drawn[FUTURES]; /* a to d */
static bool alive[FUTURES];

static void report_is_said(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    for (int i = 0; i < FUTURES; i++)
        if (report->subject == &drawn[i])
            say("reported-%c-%s", 'a' + i, aw_error_name(report->error));
}

static void settling_is_said(struct aw_probe *probe, enum aw_probe_event event,
                             const void *subject, uint64_t arg)
{
    (void)probe;
    for (int i = 0; i < FUTURES; i++)
        if (event == AW_PROBE_SETTLE && subject == &drawn[i])
            say("settles-%c:%d", 'a' + i, (int)arg);
}

/* With an error, as cancelled, or with a result and a value. */
static void settles(int i)
{
    static const int results[] = {-EIO,      -ECANCELED, INT32_MIN,
                                  AW_EGROUP, 0,          INT32_MAX};
    int result = results[graded_random(6)];
    void *value = num((intptr_t)graded_random(100));
    bool pending = drawn[i].state == AW_PENDING;

    if (pending && result == 0 && graded_random(2))
        aw_future_resolve(&drawn[i], value);
    else if (pending && result == -EIO && graded_random(2))
        aw_future_fail(&drawn[i], -EPIPE);
    else
        say("%c%d", 'a' + i, aw_future_settle(&drawn[i], result, value));
}

static void retrieves(int i)
{
    void *value = num(-1);
    bool asks = graded_random(2);
    int rc = aw_future_result(&drawn[i], asks ? &value : NULL);

    if (rc < 0)
        say("%c=%s:%d", 'a' + i, aw_error_name(rc), asks && value != NULL);
    else
        say("%c=%d:%d", 'a' + i, rc, asks ? (int)(intptr_t)value : -1);
}

static void does_something(int i)
{
    struct aw_future *it = &drawn[i];

    if (!alive[i]) {
        memset(it, 0x55, sizeof(*it));
        aw_future_init(it, &loop, NULL);
        alive[i] = true;
        it->quiet = graded_random(5) == 0;
        say("+%c%s", 'a' + i, it->quiet ? "q" : "");
        return;
    }
    switch (graded_random(5)) {
    case 0:
        alive[i] = false;
        say("-%c", 'a' + i);
        aw_future_deinit(it);
        break;
    case 1:
        retrieves(i);
        break;
    case 2:
        say("%c?%d", 'a' + i, aw_future_done(it));
        break;
    default:
        settles(i);
    }
}

GRADED(future, drawn_futures_end_as_in_the_reference,
       "Settle `future`, unless it is settled already.")
{
    static struct aw_probe probe = {.event = settling_is_said};

    arrange_futures();
    loop.on_error = report_is_said;
    aw_loop_set_probe(&loop, &probe);
    for (int i = 0; i < 200; i++) {
        does_something((int)graded_random(FUTURES));
        if (i % 20 == 19)
            say("live%ld", loop.live[AW_FUTURES]);
    }
    EXPECT_AS_REFERENCE("a to d are made (+a; quiet: +aq), settled (a1), asked "
                        "(a?1, a=0:7) and given up (-a)");
}
