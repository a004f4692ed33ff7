/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "aw/timer.h"
#include "graded.h"

enum { MANY = 1000 };

/* A timer with a name, and what its callback does. */
struct named {
    struct aw_timer timer;
    int name;
    struct named *stops, *starts;
    aw_time delay;
};

static struct graded_alloc counter;
static struct aw_timers timers;
static struct aw_ready ready;
static struct aw_clock_virtual clock_;
static struct named t[MANY];

static aw_time now(void)
{
    return clock_.clock.now(&clock_.clock);
}

static void start(struct named *it, aw_time delay)
{
    aw_timer_start(&timers, &it->timer, aw_deadline(now(), delay));
}

static int fire(struct aw_handle *handle)
{
    struct named *it = aw_container_of(handle, struct named, timer.handle);

    say("%d", it->name);
    if (it->stops)
        aw_timer_stop(&timers, &it->stops->timer);
    if (it->starts)
        start(it->starts, it->delay);
    return 0;
}

static void fresh(void)
{
    graded_alloc_init(&counter);
    aw_timers_init(&timers, &counter.alloc);
    aw_ready_init(&ready);
    aw_clock_virtual_init(&clock_, 0);
    for (int i = 0; i < MANY; i++) {
        t[i] = (struct named){.name = i};
        aw_timer_init(&t[i].timer, fire);
    }
    forget();
}

/* One turn of a loop at time `at`.  Returns what expire returned. */
static size_t turn(aw_time at)
{
    size_t pushed;

    clock_.clock.jump(&clock_.clock, at);
    pushed = aw_timers_expire(&timers, now(), &ready);
    aw_ready_run(&ready);
    return pushed;
}

/* Turn after turn, each at the next deadline. */
static void run(void)
{
    aw_time next;

    while ((next = aw_timers_next(&timers)) != AW_NEVER)
        turn(next > now() ? next : now());
}

/* ---- Next ---------------------------------------------------------------*/

GRADED(expire, without_timers_nothing_comes_due,
       "or AW_NEVER when there is none")
{
    fresh();
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "asked an empty set");
    start(&t[0], 5);
    aw_timer_stop(&timers, &t[0].timer);
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "stopped the only timer");
    start(&t[0], 5);
    EXPECT_INT(aw_timers_next(&timers), 5, "started it again");
    turn(5);
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "it came due");
    EXPECT_INT(aw_timers_expire(&timers, AW_NEVER, &ready), 0,
               "expired an empty set");
}

GRADED(expire, next_is_the_earliest_deadline,
       "Returns the earliest deadline of all started timers")
{
    fresh();
    start(&t[0], 300);
    EXPECT_INT(aw_timers_next(&timers), 300, "started one for 300 ns");
    start(&t[1], 200);
    EXPECT_INT(aw_timers_next(&timers), 200, "started one for 200 ns");
    start(&t[2], 400);
    EXPECT_INT(aw_timers_next(&timers), 200, "started one for 400 ns");
    aw_timer_stop(&timers, &t[1].timer);
    EXPECT_INT(aw_timers_next(&timers), 300, "stopped the one for 200 ns");
    start(&t[0], 500);
    EXPECT_INT(aw_timers_next(&timers), 400, "moved 300 ns to 500 ns");
}

/* A15 */
GRADED(expire, next_is_exact, "which may lie in the past")
{
    fresh();
    start(&t[0], 10 * AW_US + 1);
    EXPECT_INT(aw_timers_next(&timers), 10 * AW_US + 1,
               "started a timer for 10001 ns");
    clock_.clock.jump(&clock_.clock, AW_SEC);
    EXPECT_INT(aw_timers_next(&timers), 10 * AW_US + 1,
               "asked one second later");
    aw_timer_start(&timers, &t[1].timer, -7);
    EXPECT_INT(aw_timers_next(&timers), -7, "started a timer for -7 ns");
}

GRADED(expire, next_files_what_is_staged, "Files what is staged.")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 4);
    EXPECT_INT(timers.len, 0, "started two timers");
    aw_timers_next(&timers);

    EXPECT(aw_list_empty(&timers.staged), "asked for the next deadline");
    EXPECT_INT(timers.len, 2, "asked for the next deadline");
    EXPECT_INT(timers.live, 2, "asked for the next deadline");
    EXPECT(t[0].timer.slot != AW_TIMER_UNFILED, "asked for the next deadline");
    EXPECT_INT(aw_timers_next(&timers), 4, "asked again");
}

GRADED(
    expire, timers_in_place_of_others_cost_no_allocation,
    "a timer that is filed where another one was stopped costs no allocation.")
{
    size_t calls;

    fresh();
    for (int i = 0; i < 100; i++)
        start(&t[i], i);
    aw_timers_next(&timers);
    calls = counter.calls;
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 100; i++)
            start(&t[i], i + round);
        aw_timers_next(&timers);
    }
    turn(1000);

    EXPECT_INT(counter.calls, calls,
               "started 100 filed timers again, 100 times");
    EXPECT(counter.calls > 0, "filed 100 timers with the set's allocator");
}

/* ---- Expire -------------------------------------------------------------*/

/* A10 */
GRADED(expire, a_timer_never_comes_due_early,
       "A timer is never pushed before its deadline.")
{
    fresh();
    start(&t[0], AW_MS);
    EXPECT_INT(turn(AW_MS - 1), 0, "expired 1 ns too early");
    EXPECT(!aw_handle_queued(&t[0].timer.handle), "expired 1 ns too early");
    EXPECT_SAID("", "expired 1 ns too early");
    EXPECT_INT(turn(AW_MS), 1, "expired at the deadline");
    EXPECT_SAID("0", "expired at the deadline");
    aw_timer_start(&timers, &t[1].timer, 2 * AW_MS + 700);
    EXPECT_INT(turn(2 * AW_MS + 699), 0, "expired 1 ns too early");
    EXPECT_INT(turn(2 * AW_MS + 700), 1, "expired at the deadline");
}

GRADED(expire, expiring_pushes_and_calls_nothing,
       "the timer itself never calls anything")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 5);
    EXPECT_INT(aw_timers_expire(&timers, 5, &ready), 2, "expired two timers");
    EXPECT_SAID("", "expired two timers, but ran nothing yet");
    EXPECT(aw_handle_queued(&t[0].timer.handle), "expired two timers");
    EXPECT(aw_handle_queued(&t[1].timer.handle), "expired two timers");
    EXPECT_INT(timers.live, 0, "a due timer is not live any more");
    EXPECT_INT(timers.len, 0, "a due timer is not filed any more");
    aw_ready_run(&ready);
    EXPECT_SAID("0 1", "ran the ready queue");
    EXPECT_INT(aw_timers_expire(&timers, 6, &ready), 0, "expired once more");
}

GRADED(expire, due_timers_come_in_the_order_of_their_deadlines,
       "They are pushed in the order of their deadlines")
{
    fresh();
    start(&t[0], 30);
    start(&t[1], 10);
    start(&t[2], 40);
    start(&t[3], 20);
    start(&t[4], 41);

    EXPECT_INT(turn(40), 4, "expired four of five at once");
    EXPECT_SAID("1 3 0 2", "expired four of five at once");
    EXPECT_INT(timers.live, 1, "expired four of five");
    EXPECT_INT(aw_timers_next(&timers), 41, "expired four of five");
}

/* A12 */
GRADED(expire, equal_deadlines_come_in_the_order_of_their_start,
       "equal deadlines in the order in which they were started")
{
    struct aw_handle *handle;
    int wrong = 0;

    fresh();
    for (int i = 0; i < MANY; i++) {
        start(&t[i * 7 % MANY], 5 * AW_SEC);
        if (i % 100 == 0)
            aw_timers_next(&timers);
    }
    aw_timers_expire(&timers, 5 * AW_SEC, &ready);
    aw_ready_turn(&ready);
    for (int i = 0; i < MANY; i++) {
        handle = aw_ready_take(&ready);
        wrong += handle != &t[i * 7 % MANY].timer.handle;
    }
    EXPECT_INT(wrong, 0,
               "started 1000 timers for the same moment; so many "
               "came in another order");
}

GRADED(expire, starting_again_goes_behind_equal_deadlines,
       "equal deadlines in the order in which they were started")
{
    fresh();
    start(&t[0], 9);
    start(&t[1], 9);
    start(&t[2], 9);
    aw_timers_next(&timers);
    start(&t[0], 9);
    start(&t[3], 9);
    EXPECT_INT(turn(9), 4, "expired four timers");
    EXPECT_SAID("1 2 0 3", "started 0 1 2, filed them, then 0 again and 3");
}

GRADED(expire, a_thousand_random_deadlines,
       "Push every timer whose deadline is `now` or earlier to `ready`.")
{
    aw_time at = 0, last = -1;
    int early = 0, late = 0, fired = 0;
    struct aw_handle *handle;

    fresh();
    for (int i = 0; i < MANY; i++)
        start(&t[i], (aw_time)graded_random(10000));
    for (; at <= 10000; at += 100) {
        aw_timers_expire(&timers, at, &ready);
        aw_ready_turn(&ready);
        while ((handle = aw_ready_take(&ready))) {
            aw_time when =
                aw_container_of(handle, struct aw_timer, handle)->when;

            early += when > at || when < last;
            late += when <= at - 100;
            last = when;
            fired++;
        }
    }
    EXPECT_INT(early, 0, "so many of 1000 timers came early or out of order");
    EXPECT_INT(late, 0, "so many of 1000 timers came a turn late");
    EXPECT_INT(fired, MANY, "started 1000 timers, so many came");
}

GRADED(expire, staged_timers_count, "Staged timers count")
{
    fresh();
    start(&t[0], 10);
    aw_timers_next(&timers);
    start(&t[1], 5);
    EXPECT_INT(turn(7), 1, "never asked for the next deadline");
    EXPECT_SAID("1", "expired a timer that was only staged");
    EXPECT_INT(turn(10), 1, "expired the filed one");
}

GRADED(expire, a_past_deadline_comes_due_at_once,
       "deadline in the past comes due at the next aw_timers_expire")
{
    fresh();
    clock_.clock.jump(&clock_.clock, AW_SEC);
    aw_timer_start(&timers, &t[0].timer, 3);
    aw_timer_start(&timers, &t[1].timer, INT64_MIN);
    EXPECT_INT(turn(AW_SEC), 2, "started two timers in the past");
    EXPECT_SAID("1 0", "started 0 for 3 ns, 1 for the first moment of all");
}

/* A14 */
GRADED(expire, a_timer_for_never_never_comes,
       "A timer started for AW_NEVER never comes due")
{
    fresh();
    start(&t[0], AW_NEVER);
    start(&t[1], AW_NEVER);
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "started two for AW_NEVER");
    EXPECT_INT(turn(AW_NEVER - 1), 0, "expired at the last moment");
    EXPECT_INT(turn(AW_NEVER), 0, "expired at AW_NEVER");
    EXPECT_INT(timers.live, 2, "expired at AW_NEVER");
    aw_timer_start(&timers, &t[2].timer, AW_NEVER - 1);
    EXPECT_INT(turn(AW_NEVER), 1, "started one a moment earlier");
    EXPECT(aw_timer_stop(&timers, &t[0].timer), "stopped one for AW_NEVER");
    EXPECT_INT(timers.live, 1, "stopped one for AW_NEVER");
}

/* ---- Callbacks ----------------------------------------------------------*/

/* A13 */
GRADED(expire, a_timer_goes_behind_what_is_queued,
       "the handle is pushed to the ready queue")
{
    fresh();
    aw_ready_push(&ready, &t[5].timer.handle);
    start(&t[0], 0);
    start(&t[1], -3);
    turn(0);
    EXPECT_SAID("5 0 1", "queued 5, then started 0 and 1 without delay");
}

/* A17 */
GRADED(expire, a_callback_stops_one_that_is_due_with_it,
       "Stop `timer`, so that it is not called.")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 5);
    start(&t[2], 6);
    t[0].stops = &t[1];
    EXPECT_INT(turn(6), 3, "three timers are due");
    EXPECT_SAID("0 2", "0 stops 1, which is due in the same turn");
    EXPECT_INT(timers.live, 0, "0 stopped 1");
}

GRADED(expire, a_callback_stops_one_that_comes_later,
       "Stop `timer`, so that it is not called.")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 10);
    start(&t[2], 15);
    t[0].stops = &t[1];
    run();
    EXPECT_SAID("0 2", "0 stops 1, which is filed");
    EXPECT_INT(now(), 15, "ran until nothing was left");
}

GRADED(expire, a_callback_starts_its_own_timer_again,
       "its callback may start it again")
{
    fresh();
    start(&t[0], 10);
    start(&t[1], 25);
    t[0].starts = &t[0];
    t[0].delay = 10;
    t[1].stops = &t[0];
    run();
    EXPECT_SAID("0 0 1", "0 starts itself again every 10 ns, 1 stops it");
    EXPECT_INT(now(), 25, "ran until nothing was left");
    EXPECT_INT(timers.seq, 4, "started four times in all");
}

GRADED(expire, a_callback_moves_one_that_is_due_with_it,
       "it comes due once, at the new deadline")
{
    fresh();
    start(&t[0], 5);
    start(&t[1], 5);
    t[0].starts = &t[1];
    t[0].delay = 10;
    turn(5);
    EXPECT_SAID("0", "0 starts 1 again, which is due with it");
    run();
    EXPECT_SAID("0 1", "ran on");
    EXPECT_INT(now(), 15, "1 came due 10 ns after the callback of 0");
}

/* A18 */
GRADED(expire, a_timer_without_delay_does_not_starve_the_loop,
       "comes due at the next aw_timers_expire")
{
    fresh();
    t[0].starts = &t[0];
    start(&t[0], 0);
    EXPECT_INT(turn(0), 1, "it starts itself again, without delay");
    EXPECT_SAID("0", "took one turn");
    EXPECT_INT(turn(0), 1, "took a second turn");
    EXPECT_SAID("0 0", "took a second turn");
    EXPECT_INT(aw_timers_next(&timers), 0, "it is started once more");
}

/* A11 */
GRADED(expire, a_delay_counts_from_the_moment_of_the_call,
       "comes due once, at the new deadline")
{
    fresh();
    start(&t[0], AW_SEC);
    turn(AW_SEC);
    /* A callback that works for a second, and then starts a timer. */
    clock_.clock.jump(&clock_.clock, 2 * AW_SEC);
    start(&t[1], AW_SEC);
    EXPECT_INT(aw_timers_next(&timers), 3 * AW_SEC, "worked until 2 s");
    EXPECT_INT(turn(3 * AW_SEC - 1), 0, "one second, less 1 ns");
    EXPECT_INT(turn(3 * AW_SEC), 1, "one second after the call");
}

/* ---- Probes -------------------------------------------------------------*/

static void hear(struct aw_probe *probe, enum aw_probe_event event,
                 const void *subject, uint64_t arg)
{
    const struct aw_timer *timer = subject;

    (void)probe;
    if (event == AW_PROBE_TIMER)
        say("timer%d@%d", aw_container_of(timer, struct named, timer)->name,
            (int)arg);
}

GRADED(expire, a_probe_hears_of_each_timer,
       "If a probe is set it hears AW_PROBE_TIMER for each.")
{
    struct aw_probe probe = {hear};

    fresh();
    timers.probe = &probe;
    start(&t[0], 20);
    start(&t[1], 10);
    start(&t[2], 30);
    aw_timers_expire(&timers, 25, &ready);
    EXPECT_SAID("timer1@10 timer0@20",
                "expired two of three timers; the probe says timer@deadline");
}

/* ---- Without memory -----------------------------------------------------*/

GRADED(expire, without_memory_timers_stay_staged,
       "the timers that found no room stay staged")
{
    fresh();
    counter.fail_from = 1;
    start(&t[0], 30);
    start(&t[1], 10);
    start(&t[2], 10);
    start(&t[3], 20);
    EXPECT_INT(aw_timers_next(&timers), 10, "asked without memory");
    EXPECT_INT(timers.len, 0, "asked without memory");
    EXPECT_INT(timers.live, 4, "asked without memory");
    EXPECT_INT(turn(9), 0, "expired too early");
    EXPECT_INT(turn(20), 3, "expired without memory");
    EXPECT_SAID("1 2 3", "expired without memory");
    EXPECT(aw_timer_stop(&timers, &t[0].timer), "stopped the last one");
    EXPECT_INT(aw_timers_next(&timers), AW_NEVER, "stopped the last one");
}

GRADED(expire, filed_and_staged_timers_come_in_one_order,
       "taken into account all the same")
{
    fresh();
    counter.fail_from = 2;
    for (int i = 0; i < 200; i++)
        start(&t[i], i % 2 ? 1000 - i : 5);
    EXPECT_INT(aw_timers_next(&timers), 5, "200 timers, not all filed");
    EXPECT_INT(timers.live, 200, "200 timers, not all filed");
    EXPECT(!aw_list_empty(&timers.staged), "200 timers, not all filed");
    EXPECT_INT(turn(5), 100, "half of them are due");
    EXPECT_INT(timers.live, 100, "half of them were due");
    forget();
    EXPECT_INT(turn(805), 3, "three more are due");
    EXPECT_SAID("199 197 195", "three more are due");
}

GRADED(expire, with_memory_again_all_are_filed,
       "are filed as soon as there is memory")
{
    fresh();
    counter.fail_from = 1;
    for (int i = 0; i < 100; i++)
        start(&t[i], 100 - i);
    aw_timers_next(&timers);
    counter.fail_from = 0;
    EXPECT_INT(aw_timers_next(&timers), 1, "there is memory again");
    EXPECT_INT(timers.len, 100, "there is memory again");
    EXPECT(aw_list_empty(&timers.staged), "there is memory again");
    EXPECT_INT(turn(100), 100, "expired all");
}

/* A life of 300 timers: started in batches, some moved, some stopped, the
 * rest fired.  Returns a number that depends on which fired and in what
 * order. */
static uint64_t life(size_t fail_once, size_t fail_from)
{
    uint64_t order = 0;
    struct aw_handle *handle;

    fresh();
    counter.fail_once = fail_once;
    counter.fail_from = fail_from;
    for (int i = 0; i < 300; i++) {
        start(&t[i], i * 37 % 50);
        if (i % 16 == 0)
            aw_timers_next(&timers);
        if (i % 5 == 0)
            aw_timer_stop(&timers, &t[i / 2].timer);
        if (i % 7 == 0)
            start(&t[i / 3], i * 11 % 60);
    }
    for (aw_time at = 0; at <= 60; at += 3) {
        aw_timers_expire(&timers, at, &ready);
        aw_ready_turn(&ready);
        while ((handle = aw_ready_take(&ready)))
            order = order * 31 + (uint64_t)aw_container_of(handle, struct named,
                                                           timer.handle)
                                     ->name;
    }
    order = order * 31 + timers.live;
    aw_timers_deinit(&timers);
    return order;
}

GRADED(expire, a_refused_request_changes_nothing,
       "slower, never lost, never an error")
{
    uint64_t good = life(0, 0);

    for (size_t n = 1; n <= 12; n++) {
        EXPECT(life(n, 0) == good, "the %zu. request for memory fails", n);
        EXPECT_INT(counter.blocks, 0, "cleaned up after that");
        EXPECT(life(0, n) == good, "all from the %zu. request on fail", n);
        EXPECT_INT(counter.blocks, 0, "cleaned up after that");
    }
}

/* ---- Many ---------------------------------------------------------------*/

GRADED(expire, a_quarter_of_a_million_timers,
       "They are pushed in the order of their deadlines")
{
    enum { N = 250000 };
    struct aw_timer *all = calloc(N, sizeof(*all));
    struct aw_handle *handle;
    aw_time last = -1;
    long wrong = 0, fired = 0;

    fresh();
    for (size_t i = 0; i < N; i++) {
        aw_timer_init(&all[i], fire);
        aw_timer_start(&timers, &all[i], (aw_time)graded_random(250 * AW_MS));
        if (i == N / 2)
            aw_timers_next(&timers);
    }
    for (size_t i = 0; i < N; i += 2)
        aw_timer_stop(&timers, &all[i]);
    EXPECT_INT(timers.live, N / 2, "stopped every other one");
    aw_timers_expire(&timers, 250 * AW_MS, &ready);
    aw_ready_turn(&ready);
    for (; (handle = aw_ready_take(&ready)); fired++) {
        wrong += aw_container_of(handle, struct aw_timer, handle)->when < last;
        last = aw_container_of(handle, struct aw_timer, handle)->when;
    }
    EXPECT_INT(fired, N / 2, "started 250000 timers, stopped half of them");
    EXPECT_INT(wrong, 0, "so many came before one that was due earlier");
    aw_timers_deinit(&timers);
    free(all);
}
