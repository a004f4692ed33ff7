/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static int letters;
static struct aw_future never;

static int is_left(void *arg);

/* Only of tasks: what is left of a lost one is told without a name. */
static void say_task(struct aw_loop *l, const struct aw_report *r)
{
    if (r->name)
        say_report(l, r);
}

static void leaves_one(void)
{
    if (letters < 26)
        launch_here((const char[]){(char)('a' + letters++), '\0'}, is_left,
                    NULL);
}

/* It may spawn another one when it is asked to end, and take its time.  "b"
 * alone may take longer than there is. */
static int is_left(void *arg)
{
    int rc = graded_random(4) ? aw_sleep((aw_time)graded_random(9) * AW_MS)
                              : aw_await(&never, arg);

    say("%s%s@%d", me(), rc < 0 ? "!" : "", now_ms());
    if (rc >= 0)
        return 0;
    if (graded_random(3) == 0)
        leaves_one();
    rc = aw_sleep(graded_random(2) && me()[0] == 'b'
                      ? AW_SEC * 60
                      : (aw_time)graded_random(5) * AW_MS);
    say("%s%s@%d", me(), rc < 0 ? "!!" : "", now_ms());
    return rc;
}

/* Waits for what never comes, perhaps, and does so again. */
static int is_main_by_chance(void *arg)
{
    int rc = 0;

    (void)arg;
    here()->on_error = say_task;
    aw_future_init(&never, here(), NULL);
    for (uint64_t n = 1 + graded_random(6); n > 0; n--)
        leaves_one();
    for (uint64_t n = graded_random(4); n > 0; n--) {
        if (graded_random(4) == 0)
            rc = aw_await(&never, NULL);
        else
            rc = aw_sleep((aw_time)graded_random(6) * AW_MS);
        say("main%s@%d", rc < 0 ? "!" : "", now_ms());
        if (rc >= 0 && graded_random(6) == 0) {
            say("stops");
            aw_loop_stop(here());
        }
    }
    return graded_random(3) ? rc : (graded_random(2) ? 5 : -EIO);
}

GRADED(run, drawn_programs_end_as_in_the_reference,
       "Then all tasks that live are asked to end, the oldest first, and the "
       "loop runs until they have")
{
    for (int i = 0; i < 5; i++) {
        int rc;

        letters = 0;
        rc = run(is_main_by_chance, NULL);
        say("=%s%d@%d", aw_error_name(rc < 0 ? rc : 0), rc < 0 ? 0 : rc,
            now_ms());
    }
    EXPECT_AS_REFERENCE(
        "ran five programs: a@5 went on at 5 ms, a!@5 was asked "
        "to end, [a: EIO] was reported, =OK5@9 is what a "
        "program has come to, and when");
}
