/* SPDX-License-Identifier: MIT */
/* Only pointers are kept, so that a check costs nothing and needs no stack;
 * the values that belong into the sentence are gone when it is told. */
#include "last.h"

#include <stdio.h>
#include <string.h>

#include "record.h"

static struct {
    const char *test, *file, *did;
    int line;
} last;

void last_held(const char *file, int line, const char *did)
{
    last.file = file;
    last.line = line;
    last.did = did;
}

/* The sentence with "..." for what printf would put in.  The heap may be torn
 * by now: nothing here takes memory. */
static void put_plainly(const char *did, char *text, size_t room)
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
}

void last_tell(void)
{
    char line[24], did[300];

    if (!last.test)
        return;
    if (!last.file) {
        record("last", last.test, NULL);
        return;
    }
    put_plainly(last.did, did, sizeof(did));
    snprintf(line, sizeof(line), "%d", last.line);
    record("last", last.test, last.file, line, did, NULL);
}

/* ---- What the sanitizers call -------------------------------------------*/

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

void last_begin(const char *test)
{
    last.test = test;
    last.file = NULL;
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(about_to_die);
}
