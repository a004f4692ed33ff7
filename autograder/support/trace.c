/* SPDX-License-Identifier: MIT */
#include "trace.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Columns for a trace: with its frame, a line of the report has 80; and for
 * what both have in common. */
enum { TRACE = 66, BEFORE = 24 };

/* Where the first word begins that differs. */
static size_t parting(const char *got, const char *want)
{
    size_t same = 0, word = 0;

    for (; got[same] && got[same] == want[same]; same++)
        if (got[same] == ' ')
            word = same + 1;
    /* One of them ends where the other goes on: behind the last word. */
    return got[same] == '\0' && want[same] == ' '   ? same + 1
           : want[same] == '\0' && got[same] == ' ' ? same + 1
                                                    : word;
}

/* Where to begin, so that what both have in common leaves room. */
static size_t beginning(const char *text, size_t parts, size_t longest)
{
    size_t from = 0;

    if (longest <= TRACE)
        return 0;
    while (from + BEFORE < parts) {
        const char *space = strchr(text + from, ' ');

        if (!space || (size_t)(space - text) >= parts)
            break;
        from = (size_t)(space - text) + 1;
    }
    return from;
}

/* As much of a trace as one line has room for. */
static void cut(char *line, const char *text, size_t from)
{
    size_t n = strlen(text);
    const char *rest = from < n ? text + from : "";
    int room = TRACE - (from ? 4 : 0);
    bool whole = strlen(rest) <= (size_t)room;

    if (!whole)
        for (room -= 4; room > 1 && rest[room - 1] == ' ';)
            room--;
    snprintf(line, TRACE_LINE, "%s%.*s%s", from ? "... " : "", room,
             n ? rest : "nothing", whole ? "" : " ...");
}

void trace_show(const char *got, const char *want, char should[TRACE_LINE],
                char is[TRACE_LINES])
{
    size_t parts = parting(got, want), used;
    size_t ng = strlen(got), nw = strlen(want);
    size_t from = beginning(got, parts, ng > nw ? ng : nw);
    const char *why = parts >= ng   ? "and then no more"
                      : parts >= nw ? "this is too much"
                                    : "they part here";

    cut(should, want, from);
    cut(is, got, from);
    used = strlen(is);
    if (ng && nw)
        snprintf(is + used, TRACE_LINES - used, "\n%*s^ %s",
                 (int)(10 + parts - from + (from ? 4 : 0)), "", why);
}
