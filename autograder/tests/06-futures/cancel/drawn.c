/* SPDX-License-Identifier: MIT */
#include "../fixture.h"

enum { KINDS = 4 };

static bool refuses(struct aw_future *future)
{
    (void)future;
    say("refuses");
    return false;
}

static bool agrees(struct aw_future *future)
{
    (void)future;
    say("agrees");
    return true;
}

static bool fails(struct aw_future *future)
{
    say("fails");
    aw_future_settle(future, -EIO, NULL);
    return true;
}

static struct aw_future drawn[KINDS];
static char drawn_name(const struct aw_future *future)
{
    return future ? (char)('w' + (future - drawn)) : '-';
}

static void does_something(void)
{
    struct ear *it = &ear[graded_random(MOST)];
    struct aw_future *future = &drawn[graded_random(KINDS)];

    switch (graded_random(10)) {
    case 0:
        say("cancel-%c%d", drawn_name(future), aw_future_cancel(future));
        break;
    case 1:
        say("settle-%c%d", drawn_name(future),
            aw_future_settle(future, graded_random(2) ? 0 : -EPIPE, num(7)));
        break;
    case 2:
        turn();
        say("|");
        break;
    case 3:
        say("stop-%c%d", it->name, aw_watch_stop(&it->watch));
        break;
    case 4:
    case 5:
    case 6:
        say("-%c", it->name);
        say("%d", aw_watch_withdraw(&it->watch));
        break;
    default:
        if (it->watch.future || aw_handle_queued(&it->watch.handle))
            return;
        aw_watch_start(&it->watch, future);
        say("+%c:%c", it->name, drawn_name(future));
    }
}

GRADED(withdraw, drawn_wishes_are_met_as_in_the_reference,
       "Give up awaiting: \"cancel it, as far as I am concerned\".")
{
    static const struct aw_future_ops ops[KINDS] = {
        {.kind = "future"},
        {.kind = "deaf", .cancel = refuses},
        {.kind = "slow", .cancel = agrees},
        {.kind = "broken", .cancel = fails},
    };

    arrange("");
    for (int round = 0; round < 12; round++) {
        for (int i = 0; i < KINDS; i++)
            aw_future_init(&drawn[i], &loop, i ? &ops[i] : NULL);
        for (int i = 0; i < 24; i++)
            does_something();
        for (int i = 0; i < KINDS; i++) {
            say("%c%u:%d", drawn_name(&drawn[i]), drawn[i].awaits,
                drawn[i].state);
            aw_future_settle(&drawn[i], 1, NULL);
            aw_future_result(&drawn[i], NULL);
        }
        turn();
        for (int i = 0; i < KINDS; i++)
            aw_future_deinit(&drawn[i]);
    }
    EXPECT_AS_REFERENCE("a to f watch (+a:w), withdraw (-a), and futures are "
                        "cancelled; x refuses, y only agrees, z fails");
}
