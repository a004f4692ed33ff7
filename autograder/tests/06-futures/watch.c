/* SPDX-License-Identifier: MIT */
/* Watches: who is told, when, in which order, and with what. */
#include "fixture.h"

GRADED(watch, a_new_watch_is_idle,
       "Make `watch` an idle watch whose handle calls `fn`.")
{
    arrange("");

    EXPECT(!aw_handle_queued(&ear[0].watch.handle), "made a watch");
    EXPECT_PTR(ear[0].watch.future, NULL, "made a watch");
    EXPECT(ear[0].watch.handle.fn == hear, "made a watch that calls `hear`");
    EXPECT(ear[0].watch.awaits, "made a watch that awaits");
    EXPECT(!ear[5].watch.awaits, "made one that only wants to know");
    EXPECT(!aw_watch_stop(&ear[0].watch), "stopped a new watch");
}

/* ---- Being told ---------------------------------------------------------*/

/* B4 */
GRADED(watch, settling_calls_nobody,
       "nobody is ever called from inside the call that settles")
{
    arrange("ae");

    aw_future_resolve(&f, num(7));
    EXPECT_SAID("", "resolved a future that two watch");
    EXPECT(aw_handle_queued(&ear[0].watch.handle), "looked for a");
    EXPECT(aw_handle_queued(&ear[4].watch.handle), "looked for e");
    turn();
    EXPECT_SAID("a=7 e=7", "took a turn after that");
    turn();
    EXPECT_SAID("a=7 e=7", "took another turn");
}

/* B4, B10 */
GRADED(watch, watches_run_in_the_order_of_starting,
       "and its handle is pushed, in the order in which they were started")
{
    arrange("cfa");
    start("edb", &f);
    EXPECT_STR(linked(&f), "cfaedb bdeafc", "started six watches");

    aw_future_resolve(&f, num(1));
    EXPECT_STR(linked(&f), " ", "resolved a future that six watch");
    turn();
    EXPECT_SAID("c=1 f=1 a=1 e=1 d=1 b=1", "resolved it, and took a turn");
}

GRADED(watch, each_watch_gets_the_outcome,
       "Every linked watch is unlinked, gets a copy of the outcome")
{
    static const int result[] = {0, 3, -EIO, -ECANCELED};
    static const char *const heard[] = {"a=7 b=7", "a+3 b+3", "a=EIO b=EIO",
                                        "a=ECANCELED b=ECANCELED"};

    for (int i = 0; i < 4; i++) {
        forget();
        arrange("ab");
        aw_future_settle(&f, result[i], num(7));
        EXPECT_INT(ear[1].watch.state, f.state, "settled with %d", result[i]);
        EXPECT_PTR(ear[0].watch.link.prev, &ear[0].watch.link, "looked at it");
        turn();
        EXPECT_SAID(heard[i], "settled with %d, took a turn", result[i]);
        aw_loop_close(&loop);
    }
}

GRADED(watch, a_watch_that_was_told_has_no_future,
       "while linked; otherwise NULL")
{
    arrange("a");
    aw_future_settle(&f, 0, num(7));
    EXPECT(!ear[0].watch.future, "settled what `a` watches");
    turn();
    EXPECT_SAID("a=7", "settled what `a` watches, took a turn");
}

GRADED(watch, the_detail_of_an_error_is_copied_too,
       "Every linked watch is unlinked, gets a copy of the outcome")
{
    struct aw_error *tree = num(4096);

    arrange("a");
    f.detail = tree;
    aw_future_fail(&f, AW_EGROUP);
    start("b", &f);

    EXPECT_PTR(ear[0].watch.detail, tree, "failed with a detail");
    EXPECT_PTR(ear[1].watch.detail, tree, "watched what had failed with one");
    aw_future_resolve(&g, NULL);
    start("c", &g);
    EXPECT_PTR(ear[2].watch.detail, NULL, "watched one without a detail");
}

/* B13 */
GRADED(watch, the_outcome_outlives_the_future,
       "Watches that are queued keep their copy of the outcome.")
{
    arrange("ab");

    aw_future_settle(&f, 0, num(7));
    aw_future_deinit(&f);
    memset(&f, 0xff, sizeof(f));
    turn();

    EXPECT_SAID("a=7 b=7", "resolved it, deinitialised it, wrote over it");
}

/* B5 */
GRADED(watch, a_watch_on_a_settled_future_is_not_called,
       "If the future is settled already, the watch gets its copy and is "
       "pushed, as if it had been linked before, and not called.")
{
    arrange("a");
    aw_future_resolve(&f, num(7));

    start("b", &f);
    EXPECT_SAID("", "started b on a settled future, and no turn has run since");
    EXPECT_STR(linked(&f), " ", "started b on a settled future");
    aw_future_deinit(&f);
    memset(&f, 0xff, sizeof(f));
    turn();
    EXPECT_SAID("a=7 b=7", "deinitialised the future, took a turn");
}

static void start_b(struct ear *me)
{
    start("b", &f);
    me->act = NULL;
}

/* B5, B6 */
GRADED(watch, a_watch_started_by_another_waits_for_its_turn,
       "If the future is settled already, the watch gets its copy and is "
       "pushed, as if it had been linked before, and not called.")
{
    arrange("ac");
    ear[0].act = start_b;
    aw_future_resolve(&f, num(7));

    turn();
    EXPECT_SAID("a=7 c=7", "a started b on the settled future");
    turn();
    EXPECT_SAID("a=7 c=7 b=7", "took the turn after that");
}

static void settle_g(struct ear *me)
{
    (void)me;
    aw_future_settle(&g, 0, num(8));
}

GRADED(watch, settling_in_a_callback_takes_another_turn,
       "nobody is ever called from inside the call that settles")
{
    arrange("ab");
    start("c", &g);
    ear[0].act = settle_g;
    aw_future_resolve(&f, num(7));

    turn();
    EXPECT_SAID("a=7 b=7", "a resolved another future, which c watches");
    turn();
    EXPECT_SAID("a=7 b=7 c=8", "took the turn after that");
}

GRADED(watch, the_state_is_pending_until_it_is_told,
       "The state is AW_PENDING from the start of the watch until then.")
{
    arrange("a");
    EXPECT_INT(ear[0].watch.state, AW_PENDING, "started a watch");
    aw_future_resolve(&f, num(7));
    EXPECT_INT(ear[0].watch.state, AW_DONE, "resolved the future");
    turn();

    start("a", &g);
    EXPECT_INT(ear[0].watch.state, AW_PENDING, "started it on another one");
    EXPECT_PTR(ear[0].watch.future, &g, "started it on another one");
}

/* ---- Starting -----------------------------------------------------------*/

GRADED(watch, starting_twice_is_misuse,
       "Starting a watch that is linked or queued is misuse.")
{
    arrange("ab");

    EXPECT_MISUSE(start("a", &f), "", "started a linked watch again");
    EXPECT_MISUSE(start("a", &g), "", "started it on another future");
    EXPECT_STR(linked(&f), "ab ba", "started a three times");
    aw_future_resolve(&f, num(7));
    EXPECT_MISUSE(start("a", &g), "", "started a queued watch");
    aw_future_resolve(&g, num(8));
    EXPECT_MISUSE(start("b", &g), "", "started a queued watch, on a settled");
    turn();
    EXPECT_SAID("a=7 b=7", "took a turn after that");
}

GRADED(watch, watching_what_is_gone_is_misuse,
       "settling, watching or deinitialising it again is misuse")
{
    arrange("");
    aw_future_deinit(&f);
    aw_future_resolve(&g, num(7));
    aw_future_deinit(&g);

    EXPECT_MISUSE(start("a", &f), "", "watched a pending one that is gone");
    EXPECT_MISUSE(start("b", &g), "", "watched a settled one that is gone");
}

static void start_again(struct ear *me)
{
    aw_watch_start(&me->watch, &g);
    me->act = NULL;
}

GRADED(watch, a_watch_may_start_again_from_its_callback,
       "The watch may be started again, with this future or another one.")
{
    arrange("a");
    ear[0].act = start_again;
    aw_future_resolve(&f, num(7));
    turn();
    EXPECT_STR(linked(&g), "a a", "a started again on another future");

    aw_future_fail(&g, -EIO);
    turn();
    EXPECT_SAID("a=7 a=EIO", "failed that one, too");
}

static int vanish(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);

    say("gone%s", outcome(w->state, w->result, w->value));
    memset(w, 0xff, sizeof(*w));
    free(w);
    aw_future_deinit(&f);
    memset(&f, 0xff, sizeof(f));
    return 0;
}

/* B13 */
GRADED(watch, a_callback_may_free_watch_and_future,
       "it must stay until its handle has run, or aw_watch_stop has been "
       "called, or the loop is closed")
{
    struct aw_watch *w = malloc(sizeof(*w));

    arrange("");
    aw_watch_init(w, vanish, true);
    aw_watch_start(w, &f);
    start("ab", &f);
    aw_future_resolve(&f, num(7));
    turn();

    EXPECT_SAID("gone=7 a=7 b=7", "the first of three freed itself and f");
}

#include "stop.c"

/* Start, stop, settle, or take a turn, as it is drawn; say so. */
static void does_something(struct aw_future *future)
{
    struct ear *it = &ear[graded_random(MOST)];

    switch (graded_random(5)) {
    case 0:
        say("stop-%c%d", it->name, aw_watch_stop(&it->watch));
        break;
    case 1:
        say("settle%d", aw_future_settle(future, (int)graded_random(3) - 1,
                                         num((intptr_t)graded_random(9))));
        break;
    case 2:
        turn();
        say("|");
        break;
    default:
        if (it->watch.state == AW_PENDING && !aw_list_empty(&it->watch.link))
            return;
        if (aw_handle_queued(&it->watch.handle))
            return;
        aw_watch_init(&it->watch, hear, it->name < 'e');
        aw_watch_start(&it->watch, future);
        say("+%c", it->name);
    }
}

GRADED(watch, drawn_watches_hear_what_the_reference_hears,
       "and its handle is pushed, in the order in which they were started")
{
    arrange("");
    for (int round = 0; round < 12; round++) {
        struct aw_future drawn;

        aw_future_init(&drawn, &loop, NULL);
        for (int i = 0; i < 10; i++)
            does_something(&drawn);
        aw_future_settle(&drawn, 0, num(round));
        aw_future_result(&drawn, NULL);
        turn();
        aw_future_deinit(&drawn);
    }
    EXPECT_AS_REFERENCE("drew 12 futures, with watches that are started (+a) "
                        "and stopped (stop-a1: it was linked or queued)");
}
