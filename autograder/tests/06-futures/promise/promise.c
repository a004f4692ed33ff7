/* SPDX-License-Identifier: MIT */
/* Promises: outcomes from other threads, in time and too late. */
#include <pthread.h>

#include "aw/promise.h"

#include "../fixture.h"

static struct aw_promise p, q;

static void is_over(struct aw_promise *promise, bool taken)
{
    say("%s-%s%s", promise == &p ? "p" : "q", taken ? "taken" : "late",
        outcome(AW_DONE, promise->result, promise->value));
}

static void arrange_promise(const char *names)
{
    arrange(names);
    memset(&p, 0xff, sizeof(p));
    aw_promise_init(&p, &f, is_over);
}

/* Let another thread settle p with `result` and the value 7. */
static void *settle_there(void *result)
{
    return num(aw_promise_settle(&p, (int)(intptr_t)result, num(7)));
}

static void settle_from_a_thread(int result)
{
    pthread_t thread;
    void *rc;

    EXPECT_INT(pthread_create(&thread, NULL, settle_there, num(result)), 0,
               "started a thread");
    pthread_join(thread, &rc);
    EXPECT_INT((intptr_t)rc, 0, "settled a promise from another thread");
}

GRADED(promise, a_new_promise_changes_nothing,
       "Make `promise` the other end of `future`.")
{
    arrange_promise("a");

    EXPECT(!aw_future_done(&f), "made a promise");
    EXPECT_STR(linked(&f), "a a", "made a promise");
    EXPECT_PTR(p.future, &f, "made a promise");
    EXPECT_PTR(p.loop, &loop, "made a promise");
    EXPECT(!aw_handle_queued(&p.post.handle), "made a promise");
}

GRADED(promise, an_outcome_arrives_in_a_turn,
       "Send an outcome to the future, which takes it as aw_future_settle "
       "does: in a turn of its loop, and only if it is still pending then.")
{
    arrange_promise("ab");

    settle_from_a_thread(0);
    EXPECT(!aw_future_done(&f), "another thread has settled the promise");
    turn();
    EXPECT_PTR(f.value, num(7), "took a turn after that");
    EXPECT_SAID("p-taken=7", "took a turn after that");
    turn();
    EXPECT_SAID("p-taken=7 a=7 b=7", "took another turn");
}

GRADED(promise, errors_and_cancellations_arrive_too,
       "Send an outcome to the future, which takes it as aw_future_settle "
       "does: in a turn of its loop, and only if it is still pending then.")
{
    static const int result[] = {3, -EIO, -ECANCELED};
    static const char *const heard[] = {"p-taken+3 a+3", "p-taken=EIO! a=EIO",
                                        "p-taken=ECANCELED! a=ECANCELED"};

    for (int i = 0; i < 3; i++) {
        forget();
        arrange_promise("a");
        settle_from_a_thread(result[i]);
        turn();
        turn();
        EXPECT_INT(f.result, result[i], "settled with %d", result[i]);
        EXPECT_SAID(heard[i], "settled with %d and a value", result[i]);
        aw_loop_close(&loop);
    }
}

/* B2 */
GRADED(promise, a_cancelled_future_does_not_take_it,
       "`taken` is true when the future was settled with it, and false when "
       "it came too late.")
{
    arrange_promise("a");
    aw_future_cancel(&f);

    settle_from_a_thread(0);
    turn();
    turn();

    EXPECT_SAID("a=ECANCELED p-late=7", "cancelled it before the outcome came");
    EXPECT_INT(f.state, AW_CANCELLED, "cancelled it before the outcome came");
    EXPECT_PTR(f.value, NULL, "cancelled it before the outcome came");
}

static void cancel_f(struct ear *me)
{
    (void)me;
    say(aw_future_cancel(&f) ? "cancelled" : "too-late");
}

/* B2 */
GRADED(promise, whoever_cancels_before_the_turn_wins,
       "in a turn of its loop, and only if it is still pending then")
{
    arrange_promise("a");
    start("b", &g);
    ear[1].act = cancel_f;
    aw_future_resolve(&g, num(1));
    settle_from_a_thread(0);
    turn();
    turn();

    EXPECT_SAID("b=1 cancelled p-late=7 a=ECANCELED",
                "b cancelled it in the turn in which the outcome came");
}

/* ---- Holding ------------------------------------------------------------*/

GRADED(promise, the_loop_is_held_until_it_has_arrived,
       "From here until the outcome has arrived the loop is held: it waits "
       "for the other thread.")
{
    arrange_promise("");
    aw_promise_init(&q, &g, NULL);
    EXPECT_INT(loop.holds, 2, "made two promises");

    aw_future_cancel(&f);
    aw_promise_detach(&p);
    EXPECT_INT(loop.holds, 2, "cancelled a future, detached its promise");
    aw_promise_settle(&p, 0, NULL);
    EXPECT_INT(loop.holds, 2, "settled one: it is on its way");
    turn();
    EXPECT_INT(loop.holds, 1, "it has arrived, too late");
    aw_promise_settle(&q, 0, NULL);
    turn();
    EXPECT_INT(loop.holds, 0, "both have arrived");
}

GRADED(promise, the_loop_waits_for_the_other_thread,
       "From here until the outcome has arrived the loop is held: it waits "
       "for the other thread.")
{
    pthread_t thread;

    arrange_promise("a");
    EXPECT_INT(pthread_create(&thread, NULL, settle_there, num(0)), 0,
               "started a thread");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran the loop until nothing was left");
    pthread_join(thread, NULL);

    EXPECT_SAID("p-taken=7 a=7", "ran the loop until nothing was left");
}

/* ---- Over ---------------------------------------------------------------*/

static void free_it(struct aw_promise *promise, bool taken)
{
    say(taken ? "taken" : "late");
    memset(promise, 0xff, sizeof(*promise));
    free(promise);
}

GRADED(promise, it_may_be_freed_when_it_is_over, "It may free the promise.")
{
    struct aw_promise *one = malloc(sizeof(*one));

    arrange("a");
    aw_promise_init(one, &f, free_it);
    aw_promise_settle(one, 0, num(7));
    turn();
    EXPECT_SAID("taken", "the promise freed itself");
    turn();
    EXPECT_SAID("taken a=7", "took another turn");
}

static void look_at_f(struct aw_promise *promise, bool taken)
{
    (void)taken;
    say(aw_future_done(&f) ? "settled" : "pending");
    say(aw_promise_detach(promise) ? "attached" : "detached");
    aw_promise_init(promise, &g, is_over);
    say("%d", aw_promise_settle(promise, 0, num(8)));
}

GRADED(promise, it_may_be_used_again_when_it_is_over,
       "the caller's memory, from aw_promise_init until `over` is called")
{
    arrange("a");
    start("b", &g);
    aw_promise_init(&p, &f, look_at_f);
    aw_promise_settle(&p, 0, num(7));
    turn();
    EXPECT_SAID("settled detached 0", "p was over, and used again for g");
    turn();
    turn();
    EXPECT_SAID("settled detached 0 a=7 p-taken=8 b=8", "took two turns more");
}

GRADED(promise, nobody_has_to_be_told, "NULL: nobody is told")
{
    arrange("a");
    aw_promise_init(&p, &f, NULL);
    aw_promise_settle(&p, -EIO, NULL);
    turn();
    turn();

    EXPECT_SAID("a=EIO", "settled a promise that tells nobody");
    EXPECT(!aw_promise_detach(&p), "detached it when it was over");
}

GRADED(promise, the_promise_that_is_settled_first_wins,
       "Send an outcome to the future, which takes it as aw_future_settle "
       "does: in a turn of its loop, and only if it is still pending then.")
{
    arrange_promise("a");
    aw_promise_init(&q, &f, is_over);
    aw_promise_settle(&q, 0, num(8));
    aw_promise_settle(&p, 0, num(7));
    turn();
    turn();

    EXPECT_SAID("q-taken=8 p-late=7 a=8", "settled q, then p, of one future");
}

/* ---- Detaching ----------------------------------------------------------*/

GRADED(promise, a_detached_promise_leaves_the_future_alone,
       "Leave the future alone from now on: the outcome will come too late.")
{
    arrange_promise("");

    EXPECT(aw_promise_detach(&p), "detached a promise");
    EXPECT(!aw_promise_detach(&p), "detached it again");
    EXPECT(!aw_future_done(&f), "detached a promise");
    aw_future_deinit(&f);
    memset(&f, 0xff, sizeof(f));
    settle_from_a_thread(0);
    turn();
    EXPECT_SAID("p-late=7", "the future was gone when the outcome came");
}

static void detach_p(struct ear *me)
{
    (void)me;
    say(aw_promise_detach(&p) ? "detached" : "too-late");
    aw_future_deinit(&f);
    memset(&f, 0xff, sizeof(f));
}

GRADED(promise, it_can_be_detached_while_it_is_on_its_way,
       "It has to be called before the future is deinitialised, if the "
       "promise is not over by then.")
{
    arrange_promise("");
    start("b", &g);
    ear[1].act = detach_p;
    aw_future_resolve(&g, num(1));
    settle_from_a_thread(0);
    turn();

    EXPECT_SAID("b=1 detached p-late=7",
                "b detached it, in the turn in which the outcome came");
}

/* ---- The end of the loop, and many threads ------------------------------*/

GRADED(promise, after_the_close_nothing_arrives,
       "or -ESHUTDOWN after aw_loop_close: then nothing arrives, and promise "
       "and value are the caller's again")
{
    arrange_promise("");
    aw_promise_init(&q, &g, is_over);
    aw_promise_settle(&q, 0, num(8));
    aw_loop_close(&loop);

    EXPECT_INT(aw_promise_settle(&p, 0, num(7)), -ESHUTDOWN, "came too late");

    EXPECT_SAID("", "settled one before the close and one after it");
    EXPECT(!aw_future_done(&f), "looked at the one settled after the close");
    EXPECT(!aw_future_done(&g), "looked at the one settled before the close");
}

enum { THREADS = 6, EACH = 20 };

static struct aw_future many[THREADS * EACH];
static struct aw_promise promise[THREADS * EACH];

static void *settle_share(void *first)
{
    for (intptr_t i = (intptr_t)first; i < THREADS * EACH; i += THREADS)
        aw_promise_settle(&promise[i], (int)i, num(i));
    return NULL;
}

GRADED(promise, many_threads_keep_their_promises, "Threads:  any.")
{
    pthread_t thread[THREADS];
    int wrong = 0;

    arrange("");
    for (int i = 0; i < THREADS * EACH; i++) {
        aw_future_init(&many[i], &loop, NULL);
        aw_promise_init(&promise[i], &many[i], NULL);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_create(&thread[i], NULL, settle_share, num(i));
    EXPECT_INT(aw_loop_run(&loop), 0, "ran the loop until nothing was left");
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);

    for (int i = 0; i < THREADS * EACH; i++)
        wrong += many[i].result != i || many[i].value != num(i);
    EXPECT_INT(wrong, 0, "counted outcomes that did not arrive as sent");
    EXPECT_INT(loop.holds, 0, "all have arrived");
}
