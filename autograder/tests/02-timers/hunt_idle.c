/* SPDX-License-Identifier: MIT */
#include "hunt_idle.h"
#include "graded.h"

#define MINUTE (60 * AW_SEC)

static struct aw_clock_virtual clock_;
static struct hunt_server server;
static struct hunt_session ann, bob;

static aw_time now(void)
{
    return clock_.time;
}

/* "69 min", or "69 min + 7 ns". */
static const char *clock_text(aw_time at)
{
    static char text[60];
    int n;

    if (at == AW_NEVER)
        return "AW_NEVER";
    n = snprintf(text, sizeof(text), "%lld min", (long long)(at / MINUTE));
    if (at % MINUTE != 0)
        snprintf(text + n, sizeof(text) - (size_t)n, " + %lld ns",
                 (long long)(at % MINUTE));
    return text;
}

/* A server with a limit of ten minutes, at one hour. */
static void fresh(void)
{
    aw_clock_virtual_init(&clock_, 60 * MINUTE);
    hunt_server_init(&server, &clock_, 10 * MINUTE);
    hunt_session_open(&server, &ann);
}

static void run(void)
{
    while (hunt_server_turn(&server))
        continue;
}

GRADED(hunt_idle, a_slow_answer_leaves_the_full_limit,
       "A session lives for its full limit after an answer, however long the "
       "answer took.")
{
    fresh();
    hunt_session_request(&ann, 9 * MINUTE);
    run();
    EXPECT_STR(clock_text(ann.answered_at), "69 min",
               "an answer took nine minutes");
    EXPECT_STR(clock_text(ann.closed_at), "79 min",
               "and nothing came after it");
    aw_timers_deinit(&server.timers);
}

GRADED(hunt_idle, every_answer_counts_anew,
       "anew from the moment when an answer was sent")
{
    fresh();
    for (int i = 0; i < 5; i++) {
        hunt_session_request(&ann, 4 * MINUTE);
        hunt_server_turn(&server);
    }
    EXPECT_STR(clock_text(ann.answered_at), "80 min",
               "five answers of four minutes");
    EXPECT_STR(clock_text(ann.closed_at), "AW_NEVER",
               "five answers of four minutes");
    run();
    EXPECT_STR(clock_text(ann.closed_at), "90 min",
               "and nothing came after them");
    EXPECT_STR(clock_text(now()), "90 min",
               "the loop waited no longer than needed");
    aw_timers_deinit(&server.timers);
}

GRADED(hunt_idle, the_second_answer_of_a_turn_counts_too,
       "A session lives for its full limit after an answer")
{
    fresh();
    hunt_session_open(&server, &bob);
    hunt_session_request(&ann, 2 * MINUTE);
    hunt_session_request(&bob, 3 * MINUTE);
    run();
    EXPECT_STR(clock_text(ann.closed_at), "72 min",
               "ann got an answer at 62 minutes");
    EXPECT_STR(clock_text(bob.closed_at), "75 min",
               "bob got an answer at 65 minutes");
    aw_timers_deinit(&server.timers);
}

static int open_bob(struct aw_handle *handle)
{
    (void)handle;
    hunt_session_open(&server, &bob);
    return 0;
}

GRADED(hunt_idle, a_session_opened_late_in_a_turn_lives_its_limit,
       "A session that is opened late in a busy turn lives for its full limit")
{
    struct aw_handle visitor;

    fresh();
    aw_handle_init(&visitor, open_bob);
    hunt_session_request(&ann, 7 * MINUTE);
    aw_ready_push(&server.ready, &visitor);
    run();
    EXPECT_STR(clock_text(bob.closed_at), "77 min",
               "bob came at 67 minutes, behind a "
               "request of seven");
    EXPECT_STR(clock_text(ann.closed_at), "77 min",
               "ann got an answer at 67 minutes");
    aw_timers_deinit(&server.timers);
}

GRADED(hunt_idle, a_request_longer_than_the_limit,
       "limit does not close its own session")
{
    fresh();
    hunt_session_request(&ann, 25 * MINUTE);
    hunt_server_turn(&server);
    hunt_session_request(&ann, MINUTE);
    hunt_server_turn(&server);
    EXPECT_STR(clock_text(ann.closed_at), "AW_NEVER",
               "an answer took 25 minutes, and the "
               "next one followed at once");
    EXPECT_STR(clock_text(ann.answered_at), "86 min", "the second answer");
    run();
    EXPECT_STR(clock_text(ann.closed_at), "96 min",
               "and nothing came after it");
    aw_timers_deinit(&server.timers);
}

static int ask_for_ann(struct aw_handle *handle)
{
    (void)handle;
    hunt_session_request(&ann, MINUTE);
    return 0;
}

GRADED(hunt_idle, idle_sessions_still_go,
       "An idle session is closed at the very moment when its limit is over")
{
    struct aw_handle visitor;

    fresh();
    hunt_session_request(&ann, MINUTE);
    hunt_server_turn(&server);
    clock_.clock.jump(&clock_.clock, 65 * MINUTE);
    hunt_session_open(&server, &bob);
    clock_.clock.jump(&clock_.clock, 71 * MINUTE);
    aw_handle_init(&visitor, ask_for_ann);
    aw_ready_push(&server.ready, &visitor);
    run();
    EXPECT_STR(clock_text(bob.closed_at), "75 min",
               "bob came at 65, and did nothing");
    EXPECT_STR(clock_text(ann.closed_at), "71 min",
               "ann was idle since 61 minutes");
    EXPECT_STR(clock_text(ann.answered_at), "61 min",
               "ann's request came in the turn "
               "in which she was closed");
    hunt_session_request(&ann, MINUTE);
    EXPECT(!hunt_server_turn(&server), "a closed session ignores requests");
    aw_timers_deinit(&server.timers);
}

static void say_session(const char *name, const struct hunt_session *session)
{
    say("%s:%d-%d", name, (int)(session->answered_at / MINUTE),
        session->closed_at == AW_NEVER ? -1
                                       : (int)(session->closed_at / MINUTE));
}

GRADED(hunt_idle, a_drawn_evening_is_as_in_the_reference,
       "A session lives for its full limit after an answer, however long the "
       "answer took.")
{
    fresh();
    hunt_session_open(&server, &bob);
    for (int i = 0; i < 100; i++) {
        if (ann.closed_at != AW_NEVER)
            hunt_session_open(&server, &ann);
        if (bob.closed_at != AW_NEVER && graded_random(2))
            hunt_session_open(&server, &bob);
        if (graded_random(3))
            hunt_session_request(&ann, (aw_time)graded_random(14) * MINUTE);
        if (graded_random(3))
            hunt_session_request(&bob, (aw_time)graded_random(14) * MINUTE);
        hunt_server_turn(&server);
        say("%d", (int)(now() / MINUTE));
        say_session("ann", &ann);
        say_session("bob", &bob);
    }
    run();
    say_session("ann", &ann);
    say_session("bob", &bob);
    EXPECT_AS_REFERENCE("requests of up to 13 minutes; said after each turn: "
                        "the minute, and when each had its last answer and "
                        "was closed (-1: is open)");
    aw_timers_deinit(&server.timers);
}
