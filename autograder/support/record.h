/* SPDX-License-Identifier: MIT */
/* record.h: one line on the result pipe.
 *
 * A record is `NONCE KIND FIELD<tab>FIELD...\n`, with tab, newline and
 * backslash escaped as \t, \n, \\ inside fields.  It is written by one write
 * of at most PIPE_BUF bytes, so records of different processes never mix.
 * docs/grading.md lists the kinds. */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>

/* Open the pipe named by AW_RESULT, and learn the nonce.
 *
 * forget  wipe the nonce from the environment: nobody after us needs it
 *
 * Returns false when no grader listens; record() then does nothing. */
bool record_open(bool forget);

/* Write one record; the fields end with NULL.  Long fields are cut. */
void record(const char *kind, ...) __attribute__((sentinel));

#endif
