/* SPDX-License-Identifier: MIT */
/* Does timing_rule() decide as docs/grading.md says?
 *
 * First the boundaries, one by one.  Then thousands of series whose true ratio
 * is known, measured on a machine that is noisy in the way that real ones are:
 * honest code must not fail there, and slow code must not pass. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "timing_rule.h"

static const double GOLD = 1.3, REQUIRED = 2.0;
static unsigned passed, failed;

static void expect(bool held, const char *what)
{
    passed += held;
    failed += !held;
    if (!held)
        printf("FAILED %s\n", what);
}

/* ---- Series -------------------------------------------------------------*/

struct series {
    struct round round[PAIRS_MAX];
    size_t n;
};

/* `n` more rounds that all say the same. */
static void add(struct series *s, size_t n, double learner, double again)
{
    while (n--)
        s->round[s->n++] = (struct round){1, learner, again};
}

static struct series series(size_t n, double learner, double again)
{
    struct series s = {.n = 0};

    add(&s, n, learner, again);
    return s;
}

static enum ruling rule(const struct series *s, double *ratio)
{
    return timing_rule(s->round, s->n, GOLD, REQUIRED, ratio);
}

/* The ruling is `want`, and the ratio is near `near`. */
static void rules(struct series s, enum ruling want, double near,
                  const char *what)
{
    double ratio = -1;
    enum ruling got = rule(&s, &ratio);

    expect(got == want && fabs(ratio - near) < 1e-9, what);
    if (got != want || fabs(ratio - near) >= 1e-9)
        printf("       ruling %d and not %d, ratio %g and not %g\n", got, want,
               ratio, near);
}

/* ---- Boundaries ---------------------------------------------------------*/

static void try_nine(void)
{
    rules(series(9, 1.0, 1), RULING_GOLD, 1.0, "9: as fast as the reference");
    rules(series(9, 0.2, 1), RULING_GOLD, 0.2, "9: faster than the reference");
    rules(series(9, 1.3, 1), RULING_GOLD, 1.3, "9: exactly gold");
    rules(series(9, 1.3001, 1), RULING_MORE, 1.3001, "9: just above gold");
    rules(series(9, 2.0, 1), RULING_MORE, 2.0, "9: exactly required");
    rules(series(9, 50, 1), RULING_MORE, 50, "9: hopeless, yet measured again");
}

static void try_all(void)
{
    rules(series(25, 1.3, 1), RULING_GOLD, 1.3, "25: exactly gold");
    rules(series(25, 1.3001, 1), RULING_PASSED, 1.3001, "25: just above gold");
    rules(series(25, 2.0, 1), RULING_PASSED, 2.0, "25: exactly required");
    rules(series(25, 2.0001, 1), RULING_FAILED, 2.0001,
          "25: just above required");
}

/* The reference against itself. */
static void try_noise(void)
{
    rules(series(9, 1, 1.0999), RULING_GOLD, 1, "9: again a little slower");
    rules(series(9, 1, 0.9001), RULING_GOLD, 1, "9: again a little faster");
    rules(series(9, 1, 1.1001), RULING_MORE, 1, "9: again much slower");
    rules(series(9, 1, 0.8999), RULING_MORE, 1, "9: again much faster");
    rules(series(25, 1, 1.0999), RULING_GOLD, 1, "25: again a little slower");
    rules(series(25, 1, 1.1001), RULING_INCONCLUSIVE, 1,
          "25: noise takes gold away");
    rules(series(25, 1.5, 0.8999), RULING_INCONCLUSIVE, 1.5,
          "25: noise does not pass");
    rules(series(25, 9, 1.1001), RULING_INCONCLUSIVE, 9,
          "25: noise does not fail");
}

/* A few wild rounds decide nothing; half of them do. */
static void try_outliers(void)
{
    struct series s = series(4, 40, 1);

    add(&s, 5, 1.1, 1);
    rules(s, RULING_GOLD, 1.1, "9: four slow rounds are ignored");
    s = series(5, 40, 1);
    add(&s, 4, 1.1, 1);
    rules(s, RULING_MORE, 40, "9: five slow rounds are not");
    s = series(12, 0.01, 1);
    add(&s, 13, 3, 1);
    rules(s, RULING_FAILED, 3, "25: twelve fast rounds are ignored");
    s = series(12, 40, 1);
    add(&s, 13, 1.7, 1);
    rules(s, RULING_PASSED, 1.7, "25: twelve slow rounds are ignored");
    s = series(4, 1.2, 30);
    add(&s, 5, 1.2, 1);
    rules(s, RULING_GOLD, 1.2, "9: four noisy rounds are no noise");
    s = series(13, 1.2, 30);
    add(&s, 12, 1.2, 1);
    rules(s, RULING_INCONCLUSIVE, 1.2, "25: thirteen noisy rounds are noise");
}

/* ---- What must not matter -----------------------------------------------*/

/* The machine's speed drifts by a factor of hundred from round to round. */
static void try_drift(void)
{
    struct series s = {.n = 0};

    for (s.n = 0; s.n < PAIRS_MAX; s.n++) {
        double speed = pow(10, (double)(s.n % 5) - 2);

        s.round[s.n] = (struct round){speed, 1.6 * speed, speed};
    }
    rules(s, RULING_PASSED, 1.6, "25: only the ratio of a pair counts");
}

static void try_order(void)
{
    struct series s = {.n = 0}, backwards = {.n = PAIRS_MAX}, before;
    double a = 0, b = 1;

    for (size_t i = 0; i < PAIRS_MAX; i++)
        add(&s, 1, 1 + (double)(i * 7 % PAIRS_MAX) / 10, 1);
    for (size_t i = 0; i < PAIRS_MAX; i++)
        backwards.round[i] = s.round[PAIRS_MAX - 1 - i];
    before = s;
    expect(rule(&s, &a) == rule(&backwards, &b) && a == b,
           "25: the order of the rounds does not matter");
    expect(memcmp(&s, &before, sizeof(s)) == 0,
           "25: the rounds are left as they were");
}

/* One target for all: nothing lies between gold and required. */
static void try_single_target(void)
{
    struct series s = series(25, 1.5, 1);
    double ratio;

    expect(timing_rule(s.round, s.n, 1.5, 1.5, &ratio) == RULING_GOLD,
           "25: gold and required are one, and reached");
    expect(timing_rule(s.round, s.n, 1.4, 1.4, &ratio) == RULING_FAILED,
           "25: gold and required are one, and missed");
}

/* ---- Escalation ---------------------------------------------------------*/

/* The first nine stay in: the median of all 25 decides. */
static void try_escalation(void)
{
    struct series s = series(PAIRS_FIRST, 1.9, 1);

    expect(PAIRS_FIRST + PAIRS_MORE == PAIRS_MAX, "nine and sixteen are 25");
    rules(s, RULING_MORE, 1.9, "escalation: nine bad rounds ask for more");
    add(&s, PAIRS_MORE, 1.1, 1);
    rules(s, RULING_GOLD, 1.1, "escalation: sixteen good rounds outvote them");
    s = series(PAIRS_FIRST, 1.4, 1);
    add(&s, 3, 1.0, 1);
    add(&s, 13, 2.5, 1);
    rules(s, RULING_FAILED, 2.5, "escalation: thirteen of 25 decide");
    s = series(PAIRS_FIRST, 1, 1.5);
    add(&s, PAIRS_MORE, 1, 1);
    rules(s, RULING_GOLD, 1, "escalation: the noise has passed");
}

/* ---- Known ratios, noisy machines ---------------------------------------*/

static uint64_t state = 88172645463325252ull;

/* From 0 to 1, the same sequence on every machine. */
static double chance(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) / 9007199254740992.0;
}

/* What a process that needs `cost` is seen to take: usually a little more,
 * one in eight times a lot more, as when another program wakes up beside it. */
static double measured(double cost)
{
    double more = 0.04 * chance();

    return cost * (1 + more + (chance() < 0.125 ? chance() : 0));
}

static enum ruling measure(double ratio)
{
    struct series s = {.n = 0};
    size_t goal = PAIRS_FIRST;
    enum ruling ruling = RULING_MORE;

    while (ruling == RULING_MORE && s.n < PAIRS_MAX) {
        double speed = 0.5 + chance(), got;

        for (; s.n < goal; s.n++)
            s.round[s.n] = (struct round){
                measured(speed), measured(ratio * speed), measured(speed)};
        ruling = rule(&s, &got);
        goal = PAIRS_MAX;
    }
    return ruling;
}

/* Of 10 000 series, how many end so? */
static unsigned count(double ratio, enum ruling ruling)
{
    unsigned n = 0;

    for (int i = 0; i < 10000; i++)
        n += measure(ratio) == ruling;
    return n;
}

static void try_machines(void)
{
    expect(count(1.0, RULING_GOLD) == 10000, "equal code is always gold");
    expect(count(1.2, RULING_GOLD) > 9990, "1.2 is gold but for bad luck");
    expect(count(1.9, RULING_FAILED) == 0, "1.9 never fails");
    expect(count(1.5, RULING_GOLD) < 10, "1.5 is gold by good luck alone");
    expect(count(2.2, RULING_FAILED) > 9990, "2.2 fails but for good luck");
    expect(count(2.2, RULING_GOLD) == 0, "2.2 is never gold");
    expect(count(1.9, RULING_MORE) == 0, "25 rounds always decide");
}

int main(void)
{
    try_nine();
    try_all();
    try_noise();
    try_outliers();
    try_drift();
    try_order();
    try_single_target();
    try_escalation();
    try_machines();
    printf("%u passed, %u failed, 0 skipped\n", passed, failed);
    return failed != 0;
}
