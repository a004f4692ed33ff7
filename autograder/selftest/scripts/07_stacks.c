/* SPDX-License-Identifier: MIT */
/* Stacks and coroutines: the pool, nested calls, trimming. */
#include "aw/coro.h"
#include "script.h"

static struct aw_loop loop;
static int steps;

static void counts(void *arg)
{
    for (int i = 0; i < 3; i++) {
        steps++;
        if (arg)
            aw_coro_resume(arg);
        aw_coro_suspend();
    }
}

static struct aw_coro *made(size_t size, void *arg)
{
    struct aw_stack stack;
    struct aw_coro *coro = aw_stack_new(&loop, size, sizeof(*coro), &stack);

    if (coro)
        aw_coro_init(coro, &stack, counts, arg);
    return coro;
}

static int script(const struct aw_loop_options *options)
{
    struct aw_coro *coro[40];
    int rc = aw_loop_init(&loop, options), n = 0;

    if (rc < 0)
        return rc;
    steps = 0;
    for (; n < 40; n++) {
        coro[n] = made(n % 2 ? 0 : 20000, n ? coro[n - 1] : NULL);
        if (!coro[n])
            break;
    }
    HOLDS(loop.live[AW_STACKS] == n);
    if (n > 0)
        aw_coro_resume(coro[n - 1]); /* which resumes all the others */
    HOLDS(steps == n);
    for (int i = 0; i < n; i++) {
        struct aw_stack stack = coro[i]->stack;

        aw_coro_deinit(coro[i]);
        aw_stack_free(&loop, stack);
    }
    HOLDS(aw_stack_trim(&loop, 1) == (size_t)(n > 1 ? n - 2 : 0));
    aw_loop_close(&loop);
    return n == 40 ? 0 : -ENOMEM;
}

int main(int argc, char **argv)
{
    return script_main(argc, argv, script);
}
