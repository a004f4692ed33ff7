/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdlib.h>

/* ---- Stop ---------------------------------------------------------------*/

static int stop_myself(struct aw_handle *handle)
{
    struct aw_timer *timer = aw_container_of(handle, struct aw_timer, handle);

    say(aw_timer_stop(&timers, timer) ? "stopped" : "nothing");
    return 0;
}

/* ---- Finding ------------------------------------------------------------*/

static struct aw_timer *found(const struct aw_timer *from,
                              const struct aw_timer *to)
{
    return aw_timers_inside(&timers, from, to);
}

GRADED(timer, those_inside_are_found_wherever_they_are,
       "Returns a timer that is staged or filed and begins there, whichever "
       "it finds, and NULL when there is none.")
{
    static struct aw_timer row[20];

    fresh();
    for (size_t i = 0; i < 20; i++)
        aw_timer_init(&row[i], say_letter);
    EXPECT_PTR(found(row, row + 20), NULL, "no timer is started");

    /* Every other one is started, and of these every other one filed. */
    for (size_t i = 0; i < 20; i += 2)
        aw_timer_start(&timers, &row[i], (aw_time)graded_random(100));
    for (size_t i = 0; i < 20; i += 4)
        file(&row[i]);
    for (size_t i = 0; i < 20; i++)
        EXPECT_PTR(found(row + i, row + i + 1), i % 2 ? NULL : &row[i],
                   "looked for number %zu; every other one of twenty is "
                   "started, the first, fifth, ninth ... of them filed",
                   i);
    EXPECT_INT(timers.live, 10, "and looked how many are started now");
    aw_timers_deinit(&timers);
}

GRADED(timer, inside_ends_before_the_last_byte,
       "the first byte of it, and the one behind the last")
{
    static struct aw_timer row[3];
    struct aw_timer *last = &row[2];

    fresh();
    for (size_t i = 0; i < 3; i++)
        aw_timer_init(&row[i], say_letter);
    aw_timer_start(&timers, &row[0], 10);
    aw_timer_start(&timers, last, 10);
    for (int round = 0; round < 2; round++) {
        const char *where = round ? "filed" : "staged";

        EXPECT_PTR(found(row + 1, last), NULL, "looked before a %s one", where);
        EXPECT_PTR(found(row + 1, row + 3), last, "and took it in");
        EXPECT_PTR(aw_timers_inside(&timers, row + 1, (char *)last + 1), last,
                   "a %s one begins with the last byte", where);
        EXPECT_PTR(aw_timers_inside(&timers, (char *)row + 1, last), NULL,
                   "a %s one begins a byte before", where);
        if (round == 0) {
            file(&row[0]);
            file(last);
        }
    }
    aw_timers_deinit(&timers);
}

GRADED(timer, one_that_is_due_is_not_found, "Timers that are due are not found")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    make_due(&a);
    EXPECT_PTR(found(&a, &a + 1), NULL, "looked for a timer that is due");
    aw_ready_run(&ready);
    EXPECT_SAID("a", "and ran the ready queue");
}

GRADED(timer, a_callback_has_nothing_to_stop_of_its_own,
       "false when there was nothing to stop")
{
    fresh();
    aw_timer_init(&a, stop_myself);
    aw_timer_start(&timers, &a, 10);
    make_due(&a);
    aw_ready_run(&ready);

    EXPECT_SAID("nothing", "stopped a timer from inside its own callback");
}

GRADED(timer, a_stopped_timer_starts_again,
       "Start `timer`, to come due at `when`.")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    aw_timer_stop(&timers, &a);
    aw_timer_start(&timers, &a, 30);

    EXPECT_INT(a.when, 30, "started, stopped, started again");
    EXPECT_INT(timers.live, 1, "started, stopped, started again");
    EXPECT(aw_timer_stop(&timers, &a), "stopped it again");
}

/* A16 */
GRADED(timer, a_million_stopped_timers_leave_nothing_behind,
       "Nothing of a stopped timer stays behind in `timers`.")
{
    struct aw_timer *one;

    fresh();
    for (int i = 0; i < 1000000; i++) {
        aw_timer_start(&timers, &a, 3600 * AW_SEC + i);
        if (i % 16 == 0)
            file(&a);
        aw_timer_stop(&timers, &a);
    }
    EXPECT_INT(timers.live, 0, "a million times start and stop");
    EXPECT_INT(timers.len, 0, "a million times start and stop");
    EXPECT(aw_list_empty(&timers.staged), "a million times start and stop");
    EXPECT_AT_MOST(counter.bytes, 4096, "a million times start and stop");

    /* Freed memory that is still linked is what a sanitizer sees. */
    one = malloc(sizeof(*one));
    aw_timer_init(one, say_letter);
    aw_timer_start(&timers, one, 5);
    aw_timer_stop(&timers, one);
    free(one);
    aw_timer_start(&timers, &b, 1);
    say_staged();
    EXPECT_SAID("b", "freed a stopped timer, and started another");
}
