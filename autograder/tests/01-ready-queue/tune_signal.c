/* SPDX-License-Identifier: MIT */
#include "tune_signal.h"
#include "graded.h"

#define MOST 4

struct ear {
    struct tune_listener listener;
    char name;
};

static struct aw_ready ready;
static struct graded_alloc memory;
static struct tune_signal signal;
static struct ear ear[MOST]; /* a to d */

static void hear(struct tune_listener *listener, int value)
{
    say("%c%d", aw_container_of(listener, struct ear, listener)->name, value);
}

static void listen(struct ear *who)
{
    tune_listen(&signal, &who->listener, hear);
}

/* A signal with the first `n` ears listening, in this order. */
static void arrange(int n)
{
    aw_ready_init(&ready);
    graded_alloc_init(&memory);
    tune_signal_init(&signal, &ready, &memory.alloc);
    for (int i = 0; i < MOST; i++)
        ear[i].name = (char)('a' + i);
    for (int i = 0; i < n; i++)
        listen(&ear[i]);
}

GRADED(tune_signal, every_listener_is_told_once_in_order,
       "Each is told by a callback in the next turn, in the order in which "
       "they began to listen.")
{
    arrange(3);

    tune_emit(&signal, 7);
    EXPECT_SAID("", "emitted 7; no turn has come yet");
    aw_ready_run(&ready);
    EXPECT_SAID("a7 b7 c7", "emitted 7 to a, b, c, and ran a turn");
    aw_ready_run(&ready);
    EXPECT_SAID("a7 b7 c7", "ran a second turn, with nothing emitted");
}

GRADED(tune_signal, only_the_latest_value_is_told,
       "is told once, with the latest value")
{
    arrange(2);

    for (int value = 1; value <= 5; value++)
        tune_emit(&signal, value);
    aw_ready_run(&ready);
    EXPECT_SAID("a5 b5", "emitted 1, 2, 3, 4, 5, and ran a turn");
    tune_emit(&signal, 6);
    aw_ready_run(&ready);
    EXPECT_SAID("a5 b5 a6 b6", "emitted 6, and ran another");
}

static int other(struct aw_handle *handle)
{
    (void)handle;
    say("other");
    return 0;
}

GRADED(tune_signal, a_listener_keeps_its_place,
       "A listener that has not been told of an earlier value yet keeps its "
       "place")
{
    struct aw_handle handle;

    arrange(2);
    aw_handle_init(&handle, other);

    tune_emit(&signal, 1);
    aw_ready_push(&ready, &handle);
    tune_emit(&signal, 2);
    aw_ready_run(&ready);

    EXPECT_SAID("a2 b2 other", "emitted 1, pushed another handle, emitted 2");
}

GRADED(tune_signal, who_comes_late_is_not_told_of_what_was,
       "What was emitted before is not told.")
{
    arrange(1);

    tune_emit(&signal, 1);
    listen(&ear[1]);
    aw_ready_run(&ready);
    EXPECT_SAID("a1", "emitted 1, and then b began to listen");
    tune_emit(&signal, 2);
    aw_ready_run(&ready);
    EXPECT_SAID("a1 a2 b2", "emitted 2 to both");
}

GRADED(tune_signal, who_has_left_is_told_nothing,
       "`told` is not called any more, not even with what was emitted before.")
{
    arrange(3);

    tune_emit(&signal, 1);
    tune_emit(&signal, 2);
    tune_unlisten(&ear[1].listener);
    aw_ready_run(&ready);
    EXPECT_SAID("a2 c2", "emitted twice, then b left");
    tune_emit(&signal, 3);
    aw_ready_run(&ready);
    EXPECT_SAID("a2 c2 a3 c3", "emitted 3 without b");
    listen(&ear[1]);
    tune_emit(&signal, 4);
    aw_ready_run(&ready);
    EXPECT_SAID("a2 c2 a3 c3 a4 c4 b4", "b came back, as the last");
}

static void leave_both(struct tune_listener *listener, int value)
{
    hear(listener, value);
    tune_unlisten(listener);
    tune_unlisten(&ear[1].listener);
}

GRADED(tune_signal, who_is_told_may_end_listening,
       "It may be called from inside any `told`.")
{
    arrange(0);
    tune_listen(&signal, &ear[0].listener, leave_both);
    listen(&ear[1]);
    listen(&ear[2]);

    tune_emit(&signal, 1);
    tune_emit(&signal, 2);
    aw_ready_run(&ready);
    tune_emit(&signal, 3);
    aw_ready_run(&ready);

    EXPECT_SAID("a2 c2 c3", "when told, a ended its own listening and b's");
}

static void emit_more(struct tune_listener *listener, int value)
{
    hear(listener, value);
    if (value < 12)
        tune_emit(&signal, value + 1);
}

GRADED(tune_signal, emitting_from_inside_told_waits_for_a_turn,
       "`told` is never called from inside this function.")
{
    arrange(1);
    tune_listen(&signal, &ear[1].listener, emit_more);
    listen(&ear[2]);

    tune_emit(&signal, 11);
    aw_ready_run(&ready);
    EXPECT_SAID("a11 b11 c12", "b emitted 12 when it was told 11");
    aw_ready_run(&ready);

    EXPECT_SAID("a11 b11 c12 a12 b12", "ran the next turn");
}

GRADED(tune_signal, a_drawn_story_is_as_in_the_reference,
       "Each is told by a callback in the next turn, in the order in which "
       "they began to listen.")
{
    bool listens[MOST] = {false};

    arrange(0);
    for (int i = 0; i < 120; i++) {
        size_t who = (size_t)graded_random(MOST);

        switch (graded_random(5)) {
        case 0:
            say(listens[who] ? "%c-leaves" : "%c-comes", 'a' + (int)who);
            if (listens[who])
                tune_unlisten(&ear[who].listener);
            else
                listen(&ear[who]);
            listens[who] = !listens[who];
            break;
        case 1:
            aw_ready_run(&ready);
            say("|");
            break;
        default:
            tune_emit(&signal, i);
        }
    }
    EXPECT_AS_REFERENCE("four come and leave, values are emitted, and turns "
                        "(|) are run, as it is drawn");
}
