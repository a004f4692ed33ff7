/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void says_late(uv_timer_t *t)
{
    (void)t;
    say("late");
}

GRADED(nested, closing_the_loop_closes_what_is_left,
       "A handle that is still open there is closed without a callback, one "
       "that is being closed gets its callback, and requests are waited for "
       "and get theirs")
{
    for (int i = 0; i < 2; i++) {
        uv_timer_t open, closing;

        open_with_uv(engines[i]);
        uv_timer_init(uv, &open);
        uv_timer_start(&open, says_late, 1, 1);
        uv_timer_init(uv, &closing);
        uv_close((uv_handle_t *)&closing, says_closed);
        start_work();
        close_loop();
        /* The thread may be done before the first handle is closed. */
        EXPECT(strcmp(said(), "closed worked=0") == 0 ||
                   strcmp(said(), "worked=0 closed") == 0,
               "closed a loop on %s, which says \"%s\"", engines[i]->name,
               said());
        forget();
    }
}

GRADED(nested, closing_gives_all_descriptors_back,
       "aw_loop_close closes all that is left.")
{
    int before;

    kit_warm_up();
    before = kit_open_numbers();
    for (int i = 0; i < 2; i++) {
        open_with_uv(engines[i]);
        start_timer(1000);
        aw_loop_run_once(&loop);
        close_loop();
        EXPECT_INT(kit_open_numbers(), before, "closed: descriptors open");
        EXPECT_INT(loop.holds, 0, "closed with a timer: holds");
        EXPECT_INT(loop.background, 0, "closed: in the background");
        EXPECT_PTR(loop.slot[AW_SLOT_UV], NULL, "closed");
        forget();
    }
}

static struct aw_closer closer;

static void asks_again(struct aw_closer *c, struct aw_loop *l)
{
    uv_loop_t *again = NULL;

    (void)c;
    say("rc=%d", aw_uv_get(l, &again));
    say(again == uv ? "same" : "another");
    uv_timer_init(again, &timer);
    uv_close((uv_handle_t *)&timer, says_closed);
}

GRADED(nested, closers_added_later_still_find_it_open,
       "A nested loop is closed by a closer: closers that were added after the "
       "first call still find it open.")
{
    for (int i = 0; i < 2; i++) {
        open_with_uv(engines[i]);
        closer.fn = asks_again;
        aw_loop_add_closer(&loop, &closer);
        close_loop();
        EXPECT_SAID("rc=0 same closed", "a closer used libuv");
        forget();
    }
}
