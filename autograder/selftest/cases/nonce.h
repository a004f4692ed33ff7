/* SPDX-License-Identifier: MIT */
/* Where the nonce stands in this program's memory, and the pipe on which it
 * opens each record. */
#ifndef NONCE_H
#define NONCE_H

#include <stdbool.h>

#include "raw.h"

/* The nonce is 32 hex digits; where the memory lies stands in a file. */
static char text[1 << 16];

__attribute__((no_sanitize_address, no_sanitize_undefined)) static bool
is_nonce(const char *at)
{
    for (int i = 0; i < 32; i++)
        if (!((at[i] >= '0' && at[i] <= '9') || (at[i] >= 'a' && at[i] <= 'f')))
            return false;
    return at[32] == '\0';
}

static unsigned long number(const char **at)
{
    unsigned long n = 0;

    for (;; (*at)++) {
        char c = **at;

        if (c >= '0' && c <= '9')
            n = 16 * n + (unsigned long)(c - '0');
        else if (c >= 'a' && c <= 'f')
            n = 16 * n + (unsigned long)(c - 'a' + 10);
        else
            return n;
    }
}

/* In all memory that can be written. */
__attribute__((no_sanitize_address, no_sanitize_undefined)) static const char *
nonce(void)
{
    long n = raw(SYS_read, raw_open("/proc/self/maps", 0), (long)text,
                 sizeof(text) - 1);

    for (const char *at = text, *end = text + (n > 0 ? n : 0); at < end; at++) {
        unsigned long from = number(&at), to;

        at++;
        to = number(&at);
        /* Not the shadow memory, which has no end. */
        if (at[2] == 'w' && to - from < (16ul << 20))
            for (const char *c = (const char *)from; c + 33 < (const char *)to;
                 c++)
                if (is_nonce(c))
                    return c;
        while (at < end && *at != '\n')
            at++;
    }
    return 0;
}

/* The pipe's path stands in the environment, which the kernel shows. */
static long pipe_of_results(void)
{
    static const char word[] = "AW_RESULT=";
    long n = raw(SYS_read, raw_open("/proc/self/environ", 0), (long)text,
                 sizeof(text) - 1);

    for (long i = 0; i < n; i++) {
        long k = 0;

        while (word[k] && text[i + k] == word[k])
            k++;
        if (!word[k])
            return raw_open(text + i + k, 1);
    }
    return -1;
}

#endif
