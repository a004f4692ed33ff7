/* SPDX-License-Identifier: MIT */
/* last.h: what a test had come to when it crashed.
 *
 * A crash has no check that says what was done before it; the last check that
 * held does.  Word is left of it where a sanitizer, a broken assertion or
 * abort stops the program, or the end of its CPU time. */
#ifndef LAST_H
#define LAST_H

#include <stddef.h>

/* Test `test` begins, and has made no check yet. */
void last_begin(const char *test);

/* A check held; `did` is its printf format. */
void last_held(const char *file, int line, const char *did);

/* A sentence that begins with "and" or "then" goes on from that of the check
 * before it: put that in front of it into `text`, "; " behind it, or "". */
void last_lead(const char *did, char *text, size_t room);

/* The program is about to be stopped: leave word of the last check, as a
 * record "last".  (A signal that ends it leaves records "frame", too, and what
 * sleeps and is asked where, "task".) */
void last_tell(void);

#endif
