/* SPDX-License-Identifier: MIT */
/* In programs that count which lines are reached: the counts are written
 * whichever way a test ends, not only when it returns.
 *
 * To write files in a signal handler is more than POSIX promises.  Nothing
 * but the counts depends on it. */
/* NOLINTBEGIN(bugprone-signal-handler) */
#include <errno.h>
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void __gcov_dump(void);
void __gcov_reset(void);
void __real__exit(int code) __attribute__((noreturn));
void __wrap__exit(int code) __attribute__((noreturn));
int __real_sigaction(int sig, const struct sigaction *now,
                     struct sigaction *before);
int __wrap_sigaction(int sig, const struct sigaction *now,
                     struct sigaction *before);

/* The linker sends all calls of _exit and sigaction here (--wrap=...). */
void __wrap__exit(int code)
{
    __gcov_dump();
    __real__exit(code);
}

/* Whoever lets a signal do its worst again is about to die of it. */
int __wrap_sigaction(int sig, const struct sigaction *now,
                     struct sigaction *before)
{
    if (now && now->sa_handler == SIG_DFL) {
        __gcov_dump();
        __gcov_reset();
    }
    return __real_sigaction(sig, now, before);
}

/* A broken assertion, too much CPU time, or somebody's wish. */
static void dying(int sig)
{
    __gcov_dump();
    signal(sig, SIG_DFL);
    raise(sig);
}

/* It may hang from now on: what is counted so far is safe. */
static void still_there(int sig)
{
    (void)sig;
    __gcov_dump();
    __gcov_reset();
}

/* Criterion's runner must not be woken by an alarm: its workers only. */
__attribute__((constructor)) static void count_whatever_happens(void)
{
    const char *alarm_after = getenv("AW_COVER_ALARM");

    __sanitizer_set_death_callback(__gcov_dump);
    signal(SIGABRT, dying);
    signal(SIGXCPU, dying);
    if (alarm_after && strstr(program_invocation_name, "boxfort")) {
        signal(SIGALRM, still_there);
        alarm((unsigned)atoi(alarm_after));
    }
}
/* NOLINTEND(bugprone-signal-handler) */
