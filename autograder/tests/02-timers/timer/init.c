/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <string.h>

/* ---- Init ---------------------------------------------------------------*/

GRADED(timer, a_new_set_is_empty, "Make `timers` a set with no timers.")
{
    memset(&timers, 0xa5, sizeof(timers));
    graded_alloc_init(&counter);
    aw_timers_init(&timers, &counter.alloc);

    EXPECT(aw_list_empty(&timers.staged), "looked at the staged timers");
    EXPECT_INT(timers.len, 0, "looked at `len`");
    EXPECT_INT(timers.cap, 0, "looked at `cap`");
    EXPECT_INT(timers.live, 0, "looked at `live`");
    EXPECT_INT(timers.seq, 0, "looked at `seq`");
    EXPECT_PTR(timers.heap, NULL, "looked at `heap`");
    EXPECT_PTR(timers.probe, NULL, "looked at `probe`");
    EXPECT_PTR(timers.alloc, &counter.alloc, "looked at `alloc`");
    EXPECT_INT(counter.calls, 0, "made a set of timers");
}

GRADED(timer, a_new_timer_is_idle,
       "Make `timer` an idle timer that will call `fn`.")
{
    memset(&a, 0xa5, sizeof(a));
    aw_timer_init(&a, say_letter);

    EXPECT_STR(state(&a), "idle", "made a timer");
    EXPECT(a.handle.fn == say_letter,
           "made a timer that will call `say_letter`");
    EXPECT_INT(a.slot, AW_TIMER_UNFILED, "made a timer");
}

/* ---- Deinit -------------------------------------------------------------*/

GRADED(timer, deinit_stops_staged_and_filed_timers,
       "Stop every timer that is still staged or filed, and free the heap.")
{
    fresh();
    aw_timer_start(&timers, &a, 1);
    aw_timer_start(&timers, &b, 2);
    aw_timer_start(&timers, &c, 3);
    file(&a);
    aw_timers_deinit(&timers);

    EXPECT_STR(state(&a), "idle", "deinit with a filed timer");
    EXPECT_STR(state(&b), "idle", "deinit with two staged timers, b and c");
    EXPECT_STR(state(&c), "idle", "deinit with two staged timers, b and c");
    EXPECT(aw_list_empty(&timers.staged), "deinit with two staged timers");
    EXPECT_INT(timers.live, 0, "deinit");
    EXPECT_INT(timers.len, 0, "deinit");
    EXPECT_INT(timers.cap, 0, "deinit");
    EXPECT_PTR(timers.heap, NULL, "deinit");
    EXPECT_INT(counter.blocks, 0, "deinit");
}

GRADED(timer, deinit_leaves_due_timers_to_the_ready_queue,
       "A timer that is due belongs to the ready queue, and stays there.")
{
    fresh();
    aw_timer_start(&timers, &a, 1);
    aw_timer_start(&timers, &b, 2);
    make_due(&a);
    aw_timers_deinit(&timers);

    EXPECT(aw_handle_queued(&a.handle), "deinit with a due timer");
    aw_ready_run(&ready);
    EXPECT_SAID("a", "ran the ready queue: b was stopped, a was due");
}

GRADED(timer, two_sets_are_independent, "Two such sets share nothing.")
{
    struct aw_timers other;

    fresh();
    aw_timers_init(&other, NULL);
    aw_timer_start(&timers, &a, 1);
    aw_timer_start(&other, &b, 1);
    aw_timers_deinit(&other);

    EXPECT_STR(state(&b), "idle", "ended the set of b");
    EXPECT_STR(state(&a), "staged", "ended the set of b, and looked at a");
    EXPECT_INT(timers.live, 1, "looked at the set of a");
}
