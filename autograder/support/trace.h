/* SPDX-License-Identifier: MIT */
/* trace.h: two traces that differ, one below the other, with a mark. */
#ifndef TRACE_H
#define TRACE_H

enum { TRACE_LINE = 80, TRACE_LINES = 3 * TRACE_LINE };

/* Put into words what is shown behind "expected" and behind "but", which both
 * begin ten columns from the left: there a second line marks the first word
 * that differs.  Of long traces the place where they part is shown, so that a
 * line of the report stays within 80 columns. */
void trace_show(const char *got, const char *want, char should[TRACE_LINE],
                char is[TRACE_LINES]);

#endif
