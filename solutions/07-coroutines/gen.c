/* SPDX-License-Identifier: MIT */
/* A generator without a stack: a struct, a number and a switch.
 *
 * The first half drives any generator: it keeps the state, and turns what the
 * function returns into what the caller is told.  The second half is one
 * generator, taken apart the way a compiler takes apart an `async def`: what
 * lives across a yield stands in the struct, and each yield has a number.
 * [state-machine]
 *
 * The hard thing is the ends.  There are four ways to end (return, fail, be
 * closed, never begin), and each has to leave the same state behind.
 * [four-ends] */
#include "aw/gen.h"

void aw_gen_init(struct aw_gen *gen, aw_gen_fn fn)
{
    *gen = (struct aw_gen){.fn = fn, .state = AW_GEN_CREATED};
}

/* ---- Driving ------------------------------------------------------------*/

static void assert_idle(const struct aw_gen *gen)
{
    AW_ASSERT(gen->state != AW_GEN_RUNNING,
              "a generator was asked for its next value while it runs; it "
              "cannot drive itself");
}

/* Finished, with nothing to show for it. */
static int end(struct aw_gen *gen, int rc)
{
    gen->state = AW_GEN_FINISHED;
    gen->value = 0;
    return rc;
}

static int run(struct aw_gen *gen, intptr_t sent, int thrown)
{
    int rc;

    gen->state = AW_GEN_RUNNING;
    rc = gen->fn(gen, sent, thrown);
    if (rc < 0)
        return end(gen, rc);
    gen->state = rc == AW_YIELDED ? AW_GEN_SUSPENDED : AW_GEN_FINISHED;
    return rc;
}

int aw_gen_send(struct aw_gen *gen, intptr_t value)
{
    assert_idle(gen);
    AW_ASSERT(gen->state != AW_GEN_CREATED || value == 0,
              "a value was sent to a generator that has not begun: send 0 "
              "first, which takes it to its first yield");
    if (gen->state == AW_GEN_FINISHED)
        return end(gen, 0);
    return run(gen, value, 0);
}

int aw_gen_throw(struct aw_gen *gen, int error)
{
    assert_idle(gen);
    AW_ASSERT(error < 0,
              "%d was thrown into a generator; an error is a "
              "negative code",
              error);
    /* Wrong turn: to run one that was created, so that it can clean up, runs
     * it from its beginning, and there is nothing to clean up yet;
     * throwing_into_a_created_one_does_not_run_it catches it. */
    if (gen->state != AW_GEN_SUSPENDED)
        return end(gen, error);
    return run(gen, 0, error);
}

int aw_gen_close(struct aw_gen *gen)
{
    int rc;

    assert_idle(gen);
    if (gen->state != AW_GEN_SUSPENDED) {
        gen->state = AW_GEN_FINISHED;
        return 0;
    }
    rc = run(gen, 0, -ECANCELED);
    AW_ASSERT(rc != AW_YIELDED,
              "a generator yielded while it was closed: what it does to clean "
              "up must not hand out values");
    return rc == -ECANCELED ? 0 : rc;
}

/* ---- A generator --------------------------------------------------------*/

/* The `finally` of the Python text: every way out comes through here. */
static int leave(struct aw_count *count, int rc)
{
    --*count->open;
    return rc;
}

/* The condition of the loop, up to the yield in it. */
static int next(struct aw_count *count)
{
    if (count->next > count->last) {
        count->gen.value = count->given;
        return leave(count, 0);
    }
    count->gen.value = count->next;
    return AW_YIELDED;
}

static int count_step(struct aw_gen *gen, intptr_t sent, int thrown)
{
    struct aw_count *count = aw_container_of(gen, struct aw_count, gen);

    /* [state-machine] Two places to go on from: the beginning, and the one
     * yield.  A compiler numbers them just like this. */
    switch (gen->at) {
    case 0:
        ++*count->open;
        gen->at = 1;
        return next(count);
    default:
        if (thrown)
            return leave(count, thrown);
        count->given++;
        count->next += 1 + (long)sent;
        return next(count);
    }
}

void aw_count_init(struct aw_count *count, long first, long last, int *open)
{
    *count = (struct aw_count){.next = first, .last = last, .open = open};
    aw_gen_init(&count->gen, count_step);
}
