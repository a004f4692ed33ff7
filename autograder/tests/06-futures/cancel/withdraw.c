/* SPDX-License-Identifier: MIT */
/* Giving up: cancelling for oneself. */
#include "../fixture.h"

static bool withdraw(char name)
{
    return aw_watch_withdraw(&ear[name - 'a'].watch);
}

/* ---- The shared future --------------------------------------------------*/

GRADED(withdraw, the_only_one_who_awaits_cancels,
       "Otherwise the future is cancelled as by aw_future_cancel")
{
    arrange("a");

    EXPECT(withdraw('a'), "withdrew the only watch");
    EXPECT_INT(f.state, AW_CANCELLED, "withdrew the only watch");
    EXPECT_SAID("", "withdrew the only watch");
    turn();
    turn();
    EXPECT_SAID("a=ECANCELED", "withdrew the only watch, took two turns");
}

/* B11 */
GRADED(withdraw, the_future_goes_on_for_others,
       "this one alone is unlinked and pushed, with the outcome of a "
       "cancelled future, and the future goes on for them")
{
    arrange("abc");

    EXPECT(withdraw('b'), "withdrew one of three that await");
    EXPECT(!aw_future_done(&f), "withdrew one of three that await");
    EXPECT_STR(linked(&f), "ac ca", "withdrew b of a, b, c");
    EXPECT_PTR(ear[1].watch.future, NULL, "withdrew b");
    EXPECT_SAID("", "withdrew b of a, b, c");
    turn();
    EXPECT_SAID("b=ECANCELED", "withdrew b, took a turn");
    aw_future_resolve(&f, num(7));
    turn();
    EXPECT_SAID("b=ECANCELED a=7 c=7", "resolved it after that");
}

/* B11 */
GRADED(withdraw, the_last_one_cancels,
       "Otherwise the future is cancelled as by aw_future_cancel")
{
    arrange("abc");

    EXPECT(withdraw('b'), "withdrew one of three");
    EXPECT(withdraw('c'), "withdrew two of three");
    EXPECT(!aw_future_done(&f), "withdrew two of three");
    EXPECT_INT(f.awaits, 1, "withdrew two of three");
    EXPECT(withdraw('a'), "withdrew the third");
    EXPECT_INT(f.state, AW_CANCELLED, "withdrew the third");
    turn();
    EXPECT_SAID("b=ECANCELED c=ECANCELED a=ECANCELED", "withdrew b, c, a");
}

GRADED(withdraw, onlookers_keep_nothing_alive,
       "If other watches await the same future, this one alone is unlinked "
       "and pushed")
{
    arrange("eaf");

    EXPECT(withdraw('a'), "withdrew the only one that awaits");
    EXPECT_INT(f.state, AW_CANCELLED, "withdrew the only one that awaits");
    turn();
    EXPECT_SAID("e=ECANCELED a=ECANCELED f=ECANCELED",
                "withdrew the one that awaits among three");
}

GRADED(withdraw, an_onlooker_cancels_what_nobody_awaits,
       "Otherwise the future is cancelled as by aw_future_cancel")
{
    arrange("ae");
    start("f", &g);

    EXPECT(withdraw('e'), "withdrew an onlooker; a awaits");
    EXPECT(!aw_future_done(&f), "withdrew an onlooker; a awaits");
    EXPECT_INT(f.awaits, 1, "withdrew an onlooker; a awaits");
    EXPECT(withdraw('f'), "withdrew an onlooker; nobody awaits");
    EXPECT(aw_future_done(&g), "withdrew an onlooker; nobody awaits");
    turn();
    EXPECT_SAID("e=ECANCELED f=ECANCELED", "withdrew two onlookers");
}

GRADED(withdraw, who_has_stopped_does_not_count,
       "If other watches await the same future, this one alone is unlinked "
       "and pushed")
{
    arrange("abc");
    aw_watch_stop(&ear[0].watch);
    withdraw('c');

    EXPECT(withdraw('b'), "a has stopped, c has withdrawn; withdrew b");
    EXPECT_INT(f.state, AW_CANCELLED, "a has stopped, c and b withdrawn");
    turn();
    EXPECT_SAID("c=ECANCELED b=ECANCELED", "took a turn after that");
}

/* ---- Nothing to give up -------------------------------------------------*/

static void withdraw_next(struct ear *me)
{
    say(aw_watch_withdraw(&me[1].watch) ? "yes" : "no");
}

GRADED(withdraw, an_outcome_on_its_way_is_not_given_up,
       "the watch is not linked, its outcome is on the way already, or the "
       "future's kind refuses")
{
    arrange("ab");
    ear[0].act = withdraw_next;
    EXPECT(!withdraw('c'), "withdrew one that never started");
    aw_future_resolve(&f, num(7));

    EXPECT(!withdraw('b'), "withdrew one that is queued");
    turn();
    EXPECT_SAID("a=7 no b=7", "withdrew b once, and a did it once more");
    EXPECT(!withdraw('b'), "withdrew one that has run");
}

GRADED(withdraw, giving_up_twice_is_giving_up_once,
       "False when nothing was given up")
{
    arrange("ab");

    EXPECT(withdraw('a'), "withdrew one of two");
    EXPECT(!withdraw('a'), "withdrew it again");
    EXPECT(!aw_future_done(&f), "withdrew one of two, twice");
    turn();
    EXPECT(!withdraw('a'), "withdrew it once more, after it had run");
    turn();
    EXPECT_SAID("a=ECANCELED", "withdrew one of two, three times");
}

/* ---- What is left -------------------------------------------------------*/

GRADED(withdraw, nothing_of_an_earlier_wait_remains,
       "with the outcome of a cancelled future")
{
    arrange("ab");
    f.detail = num(4096);
    aw_future_settle(&f, 0, num(7));
    turn();
    EXPECT_PTR(ear[0].watch.detail, num(4096), "gave them a value and detail");
    start("ab", &g);

    withdraw('a');

    EXPECT_INT(ear[0].watch.state, AW_CANCELLED, "then withdrew from another");
    EXPECT_INT(ear[0].watch.result, -ECANCELED, "then withdrew from another");
    EXPECT_PTR(ear[0].watch.value, NULL, "then withdrew from another");
    EXPECT_PTR(ear[0].watch.detail, NULL, "then withdrew from another");
}

GRADED(withdraw, who_has_given_up_can_be_stopped,
       "Forget the watch, linked or queued; it is not called.")
{
    arrange("abc");
    withdraw('a');
    withdraw('b');

    EXPECT(aw_watch_stop(&ear[0].watch), "stopped one that had withdrawn");
    EXPECT_INT(f.awaits, 1, "stopped one that had withdrawn");
    start("a", &f);
    turn();
    EXPECT_SAID("b=ECANCELED", "a and b withdrew; a stopped, started again");
    EXPECT_STR(linked(&f), "ca ac", "a started again");
}

/* B8 */
GRADED(withdraw, who_has_given_up_has_retrieved_nothing,
       "An error that nobody has retrieved is reported to the loop")
{
    arrange("ab");
    listen_for_reports();
    withdraw('a');
    EXPECT(!f.retrieved, "withdrew one of two");
    aw_watch_stop(&ear[1].watch);

    aw_future_fail(&f, -EIO);
    aw_future_deinit(&f);

    EXPECT_SAID("reported-EIO", "one withdrew, the other stopped");
}

static void withdraw_from_both(struct ear *me)
{
    aw_watch_withdraw(&me[1].watch);
    aw_watch_withdraw(&me[2].watch);
}

GRADED(withdraw, a_callback_gives_up_for_others,
       "this one alone is unlinked and pushed, with the outcome of a "
       "cancelled future, and the future goes on for them")
{
    arrange("a");
    start("bcd", &g);
    ear[0].act = withdraw_from_both;
    aw_future_resolve(&f, num(7));

    turn();
    EXPECT_SAID("a=7", "a withdrew b and c");
    turn();
    EXPECT_SAID("a=7 b=ECANCELED c=ECANCELED", "took the turn after that");
    EXPECT_STR(linked(&g), "d d", "a withdrew b and c of b, c, d");
}

GRADED(withdraw, in_a_closed_loop_nothing_is_pushed,
       "In a loop that is closed it is not pushed, and idle.")
{
    arrange("ab");
    aw_loop_close(&loop);

    EXPECT(withdraw('a'), "withdrew one of two in a closed loop");
    EXPECT_INT(ear[0].watch.state, AW_CANCELLED, "looked at its outcome");
    EXPECT(!aw_watch_stop(&ear[0].watch),
           "withdrew one of two in a closed loop, and stopped it");
}

/* ---- Through another future ---------------------------------------------*/

/* A future that is settled with what it awaits: as a task is, or a shield. */
struct relay {
    struct aw_future future;
    struct aw_watch watch;
};

static bool pass_on(struct aw_future *future)
{
    say("passed-on");
    return aw_watch_withdraw(
        &aw_container_of(future, struct relay, future)->watch);
}

static int relay(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);
    struct relay *r = aw_container_of(w, struct relay, watch);

    aw_future_settle(&r->future, w->result, w->value);
    return 0;
}

static const struct aw_future_ops relays = {.kind = "relay", .cancel = pass_on};

static void relay_init(struct relay *r, struct aw_future *inner)
{
    aw_future_init(&r->future, &loop, &relays);
    aw_watch_init(&r->watch, relay, true);
    aw_watch_start(&r->watch, inner);
}

GRADED(withdraw, giving_up_reaches_what_is_awaited_in_the_end,
       "Otherwise the future is cancelled as by aw_future_cancel, and this "
       "watch stays linked until it is settled.")
{
    struct relay outer, inner;

    arrange("");
    relay_init(&inner, &f);
    relay_init(&outer, &inner.future);
    start("a", &outer.future);

    EXPECT(withdraw('a'), "withdrew from a relay of a relay of f");
    EXPECT_SAID("passed-on passed-on", "withdrew from a relay of a relay");
    EXPECT_INT(f.state, AW_CANCELLED, "withdrew from a relay of a relay of f");
    EXPECT_PTR(ear[0].watch.future, &outer.future, "looked at the watch");
    for (int i = 0; i < 3; i++)
        turn();
    EXPECT_SAID("passed-on passed-on a=ECANCELED", "took three turns");
}

GRADED(withdraw, giving_up_stops_where_others_await,
       "this one alone is unlinked and pushed, with the outcome of a "
       "cancelled future, and the future goes on for them")
{
    struct relay outer, inner;

    arrange("");
    relay_init(&inner, &f);
    relay_init(&outer, &inner.future);
    start("a", &outer.future);
    start("b", &inner.future);

    EXPECT(withdraw('a'), "withdrew from a relay; b awaits its inner one");
    turn();
    turn();
    EXPECT_SAID("passed-on a=ECANCELED", "b awaits the inner relay");
    EXPECT(!aw_future_done(&f), "b awaits the inner relay");
    aw_future_resolve(&f, num(7));
    turn();
    turn();
    EXPECT_SAID("passed-on a=ECANCELED b=7", "resolved f after that");
}

static bool refuse(struct aw_future *future)
{
    (void)future;
    say("refused");
    return false;
}

GRADED(withdraw, a_kind_may_refuse,
       "the watch is not linked, its outcome is on the way already, or the "
       "future's kind refuses")
{
    static const struct aw_future_ops kind = {.kind = "x", .cancel = refuse};

    arrange("");
    aw_future_init(&f, &loop, &kind);
    start("a", &f);

    EXPECT(!withdraw('a'), "withdrew from one whose kind refuses");
    EXPECT_STR(linked(&f), "a a", "withdrew from one whose kind refuses");
    aw_future_resolve(&f, num(7));
    turn();
    EXPECT_SAID("refused a=7", "resolved it after that");
}
