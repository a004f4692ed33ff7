/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int deeds_left;

static int self(void)
{
    struct aw_coro *it = aw_coro_self();

    return it ? (int)(it - coro) : -1;
}

static void say_states(void)
{
    char state[SOME + 1] = "";

    for (int i = 0; i < SOME; i++)
        state[i] = "csrf"[coro[i].state];
    say("%s", state);
}

static void lives(void *arg);

/* Whoever is drawn is resumed, given up, or made anew. */
static void does_something(void)
{
    int i = (int)graded_random(SOME), me = self();

    if (deeds_left-- <= 0 || coro[i].state == AW_CORO_RUNNING)
        return;
    if (coro[i].state == AW_CORO_FINISHED) {
        memset(&coro[i], 0x55, sizeof(coro[i]));
        make(i, lives, &coro[i]);
        say("+%c", 'a' + i);
    } else if (coro[i].state == AW_CORO_CREATED && graded_random(8) == 0) {
        aw_coro_deinit(&coro[i]);
        say("-%c", 'a' + i);
    } else {
        say("%c>%c", me < 0 ? '.' : 'a' + me, 'a' + i);
        aw_coro_resume(&coro[i]);
        say(self() == me ? "back" : "elsewhere");
    }
    say_states();
}

/* Suspends several calls deep; what it had on its stack is there again. */
static int goes_deep(int depth)
{
    volatile int kept = (int)graded_random(1000);
    int was = kept;

    if (depth > 0)
        goes_deep(depth - 1);
    else
        aw_coro_suspend();
    say("%c%s", 'a' + self(), kept == was ? "" : "-lost-a-variable");
    return kept;
}

static void lives(void *arg)
{
    say(arg == aw_coro_self() ? "begun" : "begun-with-another-argument");
    for (uint64_t n = graded_random(6); n > 0; n--) {
        does_something();
        if (graded_random(2))
            goes_deep((int)graded_random(3));
    }
    say("%c.", 'a' + self());
}

GRADED(coro, drawn_coroutines_nest_as_in_the_reference,
       "It may be resumed from the thread's own stack and from any other "
       "coroutine, and by another one each time.")
{
    for (int i = 0; i < SOME; i++)
        make(i, lives, &coro[i]);
    for (deeds_left = 160; deeds_left > 0;)
        does_something();
    for (int i = 0; i < SOME; i++)
        while (coro[i].state != AW_CORO_FINISHED)
            aw_coro_resume(&coro[i]);
    EXPECT_AS_REFERENCE("a to d resume each other (.>a: the test itself does) "
                        "and suspend, nested as it comes");
}
