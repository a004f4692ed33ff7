/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 12 };

static int deeds_left;

/* Start or stop whoever is drawn; say so.  Delays are short, so that many are
 * equal, and some lie in the past. */
static void does_something(void)
{
    struct named *other = &t[graded_random(FEW)];
    aw_time delay = (aw_time)graded_random(12) - 2;

    if (deeds_left-- <= 0)
        return;
    if (graded_random(4) == 0) {
        say("-%d:%d", other->name, aw_timer_stop(&timers, &other->timer));
    } else {
        start(other, delay);
        say("+%d:%d", other->name, (int)delay);
    }
}

static int fires(struct aw_handle *handle)
{
    struct named *it = aw_container_of(handle, struct named, timer.handle);

    say("%d@%d", it->name, (int)now());
    does_something();
    if (graded_random(3) == 0)
        does_something();
    return 0;
}

GRADED(expire, drawn_timers_come_due_as_in_the_reference,
       "They are pushed in the order of their deadlines, and equal deadlines "
       "in the order in which they were started.")
{
    aw_time next;

    fresh();
    deeds_left = 120;
    for (int i = 0; i < FEW; i++)
        aw_timer_init(&t[i].timer, fires);
    for (int i = 0; i < 80; i++) {
        does_something();
        next = aw_timers_next(&timers);
        if (next != AW_NEVER && next > now() && graded_random(3))
            say("|%zu", turn(next));
        else
            say("|%zu", turn(now() + (aw_time)graded_random(4)));
    }
    EXPECT_AS_REFERENCE("took 80 turns in which timers are started (+3:5, 3 "
                        "in 5 ns) and stopped (-3:1, it was started)");
    aw_timers_deinit(&timers);
}
