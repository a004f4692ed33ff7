/* SPDX-License-Identifier: MIT */
/* Overflows, each in a child: what it writes, and how it dies. */
#include "aw/fault.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "fixture.h"

static struct aw_fault fault;
static struct aw_loop loop;

/* What a child wrote to stderr, and how it ended. */
static char wrote[4096];
static int status;

/* Run `body` in a child that has begun to report, unless it does so itself. */
static void in_a_child(void (*body)(void), bool start)
{
    int out[2];
    size_t n = 0;
    ssize_t got;
    pid_t child;

    EXPECT_INT(pipe(out), 0, "made a pipe");
    child = fork();
    if (child == 0) {
        dup2(out[1], STDERR_FILENO);
        close(out[0]);
        close(out[1]);
        signal(SIGSEGV, SIG_DFL);
        if (start && aw_fault_start(&fault) < 0)
            _exit(98);
        body();
        _exit(99);
    }
    close(out[1]);
    while ((got = read(out[0], wrote + n, sizeof(wrote) - 1 - n)) > 0)
        n += (size_t)got;
    wrote[n] = '\0';
    close(out[0]);
    EXPECT_INT(waitpid(child, &status, 0), child, "waited for the child");
}

#define EXPECT_ENDED_BY_SIGSEGV(...)                                           \
    EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV, __VA_ARGS__)

/* A coroutine at the top of its stack, named. */
static struct aw_coro *made(const char *name, size_t size, void (*fn)(void *))
{
    struct aw_stack stack;
    struct aw_coro *coro = aw_stack_new(&loop, size, sizeof(*coro), &stack);

    if (!coro)
        _exit(97);
    aw_coro_init(coro, &stack, fn, coro);
    coro->name = name;
    return coro;
}

static size_t kib(size_t asked)
{
    struct aw_stack stack;

    aw_stack_new(&loop, asked, sizeof(struct aw_coro), &stack);
    aw_stack_free(&loop, stack);
    return stack.size / 1024;
}

static int __attribute__((noinline)) fall(volatile int depth)
{
    volatile char waste[200];

    waste[0] = (char)depth;
    return depth < 0 ? 0 : fall(depth + 1) + waste[0];
}

static void overflow(void *arg)
{
    (void)arg;
    fall(0);
}

/* ---- Overflows ----------------------------------------------------------*/

static void overflow_parser(void)
{
    aw_coro_resume(made("parser", 0, overflow));
}

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
    EXPECT(strstr(wrote, "coroutine '?' has used up"), "it wrote: %s", wrote);
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
    EXPECT(strstr(wrote, want), "it wrote: %s", wrote);
    EXPECT(strstr(wrote, "n' has used up its "), "it wrote: %s", wrote);
    EXPECT_AT_MOST(strlen(wrote), 130, "a name of 3000 bytes");
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
    EXPECT(strstr(wrote, "'inner'"), "it wrote: %s", wrote);
    EXPECT(!strstr(wrote, "'outer'"), "it wrote: %s", wrote);
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
    EXPECT(strstr(wrote, "'parser' has used up"), "it wrote: %s", wrote);
    EXPECT_ENDED_BY_SIGSEGV("it overflowed on another thread");
}

/* ---- Where the guard begins and ends ------------------------------------*/

static volatile char *touched;

static void touch(void *arg)
{
    (void)arg;
    *touched = 1;
}

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

/* ---- Other faults -------------------------------------------------------*/

static void write_wild(void *arg)
{
    (void)arg;
    touched = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *touched = 1;
}

static void wild_in_a_coroutine(void)
{
    aw_coro_resume(made("a", 0, write_wild));
}

static void wild_outside(void)
{
    write_wild(NULL);
}

GRADED(fault, other_faults_end_the_program_in_silence,
       "or ends the program, and nothing is written")
{
    graded_loop_init(&loop, NULL);
    in_a_child(wild_in_a_coroutine, true);
    EXPECT_STR(wrote, "", "a coroutine wrote where it may not");
    EXPECT_ENDED_BY_SIGSEGV("a coroutine wrote where it may not");
    in_a_child(wild_outside, true);
    EXPECT_STR(wrote, "", "the program wrote where it may not");
    EXPECT_ENDED_BY_SIGSEGV("the program wrote where it may not");
}

static void guard_of_another(void)
{
    struct aw_coro *other = made("other", 0, overflow);

    touched = (char *)other->stack.base - 8;
    aw_coro_resume(made("a", 0, touch));
}

GRADED(fault, the_guard_of_another_is_another_fault,
       "its address lies in the guard of the coroutine that runs")
{
    graded_loop_init(&loop, NULL);
    in_a_child(guard_of_another, true);
    EXPECT_STR(wrote, "", "a coroutine wrote into another one's guard");
    EXPECT_ENDED_BY_SIGSEGV("a coroutine wrote into another one's guard");
}

static void leave_with_7(int signo)
{
    (void)signo;
    _exit(7);
}

static void wild_with_a_handler(void)
{
    signal(SIGSEGV, leave_with_7);
    if (aw_fault_start(&fault) < 0)
        _exit(98);
    wild_in_a_coroutine();
}

GRADED(fault, other_faults_go_to_the_handler_before,
       "it goes to the handler that was there before")
{
    graded_loop_init(&loop, NULL);
    in_a_child(wild_with_a_handler, false);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 7,
           "an earlier handler ends the program with 7");
    EXPECT_STR(wrote, "", "a coroutine wrote where it may not");
}

static void overflow_with_a_handler(void)
{
    struct sigaction able = {.sa_handler = leave_with_7,
                             .sa_flags = SA_ONSTACK};

    sigaction(SIGSEGV, &able, NULL);
    if (aw_fault_start(&fault) < 0)
        _exit(98);
    overflow_parser();
}

GRADED(fault, an_overflow_is_always_the_end,
       "and the program is ended by SIGSEGV")
{
    graded_loop_init(&loop, NULL);
    in_a_child(overflow_with_a_handler, false);
    EXPECT(strstr(wrote, "'parser' has used up"), "it wrote: %s", wrote);
    EXPECT_ENDED_BY_SIGSEGV("an earlier handler would have gone on");
}

/* ---- Start and stop -----------------------------------------------------*/

static bool segv_goes_to(void (*handler)(int))
{
    struct sigaction now;

    sigaction(SIGSEGV, NULL, &now);
    return now.sa_handler == handler;
}

GRADED(fault, stopping_restores_what_was_there,
       "removed by the last who stops; then the one before is in its place "
       "again")
{
    static struct aw_fault second;
    static char mine[65536];
    stack_t now, before = {.ss_sp = mine, .ss_size = sizeof(mine)};

    signal(SIGSEGV, leave_with_7);
    sigaltstack(&before, NULL);
    EXPECT_INT(aw_fault_start(&fault), 0, "started");
    EXPECT(!segv_goes_to(leave_with_7), "started");
    EXPECT_INT(aw_fault_start(&second), 0, "started a second time");
    aw_fault_stop(&second);
    EXPECT(!segv_goes_to(leave_with_7), "stopped once, started twice");
    sigaltstack(NULL, &now);
    EXPECT_PTR(now.ss_sp, fault.stack, "stopped once, started twice");
    aw_fault_stop(&fault);
    EXPECT(segv_goes_to(leave_with_7), "stopped twice, started twice");
    sigaltstack(NULL, &now);
    EXPECT_PTR(now.ss_sp, mine, "stopped twice, started twice");
}

GRADED(fault, it_can_be_started_again,
       "The handler for SIGSEGV is installed by the first who starts")
{
    graded_loop_init(&loop, NULL);
    EXPECT_INT(aw_fault_start(&fault), 0, "started");
    aw_fault_stop(&fault);
    in_a_child(overflow_parser, true);
    EXPECT(strstr(wrote, "'parser' has used up"), "it wrote: %s", wrote);
}

static int started_with;

static void start_on_it(int signo)
{
    (void)signo;
    started_with = aw_fault_start(&fault);
}

GRADED(fault, a_start_that_fails_changes_nothing,
       "Returns 0 or a negative error code; then nothing has changed.")
{
    static char mine[65536];
    stack_t other = {.ss_sp = mine, .ss_size = sizeof(mine)};
    struct sigaction usr1 = {.sa_handler = start_on_it, .sa_flags = SA_ONSTACK};

    /* An alternate stack cannot be exchanged by one who stands on it. */
    signal(SIGSEGV, leave_with_7);
    sigaltstack(&other, NULL);
    sigaction(SIGUSR1, &usr1, NULL);
    raise(SIGUSR1);
    EXPECT_INT(started_with, -EPERM, "started on an alternate stack");
    EXPECT(segv_goes_to(leave_with_7), "started on an alternate stack");
    EXPECT_INT(aw_fault_start(&fault), 0, "tried again");
    aw_fault_stop(&fault);
    EXPECT(segv_goes_to(leave_with_7), "started once, and stopped");
}
