/* SPDX-License-Identifier: MIT */
/* Exact amounts first; then the running sum of them is cut, and each gets
 * the difference that it makes.  So no cent is lost or made. */
#include "share.h"

#include <math.h>

struct exact {
    double score, max;
    bool counts;
};

static double cents(double points)
{
    return floor(points * 100 + 1e-6);
}

/* Tests weigh the same; targets have points of their own. */
static double for_tests(const struct exercise *e)
{
    double points = e->points;

    for (size_t i = 0; i < e->ntargets; i++)
        points -= e->target[i].points;
    return points;
}

static bool all_passed(const struct exercise *e)
{
    for (size_t i = 0; i < e->ntests; i++)
        if (test_counts(&e->test[i]) && e->test[i].status != TEST_PASSED)
            return false;
    return true;
}

static struct exact of_test(const struct exercise *e, const struct test *test)
{
    double points = for_tests(e) / (double)e->ntests;
    bool passed = test->status == TEST_PASSED;

    if (!test_counts(test))
        return (struct exact){0};
    return (struct exact){passed ? points : 0, points, true};
}

static struct exact of_target(const struct target *target, bool correct,
                              bool timed)
{
    if (!timed || (correct && !target_measured(target)))
        return (struct exact){0};
    return (struct exact){correct ? target_credit(target) : 0, target->points,
                          true};
}

/* What is passed in full is worth what was given for it; the others share
 * what is left of what was possible. */
static void give(struct share *share, const struct exact *exact, size_t n)
{
    double earned = 0, possible = 0, open = 0, left, sum = 0;

    for (size_t i = 0; i < n; i++) {
        share[i].counts = exact[i].counts;
        share[i].score = cents(earned + exact[i].score) - cents(earned);
        earned += exact[i].score;
        possible += exact[i].max;
        open += exact[i].score < exact[i].max ? exact[i].max : 0;
    }
    left = cents(possible);
    for (size_t i = 0; i < n; i++)
        left -= exact[i].score < exact[i].max ? 0 : share[i].score;
    for (size_t i = 0; i < n; i++) {
        if (exact[i].score >= exact[i].max) {
            share[i].max = share[i].score;
        } else {
            share[i].max = floor((sum + exact[i].max) / open * left + 1e-6) -
                           floor(sum / open * left + 1e-6);
            sum += exact[i].max;
        }
        share[i].max /= 100;
        share[i].score /= 100;
    }
}

struct share *shares(struct arena *arena, const struct exercise *e, bool timed)
{
    size_t n = e->ntests + e->ntargets;
    struct share *share = arena_new(arena, (n + 1) * sizeof(*share));
    struct exact *exact = arena_new(arena, (n + 1) * sizeof(*exact));
    bool correct = all_passed(e);

    for (size_t i = 0; i < e->ntests; i++)
        exact[i] = of_test(e, &e->test[i]);
    for (size_t i = 0; i < e->ntargets; i++)
        exact[e->ntests + i] = of_target(&e->target[i], correct, timed);
    give(share, exact, n);
    return share;
}
