/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <pthread.h>
#include <sys/mman.h>

static size_t kib(size_t asked)
{
    struct aw_stack stack;

    aw_stack_new(&loop, asked, sizeof(struct aw_coro), &stack);
    aw_stack_free(&loop, stack);
    return stack.size / 1024;
}

/* ---- Overflows ----------------------------------------------------------*/

GRADED(fault, an_overflow_is_reported_by_name,
       "aw: stack overflow: coroutine 'NAME' has used up its N KiB")
{
    char want[200];

    /* K1 */
    graded_loop_init(&loop, NULL);
    snprintf(want, sizeof(want),
             "aw: stack overflow: coroutine 'parser' has used up its %zu KiB\n",
             kib(0));
    in_a_child(overflow_parser, true);
    EXPECT_STR(wrote, want, "'parser' overflowed its stack");
    EXPECT_ENDED_BY_SIGSEGV("'parser' overflowed its stack");
}

static void overflow_large(void)
{
    aw_coro_resume(made("a", (size_t)1 << 20, overflow));
}

GRADED(fault, the_size_is_told_in_kib, "and the stack's size in whole KiB")
{
    char want[200];

    graded_loop_init(&loop, NULL);
    snprintf(want, sizeof(want),
             "aw: stack overflow: coroutine 'a' has used up its %zu KiB\n",
             kib((size_t)1 << 20));
    in_a_child(overflow_large, true);
    EXPECT_STR(wrote, want, "a stack of 1 MiB overflowed");
}

static void overflow_nameless(void)
{
    aw_coro_resume(made(NULL, 0, overflow));
}

GRADED(fault, a_coroutine_without_a_name_is_reported,
       "with `?` for a name that is NULL")
{
    graded_loop_init(&loop, NULL);
    in_a_child(overflow_nameless, true);
    EXPECT_HAS(wrote, "coroutine '?' has used up",
               "a coroutine without a name overflowed");
    EXPECT_ENDED_BY_SIGSEGV("a coroutine without a name overflowed");
}

static void overflow_long_name(void)
{
    static char name[3000];

    memset(name, 'n', sizeof(name) - 1);
    aw_coro_resume(made(name, 0, overflow));
}

GRADED(fault, a_long_name_is_cut,
       "No more than the first 60 bytes of a name are written.")
{
    char want[61];

    memset(want, 'n', 60);
    want[60] = '\0';
    graded_loop_init(&loop, NULL);
    in_a_child(overflow_long_name, true);
    EXPECT_HAS(wrote, want, "a name of 3000 bytes");
    EXPECT_HAS(wrote, "n' has used up its ", "a name of 3000 bytes");
    EXPECT_AT_MOST(strlen(wrote), 130, "a name of 3000 bytes: bytes written");
    EXPECT_ENDED_BY_SIGSEGV("a coroutine with a long name overflowed");
}

static void resume_and_wait(void *arg)
{
    (void)arg;
    aw_coro_resume(made("inner", 0, overflow));
}

static void overflow_inner(void)
{
    aw_coro_resume(made("outer", 0, resume_and_wait));
}

GRADED(fault, the_one_that_runs_is_named,
       "its address lies in the guard of the coroutine that runs")
{
    graded_loop_init(&loop, NULL);
    in_a_child(overflow_inner, true);
    EXPECT_HAS(wrote, "'inner'", "'outer' resumed 'inner', which overflowed");
    EXPECT(!strstr(wrote, "'outer'"),
           "'outer' resumed 'inner', which overflowed; it wrote: %s", wrote);
}

static void *overflow_thread(void *arg)
{
    static struct aw_fault mine;

    (void)arg;
    if (aw_fault_start(&mine) < 0)
        _exit(98);
    overflow_parser();
    return NULL;
}

static void overflow_on_a_thread(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, overflow_thread, NULL);
    pthread_join(thread, NULL);
}

GRADED(fault, another_thread_reports_its_own,
       "From now on, report stack overflows of coroutines of this thread.")
{
    graded_loop_init(&loop, NULL);
    in_a_child(overflow_on_a_thread, true);
    EXPECT_HAS(wrote, "'parser' has used up",
               "'parser' overflowed on another thread");
    EXPECT_ENDED_BY_SIGSEGV("it overflowed on another thread");
}

/* ---- Where the guard begins and ends ------------------------------------*/

static struct aw_coro *toucher;

static void touch_from_a(void)
{
    aw_coro_resume(toucher);
}

static void expect_report(volatile char *address, bool want, const char *where)
{
    touched = address;
    in_a_child(touch_from_a, true);
    EXPECT_INT(strstr(wrote, "'a' has used up") != NULL, want,
               "coroutine 'a' wrote to %s", where);
    EXPECT_INT(*wrote != '\0', want, "coroutine 'a' wrote to %s", where);
    EXPECT_ENDED_BY_SIGSEGV("coroutine 'a' wrote to %s", where);
}

GRADED(fault, every_byte_of_the_guard_counts,
       "A fault is a stack overflow when its address lies in the guard of the "
       "coroutine that runs")
{
    char *base;

    graded_loop_init(&loop, NULL);
    toucher = made("a", 0, touch);
    base = toucher->stack.base;
    expect_report(base - 1, true, "the guard's last byte");
    expect_report(base - toucher->stack.guard, true, "the guard's first byte");
}

GRADED(fault, what_is_below_the_guard_is_no_overflow,
       "A fault is a stack overflow when its address lies in the guard of the "
       "coroutine that runs")
{
    enum { PAGES = 4 };
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *none =
        mmap(NULL, PAGES * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    graded_loop_init(&loop, NULL);
    toucher = made("a", 0, touch);
    toucher->stack.base = none + 3 * page; /* as the handler sees it */
    toucher->stack.guard = page;
    expect_report(none + 2 * page - 1, false, "right below the guard");
    expect_report(none + 3 * page, false, "right above the guard");
    expect_report(none + 2 * page, true, "the guard");
}
