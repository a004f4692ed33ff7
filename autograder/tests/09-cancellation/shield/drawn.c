/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 4, BOXES = 20 };

static struct aw_task *few[FEW];
static struct aw_future box[BOXES];
static int used; /* boxes, from the first one on */

/* A new one, or one of the latest three. */
static struct aw_future *drawn_box(void)
{
    int i = used - 1 - (int)graded_random(3);

    if (i < 0 || (used < BOXES && graded_random(2))) {
        i = used++;
        aw_future_init(&box[i], &loop, NULL);
    }
    say("%s>%d", me(), i);
    return &box[i];
}

static void settles_one(void)
{
    static const int outcome[] = {4, 0, -EIO, -ECANCELED};
    int i = used - 1 - (int)graded_random(6);
    uint64_t how = graded_random(4);

    if (i >= 0)
        say("!%d:%d", i,
            aw_future_settle(&box[i], outcome[how], how ? NULL : &loop));
}

static int shields_by_hand(struct aw_future *wanted)
{
    struct aw_shield shield;
    void *value = NULL;
    int rc = 0;

    aw_shield_begin(&shield, wanted);
    say("%s:%u", me(), wanted->awaits);
    if (graded_random(3) == 0)
        rc = aw_sleep((aw_time)graded_random(3) * AW_MS);
    if (graded_random(4) == 0) {
        say("%s-%d:%u", me(), aw_future_cancel(&shield.future), wanted->awaits);
    }
    if (graded_random(4) && rc >= 0)
        rc = aw_await(&shield.future, &value);
    aw_shield_end(&shield);
    say("%s:%u%s", me(), wanted->awaits, value ? "-value" : "");
    return rc;
}

static int shields_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 9; i++) {
        struct aw_future *wanted = drawn_box();
        void *value = NULL;
        int rc;

        if (graded_random(2))
            rc = aw_await_shielded(wanted, &value);
        else
            rc = shields_by_hand(wanted);
        say_when(rc);
        if (value)
            say("%s-value", me());
    }
    return 0;
}

GRADED(shield, drawn_shields_hand_on_as_in_the_reference,
       "Make `shield->future` a future that becomes what `inner` becomes, a "
       "turn later")
{
    open_loop();
    loop.on_error = note_report;
    used = 0;
    for (int i = 0; i < FEW; i++)
        few[i] =
            spawn((const char[]){(char)('a' + i), '\0'}, shields_often, NULL);
    for (int i = 0; i < 50; i++) {
        uint64_t drawn = graded_random(2 * FEW);

        turn();
        settles_one();
        if (drawn < FEW)
            say("-%s%d", few[drawn]->name, aw_task_cancel(few[drawn], NULL));
    }
    for (int i = 0; i < BOXES; i++) {
        if (i < used)
            aw_future_settle(&box[i], 1, NULL);
        run_all();
    }
    for (int i = 0; i < FEW; i++)
        aw_task_drop(few[i]);
    for (int i = 0; i < used; i++)
        aw_future_deinit(&box[i]);
    EXPECT_AS_REFERENCE(
        "four tasks put shields round futures (a>2) that are "
        "settled (!2:1), give some up (a-1:0), count who awaits "
        "(a:1), and are asked to end (-a1)");
    close_clean();
}
