/* SPDX-License-Identifier: MIT */
#include "tune_volley.h"

#include "fixture.h"

static struct own stack[2];
static struct tune_volley volley[2];
static char *place, *lowest;
static int strokes;

static uint64_t add_one(uint64_t ball)
{
    strokes++;
    return ball + 1;
}

static uint64_t mix(uint64_t ball)
{
    place = __builtin_frame_address(0);
    if (!lowest || place < lowest)
        lowest = place;
    strokes++;
    return ball * 6364136223846793005ULL + 1442695040888963407ULL;
}

static void make(int i, tune_stroke near, tune_stroke far)
{
    tune_volley_init(&volley[i], stack[i].byte + OWN, near, far);
}

static bool on(const char *p, int i)
{
    return p >= stack[i].byte && p < stack[i].byte + OWN;
}

GRADED(tune_volley, the_sides_strike_in_turn,
       "They strike in turn, the near side first, and each stroke makes a new "
       "number of the ball")
{
    unsigned rounds = 1 + (unsigned)graded_random(50);
    uint64_t ball = graded_random(1000), want = ball;

    make(0, add_one, mix);
    for (unsigned i = 0; i < rounds; i++)
        want = mix(want + 1);
    strokes = 0;
    EXPECT_INT(tune_volley_play(&volley[0], ball, rounds), want,
               "played %u rounds with %llu", rounds, (unsigned long long)ball);
    EXPECT_INT(strokes, 2 * rounds, "played %u rounds", rounds);
}

GRADED(tune_volley, no_round_changes_nothing, "after 0 rounds, `ball`")
{
    make(0, add_one, mix);
    EXPECT_INT(tune_volley_play(&volley[0], 7, 0), 7, "played no round");
    EXPECT_INT(strokes, 0, "played no round");
}

GRADED(tune_volley, the_far_side_has_its_own_stack,
       "Each stroke of the far side is made on its own stack")
{
    char *far;

    make(0, mix, add_one);
    tune_volley_play(&volley[0], 1, 3);
    EXPECT(!on(place, 0), "looked where the near side strikes");
    make(0, add_one, mix);
    tune_volley_play(&volley[0], 1, 3);
    far = place;
    EXPECT(on(far, 0), "looked where the far side strikes");
}

GRADED(tune_volley, its_stack_does_not_grow,
       "its stack does not grow from round to round")
{
    char *first;

    make(0, add_one, mix);
    tune_volley_play(&volley[0], 1, 1);
    first = place;
    tune_volley_play(&volley[0], 1, 1000);
    EXPECT_INT(first - place, 0, "played a thousand rounds");
    EXPECT_INT(first - lowest, 0, "played a thousand rounds");
}

static uint64_t __attribute__((noinline)) deeper(int depth, int i)
{
    volatile uint64_t mine = (uint64_t)depth;

    if (depth > 0)
        return deeper(depth - 1, i) + mine - (uint64_t)depth;
    return tune_volley_play(&volley[i], 0, 2);
}

GRADED(tune_volley, it_is_played_again_from_elsewhere,
       "A volley may be played again, and by another near side")
{
    make(0, add_one, add_one);
    EXPECT_INT(tune_volley_play(&volley[0], 0, 2), 4, "played two rounds");
    EXPECT_INT(deeper(10, 0), 4, "played from ten calls deep");
    EXPECT_INT(tune_volley_play(&volley[0], 1, 1), 3, "played one more");
}

GRADED(tune_volley, two_volleys_do_not_meet,
       "the far side has a stack of its own")
{
    make(0, add_one, add_one);
    make(1, add_one, mix);
    for (int i = 0; i < 20; i++) {
        EXPECT_INT(tune_volley_play(&volley[0], 0, 3), 6, "played the first");
        EXPECT_INT(tune_volley_play(&volley[1], 0, 1), mix(1),
                   "played the second");
    }
}

/* A caller with much to lose: more values than there are registers. */
static uint64_t __attribute__((noinline)) caller(uint64_t s)
{
    uint64_t a = s + 1, b = s + 2, c = s + 3, d = s + 4, e = s + 5, f = s + 6;
    uint64_t g = s + 7, h = s + 8;
    double x = (double)s * 2, y = (double)s * 3;

    for (int i = 0; i < 3; i++) {
        s += tune_volley_play(&volley[0], a, 2);
        a += b, b += c, c += d, d += e, e += f, f += g, g += h, h += s;
        x += y, y += 1;
    }
    return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ (uint64_t)x ^ (uint64_t)y;
}

/* The same without a switch. */
static uint64_t __attribute__((noinline)) without(uint64_t s)
{
    uint64_t a = s + 1, b = s + 2, c = s + 3, d = s + 4, e = s + 5, f = s + 6;
    uint64_t g = s + 7, h = s + 8;
    double x = (double)s * 2, y = (double)s * 3;

    for (int i = 0; i < 3; i++) {
        s += a + 4;
        a += b, b += c, c += d, d += e, e += f, f += g, g += h, h += s;
        x += y, y += 1;
    }
    return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ (uint64_t)x ^ (uint64_t)y;
}

GRADED(tune_volley, the_callers_values_survive,
       "What the caller has in registers is there again, as behind any call.")
{
    make(0, add_one, add_one);
    for (int i = 0; i < 20; i++) {
        uint64_t s = graded_random(1000);

        EXPECT_INT(caller(s), without(s), "played between sums of many values");
    }
}

GRADED(tune_volley, drawn_volleys_are_played_as_in_the_reference,
       "Returns the ball behind the last stroke; after 0 rounds, `ball`.")
{
    for (int i = 0; i < 20; i++) {
        int which = (int)graded_random(2);
        unsigned rounds = (unsigned)graded_random(30);

        make(0, add_one, mix);
        make(1, mix, graded_random(2) ? mix : add_one);
        for (int again = 0; again < 2; again++)
            say("%llu", (unsigned long long)tune_volley_play(
                            &volley[which], graded_random(1000), rounds));
    }
    say("%d", strokes);
    EXPECT_AS_REFERENCE("played up to 29 rounds of twenty volleys, twice "
                        "each; and counted the strokes");
}
