/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "report.h"

const char *points_text(double points)
{
    static char text[8][24];
    static unsigned turn;
    char *out = text[turn++ % 8];
    size_t n;

    snprintf(out, sizeof(text[0]), "%.2f", points);
    n = strlen(out);
    while (out[n - 1] == '0')
        out[--n] = '\0';
    if (out[n - 1] == '.')
        out[--n] = '\0';
    return out;
}

void report_progress(const struct workbook *book)
{
    for (size_t i = 0; i < book->nchapters; i++) {
        const struct chapter *c = &book->chapter[i];
        size_t touched = 0;
        double earned = 0, points = 0;

        for (size_t e = 0; e < c->nexercises; e++) {
            touched += c->exercise[e].state != EX_UNTOUCHED;
            earned += c->exercise[e].earned;
            points += c->exercise[e].points;
        }
        printf("  %-18s %-29.29s %6s / %-6s  %zu of %zu exercises begun\n",
               c->id, c->title, points_text(earned), points_text(points),
               touched, c->nexercises);
    }
}
