/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* All take whole milliseconds, and something of their own: the producer a
 * quarter, a consumer that and what its item has. */
static aw_time drawn_time(int own)
{
    return (aw_time)graded_random(5) * AW_MS + AW_MS / 64 * own;
}

static int fails_with; /* what production ends with */

static int draws_item(struct aw_pipeline *pipeline, void **item)
{
    int rc = graded_random(3) ? aw_sleep(drawn_time(1)) : 0;

    (void)pipeline;
    if (made == last)
        return fails_with;
    if (rc < 0 && graded_random(2))
        return rc;
    *item = num(++made);
    say("+%d@%d", made, now_ms());
    return 0;
}

static int draws_result(struct aw_pipeline *pipeline, void *item)
{
    int rc;

    (void)pipeline;
    say("%d@%d", of(item), now_ms());
    rc = aw_sleep(drawn_time(1 + of(item)) * 2);
    rc = rc >= 0 && graded_random(5) == 0 ? -EPROTO : rc;
    say("%d=%s@%d", of(item), aw_error_name(rc), now_ms());
    return rc;
}

static void drops(void *item)
{
    say("dropped-%d@%d", of(item), now_ms());
}

static struct aw_task *start_drawn(void)
{
    struct aw_task *task = start(6 + (int)graded_random(14));

    fails_with = graded_random(3) ? -ENODATA : -EIO;
    options.produce = draws_item;
    options.consume = draws_result;
    options.drop = graded_random(4) ? drops : NULL;
    options.max = 1 + (size_t)graded_random(9);
    options.consumers = 1 + (size_t)graded_random(3);
    options.pause = (aw_time)graded_random(3) * AW_MS;
    options.look = graded_random(2) ? 3 * AW_MS + AW_MS / 128 : 0;
    options.grace = (aw_time)graded_random(9) * AW_MS + AW_MS / 256;
    say("max%zu,consumers%zu", options.max, options.consumers);
    return task;
}

/* It may be asked to end, up to twice. */
static void run_drawn(void)
{
    struct aw_task *task = start_drawn();

    for (uint64_t n = graded_random(3); n > 0; n--) {
        aw_time when = now_ms() + 1 + (aw_time)graded_random(40);

        while (aw_loop_now(&loop) < when * AW_MS - AW_MS / 512 &&
               aw_loop_run_once(&loop) > 0)
            continue;
        say("-main%d", aw_task_cancel(task, NULL));
    }
    run_all();
    say("%zu:%zu:%zu:%zu:%zu:%zu |", p.produced, p.consumed, p.failed,
        p.dropped, p.pauses, p.warnings);
    finish(task);
}

GRADED(pipeline, drawn_ones_run_as_in_the_reference,
       "An item that was produced is given to `consume` once, or to `drop` "
       "once, whatever happens.")
{
    for (int i = 0; i < 6; i++)
        run_drawn();
    EXPECT_AS_REFERENCE("ran six pipelines: made (+3@1), dealt with (3@2, "
                        "3=OK@4), dropped-3@5; and counted at its end "
                        "produced:consumed:failed:dropped:pauses:warnings");
}
