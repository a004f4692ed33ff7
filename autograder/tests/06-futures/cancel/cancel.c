/* SPDX-License-Identifier: MIT */
/* Cancelling a future, for everybody. */
#include "../fixture.h"

/* ---- A kind that says when it is asked ----------------------------------*/

static bool agrees;
static void (*when_asked)(struct aw_future *future);

static bool asked(struct aw_future *future)
{
    say(future == &f ? "asked" : "asked-g");
    if (when_asked)
        when_asked(future);
    return agrees;
}

static const struct aw_future_ops lookups = {.kind = "lookup", .cancel = asked};

/* As arrange, where f is of a kind that agrees to be cancelled, or refuses. */
static void arrange_kind(const char *names, bool agree)
{
    arrange("");
    agrees = agree;
    aw_future_init(&f, &loop, &lookups);
    start(names, &f);
}

/* ---- Plain futures ------------------------------------------------------*/

/* B7 */
GRADED(cancel, a_plain_future_is_cancelled_at_once,
       "NULL stands for \"settle it as cancelled, at once\".")
{
    arrange("ab");

    EXPECT(aw_future_cancel(&f), "cancelled a pending future");
    EXPECT_INT(f.state, AW_CANCELLED, "cancelled a pending future");
    EXPECT_INT(aw_future_result(&f, NULL), -ECANCELED, "asked for its result");
    EXPECT_SAID("", "cancelled what two await");
    EXPECT(!aw_future_cancel(&f), "cancelled it again");
    turn();
    turn();
    EXPECT_SAID("a=ECANCELED b=ECANCELED", "cancelled it twice");
}

/* B7 */
GRADED(cancel, what_is_settled_stays_as_it_is,
       "false when it is settled already, or its kind refuses")
{
    arrange("");
    aw_future_resolve(&f, num(7));
    aw_future_settle(&g, -EIO, NULL);

    EXPECT(!aw_future_cancel(&f), "cancelled a resolved future");
    EXPECT(!aw_future_cancel(&g), "cancelled a failed future");
    EXPECT_INT(f.state, AW_DONE, "cancelled a resolved future");
    EXPECT_PTR(f.value, num(7), "cancelled a resolved future");
    EXPECT_INT(g.result, -EIO, "cancelled a failed future");
}

GRADED(cancel, it_is_cancelled_for_everybody,
       "Ask for a pending future to be cancelled, in the way of its kind, for "
       "everybody who watches it.")
{
    arrange("abef");

    EXPECT(aw_future_cancel(&f), "cancelled what two await");
    turn();
    EXPECT_SAID("a=ECANCELED b=ECANCELED e=ECANCELED f=ECANCELED",
                "cancelled what two await and two others watch");
}

static void cancel_g(struct ear *me)
{
    (void)me;
    say(aw_future_cancel(&g) ? "yes" : "no");
}

GRADED(cancel, a_callback_cancels_another_future,
       "nobody is ever called from inside the call that settles")
{
    arrange("ab");
    start("c", &g);
    ear[0].act = ear[1].act = cancel_g;
    aw_future_resolve(&f, num(7));

    turn();
    EXPECT_SAID("a=7 yes b=7 no", "a and b cancelled what c awaits");
    turn();
    EXPECT_SAID("a=7 yes b=7 no c=ECANCELED", "took the turn after that");
}

/* ---- Other kinds --------------------------------------------------------*/

GRADED(cancel, the_kind_is_asked,
       "Ask for a pending future to be cancelled, in the way of its kind")
{
    arrange_kind("a", true);

    EXPECT(aw_future_cancel(&f), "cancelled one whose kind agrees");
    EXPECT_SAID("asked", "cancelled one whose kind agrees");
    EXPECT(!aw_future_done(&f), "its kind has not settled it yet");
    EXPECT_STR(linked(&f), "a a", "its kind has not settled it yet");
    EXPECT(aw_future_cancel(&f), "cancelled it again, while it is pending");
    EXPECT_SAID("asked asked", "cancelled it again, while it is pending");
}

GRADED(cancel, a_kind_may_refuse,
       "false when it is settled already, or its kind refuses")
{
    arrange_kind("a", false);

    EXPECT(!aw_future_cancel(&f), "cancelled one whose kind refuses");
    EXPECT(!aw_future_done(&f), "cancelled one whose kind refuses");
    turn();
    EXPECT_SAID("asked", "took a turn after that");
}

GRADED(cancel, a_kind_may_settle_later,
       "Returns true when it is cancelled, or was asked to be and will be "
       "settled in time; false when it refuses.")
{
    arrange_kind("ab", true);
    aw_future_cancel(&f);
    turn();
    EXPECT_SAID("asked", "cancelled one, and took a turn");

    aw_future_settle(&f, -ECANCELED, NULL);
    turn();
    EXPECT_SAID("asked a=ECANCELED b=ECANCELED", "its kind settled it later");
}

static void settle_it(struct aw_future *future)
{
    aw_future_settle(future, -ECANCELED, NULL);
}

GRADED(cancel, a_kind_may_settle_at_once,
       "Returns true when it is cancelled, or will be settled in time")
{
    arrange_kind("a", true);
    when_asked = settle_it;

    EXPECT(aw_future_cancel(&f), "cancelled one whose kind settles it");
    EXPECT_SAID("asked", "cancelled one whose kind settles it");
    EXPECT(!aw_future_cancel(&f), "cancelled it again");
    turn();
    EXPECT_SAID("asked a=ECANCELED", "cancelled it twice, took a turn");
}

GRADED(cancel, a_kind_may_have_something_to_say,
       "as cancelled, unless the future's kind only asks and something else "
       "comes of it")
{
    arrange_kind("a", true);

    EXPECT(aw_watch_withdraw(&ear[0].watch), "withdrew from one that agrees");
    aw_future_settle(&f, 0, num(7));
    turn();

    EXPECT_SAID("asked a=7", "the answer was on its way already");
}

GRADED(cancel, a_settled_kind_is_not_asked,
       "Somebody wants this pending future cancelled.")
{
    arrange_kind("", true);
    aw_future_resolve(&f, num(7));

    EXPECT(!aw_future_cancel(&f), "cancelled one that is resolved");
    EXPECT_SAID("", "cancelled one that is resolved");
}
