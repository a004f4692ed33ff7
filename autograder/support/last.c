/* SPDX-License-Identifier: MIT */
/* Only pointers are kept, so that a check costs nothing and needs no stack;
 * the values that belong into the sentence are gone when it is told. */
#include "last.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unwind.h>

#include "parked.h"
#include "record.h"

enum { FRAMES_MAX = 32, CHAIN_MAX = 3 };

static struct {
    const char *test, *file;
    const char *did[CHAIN_MAX]; /* the last, and what it goes on from */
    unsigned n;
    int line;
} last;

static bool goes_on(const char *did)
{
    return strncmp(did, "and ", 4) == 0 || strncmp(did, "then ", 5) == 0;
}

void last_held(const char *file, int line, const char *did)
{
    unsigned n = goes_on(did) ? last.n : 0; /* threads may check at a time */

    last.file = file;
    last.line = line;
    if (n && last.did[n - 1] == did)
        return;
    if (n == CHAIN_MAX) { /* the first says what it is all about */
        memmove(last.did + 1, last.did + 2, (n - 2) * sizeof(*last.did));
        n--;
    }
    last.did[n] = did;
    last.n = n + 1;
}

/* The sentence with "..." for what printf would put in.  The heap may be torn
 * by now: nothing here takes memory. */
static size_t put_plainly(const char *did, char *text, size_t room)
{
    size_t n = 0;

    while (*did && n + 4 < room) {
        if (*did != '%') {
            text[n++] = *did++;
        } else if (did[1] == '%') {
            text[n++] = '%';
            did += 2;
        } else {
            did += strcspn(did, "diouxXcspfeg");
            did += *did != '\0';
            memcpy(text + n, "...", 3);
            n += 3;
        }
    }
    text[n] = '\0';
    return n;
}

/* All of the chain, "; " behind each. */
static void put_chain(char *text, size_t room)
{
    size_t n = 0;

    *text = '\0';
    for (unsigned i = 0; i < last.n && n + 40 < room; i++) {
        n += put_plainly(last.did[i], text + n, room - 2 - n);
        strcpy(text + n, "; ");
        n += 2;
    }
}

void last_lead(const char *did, char *text, size_t room)
{
    *text = '\0';
    if (goes_on(did))
        put_chain(text, room);
}

void last_tell(void)
{
    char line[24], did[500];

    if (!last.test)
        return;
    if (last.n) {
        put_chain(did, sizeof(did));
        did[strlen(did) - 2] = '\0';
        snprintf(line, sizeof(line), "%d", last.line);
        record("last", last.test, last.file, line, did, NULL);
    } else {
        record("last", last.test, NULL);
    }
    last.test = NULL; /* a broken assertion ends in abort: once is enough */
}

/* ---- Before a program dies ----------------------------------------------*/

/* AddressSanitizer's other hook, __asan_on_error, is the workbook's own, from
 * chapter 08 on. */
extern void __sanitizer_set_death_callback(void (*callback)(void))
    __attribute__((weak));
void __ubsan_on_report(void);

void __ubsan_on_report(void)
{
    last_tell();
}

/* There is one such callback.  Where lines are counted, cover.c wants to be
 * asked, too. */
void __gcov_dump(void) __attribute__((weak));

static void about_to_die(void)
{
    last_tell();
    if (__gcov_dump)
        __gcov_dump();
}

extern void __sanitizer_symbolize_pc(void *pc, const char *format, char *text,
                                     size_t room) __attribute__((weak));

static _Unwind_Reason_Code tell_frame(struct _Unwind_Context *context,
                                      void *count)
{
    unsigned *frames = count;
    char text[300] = "";
    int exact;
    uintptr_t pc = _Unwind_GetIPInfo(context, &exact);

    if ((*frames)++ == FRAMES_MAX)
        return _URC_END_OF_STACK;
    __sanitizer_symbolize_pc((void *)(pc - !exact), "%f %s:%l", text,
                             sizeof(text));
    record("frame", last.test, text, NULL);
    return _URC_NO_REASON;
}

/* Where it is: a loop that never ends says nothing of itself.  What sleeps is
 * asked by the grader, which sends the signal of a loop. */
static void dying(int sig, siginfo_t *info, void *context)
{
    bool asleep = sig == SIGXCPU && info->si_code == SI_USER;
    const char *test = last.test;
    unsigned frames = 0;

    (void)context;
    if (test && __sanitizer_symbolize_pc)
        _Unwind_Backtrace(tell_frame, &frames);
    about_to_die();
    if (test && asleep)
        parked_tell(test);
    raise(sig);
}

/* Those whom no sanitizer hears: abort(), and too much CPU time. */
static void hear_signals(void)
{
#ifndef __SANITIZE_THREAD__ /* keeps a signal until the next call of libc */
    struct sigaction action = {
        .sa_sigaction = dying,
        .sa_flags = (int)SA_RESETHAND | SA_NODEFER | SA_ONSTACK | SA_SIGINFO,
    };

    sigaction(SIGABRT, &action, NULL);
    sigaction(SIGXCPU, &action, NULL);
#endif
}

void last_begin(const char *test)
{
    last.test = test;
    last.file = NULL;
    last.n = 0;
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(about_to_die);
    hear_signals();
}
