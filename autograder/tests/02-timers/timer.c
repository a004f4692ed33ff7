/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "aw/heap.h"
#include "graded.h"

/* These tests file timers, and let them come due, by hand: so they pass
 * before expire.c is written. */

static struct graded_alloc counter;
static struct aw_timers timers;
static struct aw_timer a, b, c;
static struct aw_ready ready;

static int say_letter(struct aw_handle *handle)
{
    struct aw_timer *timer = aw_container_of(handle, struct aw_timer, handle);

    say("%c", timer == &a ? 'a' : timer == &b ? 'b' : 'c');
    return 0;
}

static void fresh(void)
{
    graded_alloc_init(&counter);
    aw_timers_init(&timers, &counter.alloc);
    aw_timer_init(&a, say_letter);
    aw_timer_init(&b, say_letter);
    aw_timer_init(&c, say_letter);
    aw_ready_init(&ready);
    forget();
}

/* What aw_timers_next does with a staged timer. */
static void file(struct aw_timer *timer)
{
    aw_list_remove(&timer->link);
    if (aw__heap_room(&timers))
        aw__heap_push(&timers, timer);
}

/* What aw_timers_expire does with a staged timer. */
static void make_due(struct aw_timer *timer)
{
    aw_list_remove(&timer->link);
    timers.live--;
    aw_ready_push(&ready, &timer->handle);
}

static bool idle(const struct aw_timer *timer)
{
    return aw_list_empty(&timer->link) && timer->slot == AW_TIMER_UNFILED &&
           !aw_handle_queued(&timer->handle);
}

static void say_staged(void)
{
    struct aw_list *node;

    aw_list_each (node, &timers.staged) {
        say_letter(&aw_container_of(node, struct aw_timer, link)->handle);
    }
}

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

    EXPECT(idle(&a), "made a timer");
    EXPECT(a.handle.fn == say_letter, "made a timer that will call a function");
    EXPECT_INT(a.slot, AW_TIMER_UNFILED, "made a timer");
}

/* ---- Start --------------------------------------------------------------*/

GRADED(timer, starting_stages, "Starting a timer only links it.")
{
    fresh();
    aw_timer_start(&timers, &a, 500);

    EXPECT(!aw_list_empty(&a.link), "started a timer");
    EXPECT_INT(a.slot, AW_TIMER_UNFILED, "started a timer");
    EXPECT(!aw_handle_queued(&a.handle), "started a timer");
    EXPECT_INT(a.when, 500, "started a timer for 500 ns");
    EXPECT_INT(timers.live, 1, "started a timer");
    EXPECT_INT(timers.len, 0, "started a timer");
}

GRADED(timer, staged_timers_stand_in_the_order_of_their_start,
       "started, not filed yet, in order of start")
{
    fresh();
    aw_timer_start(&timers, &c, 1);
    aw_timer_start(&timers, &a, 3);
    aw_timer_start(&timers, &b, 2);
    say_staged();

    EXPECT_SAID("c a b", "started c for 1 ns, a for 3 ns, b for 2 ns");
    EXPECT_INT(timers.live, 3, "started three timers");
}

GRADED(timer, each_start_has_a_number, "equal deadlines: who was started first")
{
    fresh();
    aw_timer_start(&timers, &a, 5);
    aw_timer_start(&timers, &b, 5);
    EXPECT(a.seq < b.seq, "started a, then b");
    aw_timer_start(&timers, &a, 5);
    EXPECT(b.seq < a.seq, "started a again");
    EXPECT_INT(timers.seq, 3, "started three times");
}

GRADED(timer, starting_allocates_nothing,
       "It cannot fail and allocates nothing.")
{
    fresh();
    counter.fail_from = 1;
    for (int i = 0; i < 1000; i++)
        aw_timer_start(&timers, &a, i);

    EXPECT_INT(counter.calls, 0, "started a timer 1000 times");
    EXPECT_INT(timers.live, 1, "started the same timer 1000 times");
}

GRADED(timer, starting_a_staged_timer_moves_it,
       "Starting a timer that is started already stops it first")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 10);
    aw_timer_start(&timers, &a, 20);
    say_staged();

    EXPECT_SAID("b a", "started a, then b, then a again");
    EXPECT_INT(a.when, 20, "started a again, for 20 ns");
    EXPECT_INT(timers.live, 2, "started a again");
}

GRADED(timer, starting_a_filed_timer_moves_it,
       "it comes due once, at the new deadline")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    file(&a);
    aw_timer_start(&timers, &a, 20);

    EXPECT_INT(a.slot, AW_TIMER_UNFILED, "started a filed timer again");
    EXPECT(!aw_list_empty(&a.link), "started a filed timer again");
    EXPECT_INT(timers.len, 0, "started a filed timer again");
    EXPECT_INT(timers.live, 1, "started a filed timer again");
    EXPECT_INT(a.when, 20, "started it again, for 20 ns");
}

GRADED(timer, starting_a_due_timer_takes_it_back,
       "Starting a timer that is started already stops it first")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    make_due(&a);
    aw_timer_start(&timers, &a, 20);
    EXPECT(!aw_handle_queued(&a.handle), "started a due timer again");
    EXPECT_INT(timers.live, 1, "started a due timer again");
    aw_ready_run(&ready);
    EXPECT_SAID("", "ran the ready queue");
    EXPECT(!aw_list_empty(&a.link), "ran the ready queue");
}

GRADED(timer, a_timer_for_never_is_live,
       "A timer started for AW_NEVER never comes due, but counts as live.")
{
    fresh();
    aw_timer_start(&timers, &a, AW_NEVER);

    EXPECT_INT(timers.live, 1, "started a timer for AW_NEVER");
    EXPECT(aw_timer_stop(&timers, &a), "stopped it");
    EXPECT_INT(timers.live, 0, "stopped it");
}

/* ---- Stop ---------------------------------------------------------------*/

GRADED(timer, stopping_a_staged_timer,
       "It works on a timer that is staged, filed, or due but not yet run.")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 10);
    aw_timer_start(&timers, &c, 10);

    EXPECT(aw_timer_stop(&timers, &b), "stopped the second of three");
    EXPECT(idle(&b), "stopped a staged timer");
    EXPECT_INT(timers.live, 2, "stopped one of three");
    say_staged();
    EXPECT_SAID("a c", "looked at the staged timers");
}

GRADED(timer, stopping_a_filed_timer,
       "It works on a timer that is staged, filed, or due but not yet run.")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 20);
    file(&a);
    file(&b);

    EXPECT(aw_timer_stop(&timers, &a), "stopped the first of two");
    EXPECT(idle(&a), "stopped a filed timer");
    EXPECT_INT(timers.live, 1, "stopped one of two");
    EXPECT_INT(timers.len, 1, "stopped one of two");
    EXPECT_PTR(aw__heap_first(&timers), &b, "looked at the heap");
}

/* A17 */
GRADED(timer, stopping_a_due_timer,
       "It works on a timer that is staged, filed, or due but not yet run.")
{
    fresh();
    aw_timer_start(&timers, &a, 10);
    aw_timer_start(&timers, &b, 10);
    make_due(&a);
    make_due(&b);

    EXPECT(aw_timer_stop(&timers, &a), "stopped a due timer");
    EXPECT(idle(&a), "stopped a due timer");
    EXPECT_INT(timers.live, 0, "a due timer is not live");
    aw_ready_run(&ready);
    EXPECT_SAID("b", "ran the ready queue");
}

GRADED(timer, stopping_an_idle_timer, "false when there was nothing to stop")
{
    fresh();
    EXPECT(!aw_timer_stop(&timers, &a), "stopped a timer never started");
    aw_timer_start(&timers, &a, 10);
    EXPECT(aw_timer_stop(&timers, &a), "stopped a started timer");
    EXPECT(!aw_timer_stop(&timers, &a), "stopped it again");
    aw_timer_start(&timers, &a, 10);
    make_due(&a);
    aw_ready_run(&ready);
    EXPECT(!aw_timer_stop(&timers, &a), "stopped it when it had run");
    EXPECT_INT(timers.live, 0, "stopped idle timers only");
    EXPECT_SAID("a", "started it twice, stopped it once");
}

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
       "Returns true when the timer was started")
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

    EXPECT(idle(&a), "deinit with a filed timer");
    EXPECT(idle(&b) && idle(&c), "deinit with two staged timers");
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

GRADED(timer, two_sets_are_independent, "All timers of a loop.")
{
    struct aw_timers other;

    fresh();
    aw_timers_init(&other, NULL);
    aw_timer_start(&timers, &a, 1);
    aw_timer_start(&other, &b, 1);
    aw_timers_deinit(&other);

    EXPECT(idle(&b), "ended the set of b");
    EXPECT(!idle(&a), "ended the set of b, and looked at a");
    EXPECT_INT(timers.live, 1, "looked at the set of a");
}
