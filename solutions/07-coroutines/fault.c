/* SPDX-License-Identifier: MIT */
/* A stack overflow gets a name.
 *
 * The kernel would run the handler on the stack that has just overflowed, and
 * fault again.  So the handler has a stack of its own, which the thread names
 * in advance. [other-stack]
 *
 * The hard thing is to do next to nothing.  The program may have been stopped
 * in the middle of malloc or of printf, so the line is put together by hand
 * and written with one write. [by-hand] */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "aw/coro.h"
#include "aw/fault.h"

/* The process's: a signal handler is given no pointer of ours. */
static struct sigaction before;
static unsigned started;

/* ---- The line -----------------------------------------------------------*/

enum { NAME = 60, ALL = 200 };

struct line {
    char text[ALL];
    size_t n;
};

/* At most `most` bytes, so that a long name does not push out the rest. */
static void add(struct line *line, const char *text, size_t most)
{
    while (*text && most-- > 0 && line->n < sizeof(line->text))
        line->text[line->n++] = *text++;
}

static void add_number(struct line *line, size_t number)
{
    char digits[24];
    size_t at = sizeof(digits);

    digits[--at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    add(line, &digits[at], ALL);
}

static void report(const struct aw_coro *coro)
{
    struct line line = {.n = 0};

    add(&line, "aw: stack overflow: coroutine '", ALL);
    add(&line, coro->name ? coro->name : "?", NAME);
    add(&line, "' has used up its ", ALL);
    add_number(&line, coro->stack.size / 1024);
    add(&line, " KiB\n", ALL);
    /* If stderr is gone, there is nobody left to tell. */
    (void)!write(STDERR_FILENO, line.text, line.n);
}

/* ---- The handler --------------------------------------------------------*/

static bool is_overflow(const struct aw_coro *coro, const void *address)
{
    uintptr_t at = (uintptr_t)address;
    uintptr_t base = coro ? (uintptr_t)coro->stack.base : 0;

    return coro && at < base && at >= base - coro->stack.guard;
}

static void on_fault(int signo, siginfo_t *info, void *context)
{
    const struct aw_coro *coro = aw_here()->coro;
    struct sigaction ends = {.sa_handler = SIG_DFL};

    (void)context;
    if (is_overflow(coro, info->si_addr)) {
        report(coro);
        sigaction(signo, &ends, NULL);
    } else {
        sigaction(signo, &before, NULL);
    }
    /* [again] Back to the instruction that faulted.  It faults once more, and
     * this time it meets the other handler, or the end: with its registers as
     * they were, so that a debugger shows the place and not this one. */
}

int aw_fault_start(struct aw_fault *fault)
{
    struct sigaction ours = {.sa_sigaction = on_fault,
                             .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t other = {.ss_sp = fault->stack, .ss_size = sizeof(fault->stack)};
    int rc = (int)aw_sys(sigaltstack(&other, &fault->before));

    if (rc < 0)
        return rc;
    if (started == 0) {
        rc = (int)aw_sys(sigaction(SIGSEGV, &ours, &before));
        if (rc < 0) {
            sigaltstack(&fault->before, NULL);
            return rc;
        }
    }
    started++;
    return 0;
}

void aw_fault_stop(struct aw_fault *fault)
{
    if (--started == 0)
        sigaction(SIGSEGV, &before, NULL);
    sigaltstack(&fault->before, NULL);
}
