/* SPDX-License-Identifier: MIT */
/* probe_giving_up.h: a scene for tests of aw_watch_stop and aw_watch_withdraw.
 *
 *      Test(probe_giving_up, a_stopped_watch_is_not_called)
 *      {
 *          struct probe_scene s;
 *
 *          probe_open(&s);
 *          aw_watch_start(&s.a.watch, &s.future);
 *          cr_assert(aw_watch_stop(&s.a.watch));
 *          aw_future_resolve(&s.future, NULL);
 *          probe_turn(&s);
 *          cr_assert_eq(s.a.calls, 0);
 *      }
 *
 * What a watch has heard stands in it: s.a.watch.state, s.a.watch.result.
 * The tests that you write include nothing but this file. */
#ifndef PROBE_GIVING_UP_H
#define PROBE_GIVING_UP_H

#include <criterion/criterion.h>

#include "aw/future.h"

struct probe_ear {
    struct aw_watch watch;
    int calls; /* how often it was called */
};

struct probe_scene {
    struct aw_loop loop;
    struct aw_future future, other; /* plain, and pending */
    struct probe_ear a, b, c;       /* idle; they await */
    struct probe_ear x;             /* idle; it only wants to know */
};

static inline int probe_hear(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);

    aw_container_of(w, struct probe_ear, watch)->calls++;
    return 0;
}

static inline void probe_open(struct probe_scene *s)
{
    *s = (struct probe_scene){.a = {.calls = 0}};
    AW_ASSERT(aw_loop_init(&s->loop, NULL) == 0,
              "the scene of a probe could not be set");
    aw_future_init(&s->future, &s->loop, NULL);
    aw_future_init(&s->other, &s->loop, NULL);
    aw_watch_init(&s->a.watch, probe_hear, true);
    aw_watch_init(&s->b.watch, probe_hear, true);
    aw_watch_init(&s->c.watch, probe_hear, true);
    aw_watch_init(&s->x.watch, probe_hear, false);
}

/* Run what is queued now. */
static inline void probe_turn(struct probe_scene *s)
{
    aw_ready_run(&s->loop.ready);
}

#endif
