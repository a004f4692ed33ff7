/* SPDX-License-Identifier: MIT */
/* crash.h: what a crash was, and where in the learner's files. */
#ifndef CRASH_H
#define CRASH_H

#include "run.h"

/* The message for a test that a sanitizer stopped; `output` is what the
 * sanitizer has printed. */
const char *crash_report(const struct finding *f, const char *output,
                         struct arena *arena);

/* Where a signal has met the test, and what it had come to, as lines to be
 * appended; "" when there is no word of that. */
const char *crash_where(const struct finding *f, struct arena *arena);

/* The message for one that a signal stopped, or a broken assertion. */
const char *crash_signal(const struct finding *f, const char *output,
                         struct arena *arena);

#endif
