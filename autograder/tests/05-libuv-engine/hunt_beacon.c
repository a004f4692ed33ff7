/* SPDX-License-Identifier: MIT */
/* The beacon on both engines. */
#include "hunt_beacon.h"

#include <unistd.h>
#include <uv.h>

#include "graded.h"

static const struct aw_poller_ops *const engines[] = {&aw_epoll_ops,
                                                      &aw_uv_ops};
static struct graded_alloc memory;
static struct aw_alloc watched;
static struct aw_loop loop;
static uv_loop_t *uv;
static struct hunt_beacon *beacon;
static struct aw_timer end;
static struct aw_handle start;
static aw_time lit, first;
static int flashes, last_flash;

static int ends(struct aw_handle *handle)
{
    (void)handle;
    say("end");
    return 0;
}

/* ---- An allocator that looks what it is given back ----------------------*/

static struct {
    const char *begin, *end;
} given_back;

static void must_be_elsewhere(uv_handle_t *handle, void *arg)
{
    const char *p = (const char *)handle;

    (void)arg;
    EXPECT(p < given_back.begin || p >= given_back.end,
           "gave memory back in which libuv has a handle still");
}

static void *resize(struct aw_alloc *alloc, void *p, size_t old, size_t size)
{
    (void)alloc;
    if (p && uv) {
        given_back.begin = p;
        given_back.end = given_back.begin + old;
        uv_walk(uv, must_be_elsewhere, NULL);
    }
    return memory.alloc.resize(&memory.alloc, p, old, size);
}

/* A loop with a timer that ends it: nothing else is to do. */
static void open_loop(int engine, aw_time until)
{
    struct aw_loop_options options = {engines[engine], NULL, &watched};

    graded_alloc_init(&memory);
    watched.resize = resize;
    uv = NULL;
    flashes = last_flash = 0;
    EXPECT_INT(aw_loop_init(&loop, &options), 0, "made a loop");
    EXPECT_INT(aw_uv_get(&loop, &uv), 0, "asked for libuv");
    aw_timer_init(&end, ends);
    aw_call_later(&loop, &end, until);
}

static void close_loop(void)
{
    /* A loop of libuv's that is closed has no handles that could be walked. */
    uv = NULL;
    aw_loop_close(&loop);
    EXPECT_INT(memory.blocks, 0, "closed the loop: blocks of memory left");
    EXPECT_INT(memory.bytes, 0, "closed the loop: bytes of memory left");
}

static void flash(void *arg)
{
    (void)arg;
    if (flashes++ == 0)
        first = aw_loop_now(&loop);
    if (flashes == last_flash)
        hunt_beacon_put_out(beacon);
}

static void light(unsigned period)
{
    lit = aw_loop_now(&loop);
    EXPECT_INT(hunt_beacon_light(&beacon, &loop, period, flash, NULL), 0,
               "lit a beacon");
}

/* Run until it is put out in its last flash, however long that takes, and
 * for a while behind that. */
static int run_behind_the_last_flash(aw_time further)
{
    while (flashes < last_flash && aw_loop_run_once(&loop) == 1)
        continue;
    aw_timer_stop(&loop.timers, &end);
    aw_call_later(&loop, &end, further);
    return aw_loop_run(&loop);
}

/* ---- Memory -------------------------------------------------------------*/

GRADED(hunt_beacon, it_is_put_out_and_the_loop_goes_on,
       "A beacon that was put out does not flash any more.")
{
    for (int i = 0; i < 2; i++) {
        open_loop(i, 10 * AW_MS);
        light(1);
        hunt_beacon_put_out(beacon);
        EXPECT_INT(aw_loop_run(&loop), 0, "put it out, ran for 10 ms");
        EXPECT_INT(flashes, 0, "put it out at once: flashes");
        close_loop();
    }
    EXPECT_SAID("end end", "ran on both engines");
}

GRADED(hunt_beacon, it_is_put_out_from_inside_its_flash,
       "It may be put out from inside its own flash.")
{
    for (int i = 0; i < 2; i++) {
        open_loop(i, 3600 * AW_SEC);
        last_flash = 2;
        light(2);
        EXPECT_INT(run_behind_the_last_flash(10 * AW_MS), 0,
                   "put out at the second flash, and ran for 10 ms more");
        EXPECT_INT(flashes, 2, "put out at the second flash: flashes");
        close_loop();
    }
}

GRADED(hunt_beacon, the_loop_is_closed_right_behind_it,
       "The memory comes from the loop's allocator, and all of it has gone "
       "back there when the loop is closed.")
{
    for (int i = 0; i < 2; i++) {
        size_t before;

        open_loop(i, AW_SEC);
        light(1000);
        before = memory.blocks;
        EXPECT_AT_LEAST(before, 1, "lit a beacon: blocks of memory");
        hunt_beacon_put_out(beacon);
        close_loop();
    }
}

/* ---- Work, and time -----------------------------------------------------*/

GRADED(hunt_beacon, it_keeps_no_loop_going, "A beacon keeps no loop going.")
{
    bool still_runs;

    for (int i = 0; i < 2; i++) {
        open_loop(i, 12 * AW_MS);
        light(5);
        /* A loop that goes on for ever is ended, and found out. */
        for (int n = 0; n < 1000 && aw_loop_run_once(&loop) == 1; n++)
            if (aw_loop_now(&loop) - lit > 500 * AW_MS)
                break;
        still_runs = aw_loop_now(&loop) - lit > 500 * AW_MS && flashes >= 50;
        EXPECT(!still_runs,
               "ran what was to end with a timer of 12 ms, with a beacon of 5 "
               "ms: it ran for %d ms, and saw %d flashes",
               (int)((aw_loop_now(&loop) - lit) / AW_MS), flashes);
        EXPECT_INT(aw_loop_run_once(&loop), 0, "ran to the end: what is left");
        hunt_beacon_put_out(beacon);
        close_loop();
    }
}

static int lights_late(struct aw_handle *handle)
{
    (void)handle;
    usleep(40000);
    light(30);
    return 0;
}

GRADED(hunt_beacon, a_whole_period_passes_before_the_first_flash,
       "The first flash comes when a whole period has passed since the beacon "
       "was lit, and less than a millisecond earlier at most, which is how "
       "libuv tells the time; after that there is one in each period.")
{
    for (int i = 0; i < 2; i++) {
        open_loop(i, 3600 * AW_SEC);
        aw_handle_init(&start, lights_late);
        aw_call_soon(&loop, &start);
        last_flash = 3;
        EXPECT_INT(run_behind_the_last_flash(AW_MS), 0,
                   "lit it behind 40 ms of work");
        EXPECT_INT(flashes, 3, "lit it behind 40 ms of work: flashes");
        EXPECT_AT_LEAST(first - lit, 29 * AW_MS, "lit a beacon of 30 ms");
        close_loop();
    }
}

/* Until it has flashed so often: how long that takes is not promised. */
GRADED(hunt_beacon, drawn_beacons_flash_as_in_the_reference,
       "after that there is one in each period")
{
    for (int i = 0; i < 12; i++) {
        int engine = (int)graded_random(2);

        open_loop(engine, 3600 * AW_SEC);
        last_flash = (int)graded_random(4);
        light(1 + (unsigned)graded_random(2));
        if (last_flash == 0)
            hunt_beacon_put_out(beacon);
        while (flashes < last_flash && aw_loop_run_once(&loop) == 1)
            continue;
        say("%s:%d", engine ? "uv" : "epoll", flashes);
        aw_timer_stop(&loop.timers, &end);
        say("%d", aw_loop_run(&loop));
        close_loop();
    }
    EXPECT_AS_REFERENCE("lit beacons, and put each out in a flash that was "
                        "drawn, or before the first");
}
