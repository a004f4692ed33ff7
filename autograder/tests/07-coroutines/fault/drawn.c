/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { DEEP = 4 };

static struct aw_coro drawn_coro[DEEP];
static int depth; /* how many are inside each other */
static char *guard_page;
static bool elsewhere;

/* A stack with a guard, of a size that is told exactly. */
static struct aw_stack drawn_stack(size_t kib)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), size = kib * 1024;
    char *p = mmap(NULL, page + size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    mprotect(p, page, PROT_NONE);
    return (struct aw_stack){.base = p + page, .size = size, .guard = page};
}

/* The innermost one touches a guard: its own, or that of the outermost. */
static void goes_in(void *arg)
{
    struct aw_coro *me = arg;

    if (me < &drawn_coro[depth - 1])
        aw_coro_resume(me + 1);
    else
        *(volatile char *)guard_page = 1;
}

static void faults(void)
{
    aw_coro_resume(&drawn_coro[0]);
}

static const char *draw_a_name(char *name)
{
    uint64_t n = graded_random(3) ? graded_random(20) : 55 + graded_random(20);

    if (graded_random(6) == 0)
        return NULL;
    for (uint64_t i = 0; i < n; i++)
        name[i] = (char)('a' + graded_random(26));
    name[n] = '\0';
    return name;
}

GRADED(fault, drawn_faults_are_told_as_in_the_reference,
       "A fault is a stack overflow when its address lies in the guard of the "
       "coroutine that runs, aw_here()->coro.")
{
    static char name[DEEP][80];
    struct aw_stack stack;

    for (int i = 0; i < 8; i++) {
        depth = 1 + (int)graded_random(DEEP);
        elsewhere = depth > 1 && graded_random(4) == 0;
        for (int k = 0; k < depth; k++) {
            stack = drawn_stack(64 + graded_random(64) * 4);
            aw_coro_init(&drawn_coro[k], &stack, goes_in, &drawn_coro[k]);
            drawn_coro[k].name = draw_a_name(name[k]);
            if (k == 0 || !elsewhere)
                guard_page =
                    (char *)stack.base - 1 - graded_random(stack.guard);
        }
        in_a_child(faults, true);
        say("%s|%s", wrote, elsewhere ? "in-another's-guard" : "");
        say("%d", WIFSIGNALED(status) ? WTERMSIG(status) : -1);
    }
    EXPECT_AS_REFERENCE("some coroutines resumed each other, and the last one "
                        "touched a guard; what was written, and the signal");
}
