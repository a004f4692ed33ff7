/* SPDX-License-Identifier: MIT */
#include "../fixture.h"
#include "aw/promise.h"

enum { PROMISES = 4 };

static struct drawn_promise {
    struct aw_promise promise;
    struct aw_future future;
    bool open, sent, lives; /* its promise, its outcome, its future */
} drawn[PROMISES];
static int on_the_way;

static void is_over(struct aw_promise *promise, bool taken)
{
    struct drawn_promise *it =
        aw_container_of(promise, struct drawn_promise, promise);

    say("%c-%s%s", (char)('a' + (it - drawn)), taken ? "taken" : "late",
        outcome(AW_DONE, promise->result, promise->value));
    it->open = it->sent = false;
    on_the_way--;
}

static void sends(struct drawn_promise *it)
{
    static const int results[] = {0, 0, 3, -EIO, -ECANCELED};
    int i = (int)graded_random(5), rc;

    rc = aw_promise_settle(&it->promise, results[i],
                           num((intptr_t)graded_random(9)));
    it->sent = rc == 0;
    on_the_way += rc == 0;
    say("send%s", outcome(AW_DONE, results[i], NULL));
}

static void ends_the_future(struct drawn_promise *it)
{
    void *value = NULL;
    int rc;

    if (it->open)
        say("detach%d", aw_promise_detach(&it->promise));
    rc = aw_future_result(&it->future, &value);
    say("end%s", outcome(it->future.state, rc, value));
    aw_future_deinit(&it->future);
    it->lives = false;
}

static void does_something(struct drawn_promise *it)
{
    say("%c:", (char)('a' + (it - drawn)));
    if (!it->open && !it->lives) {
        memset(it, 0x55, sizeof(*it));
        aw_future_init(&it->future, &loop, NULL);
        aw_promise_init(&it->promise, &it->future, is_over);
        it->open = it->lives = true;
        it->sent = false;
        say("new");
    } else if (it->open && !it->sent && graded_random(3) == 0) {
        sends(it);
    } else if (it->open && graded_random(6) == 0) {
        say("detach%d", aw_promise_detach(&it->promise));
    } else if (it->lives && graded_random(3) == 0) {
        say("cancel%d", aw_future_cancel(&it->future));
    } else if (it->lives && graded_random(4) == 0) {
        ends_the_future(it);
    }
    say("%u", loop.holds);
}

GRADED(promise, drawn_outcomes_arrive_as_in_the_reference,
       "`taken` is true when the future was settled with it, and false when "
       "it came too late.")
{
    arrange_futures();
    for (int i = 0; i < 200; i++) {
        does_something(&drawn[graded_random(PROMISES)]);
        if (on_the_way > 0 && graded_random(3) == 0) {
            say("|");
            turn();
        }
    }
    aw_loop_close(&loop);
    for (int i = 0; i < PROMISES; i++)
        if (drawn[i].open && !drawn[i].sent)
            say("%s",
                aw_error_name(aw_promise_settle(&drawn[i].promise, 0, NULL)));
    EXPECT_AS_REFERENCE("a to d promise, send, detach, and are cancelled "
                        "meanwhile; a turn (|) ends some of them (a-taken=7)");
}
