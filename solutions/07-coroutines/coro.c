/* SPDX-License-Identifier: MIT */
/* Coroutines: who runs, and who waits for whom.
 *
 * The switch knows two contexts and nothing else.  This file adds what makes
 * a call of it: a resumed coroutine remembers its resumer, in `outer` and in
 * `caller`, and whoever stops gives back what it was given.
 *
 * Design: who leaves does all the bookkeeping, of both sides; who arrives has
 * nothing left to do.  So the switch is the last thing in resume and suspend,
 * and the compiler turns it from a call into a jump. [leaver-books]
 *
 * The hard thing is the end.  A coroutine that has finished stands on a stack
 * that somebody is about to free, and it must not be it. [last-switch] */
#include "aw/coro.h"
#include "aw/fiber.h"

/* `coro` stops running: it is `outer` that runs again. */
static inline void stop(struct aw_coro *coro, struct aw_here *here,
                        enum aw_coro_state state)
{
    coro->state = (uint8_t)state;
    here->coro = coro->outer;
}

/* The bottom frame of every coroutine. */
static void entry(void *arg)
{
    struct aw_coro *coro = arg;

    aw__fiber_begin(coro);
    coro->fn(coro->arg);

    /* [last-switch] Wrong turn: to free the stack here, where everything is
     * known.  This very call stands on it; its resumer does it, after it has
     * returned from the resume; an_ended_coroutine_frees_its_memory catches
     * it. */
    stop(coro, aw_here(), AW_CORO_FINISHED);
    aw__fiber_end(coro);
}

void aw_coro_init(struct aw_coro *coro, const struct aw_stack *stack,
                  void (*fn)(void *arg), void *arg)
{
    coro->outer = NULL;
    coro->fn = fn;
    coro->arg = arg;
    coro->name = NULL;
    coro->stack = *stack;
    coro->fiber.tsan = NULL;
    coro->state = AW_CORO_CREATED;
    aw_ctx_init(&coro->ctx, (char *)stack->base + stack->size, entry, coro);
}

void aw_coro_resume(struct aw_coro *coro)
{
    struct aw_here *here = aw_here();

    AW_ASSERT(coro->state != AW_CORO_RUNNING,
              "a coroutine was resumed that runs already, or waits for one "
              "that it has resumed itself");
    AW_ASSERT(coro->state != AW_CORO_FINISHED,
              "a coroutine was resumed that is finished; look at its state");
    coro->state = AW_CORO_RUNNING;
    coro->outer = here->coro;
    here->coro = coro;
    aw__fiber_in(coro);
}

void aw_coro_suspend(void)
{
    struct aw_here *here = aw_here();
    struct aw_coro *coro = here->coro;

    AW_ASSERT(coro, "aw_coro_suspend was called outside of any coroutine: "
                    "there is nobody to go back to");
    /* Wrong turn: going back to the one who resumed it *first* is right until
     * another one resumes it; each_resumer_gets_it_back catches it. */
    stop(coro, here, AW_CORO_SUSPENDED);
    aw__fiber_out(coro);
}

void aw_coro_deinit(struct aw_coro *coro)
{
    AW_ASSERT(coro->state != AW_CORO_RUNNING,
              "a coroutine was given up while it runs");
    coro->state = AW_CORO_FINISHED;
    aw__fiber_drop(coro);
}

struct aw_coro *aw_coro_self(void)
{
    return aw_here()->coro;
}
