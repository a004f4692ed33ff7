/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "report.h"

static unsigned percent(unsigned part, unsigned of)
{
    return of ? part * 100 / of : 100;
}

static void print_covered(const struct exercise *e)
{
    const struct coverage *c = e->coverage;

    printf("  %-20s %3u %% of %u lines, %3u %% of %u branches\n", e->file,
           percent(c->reached, c->lines), c->lines,
           percent(c->taken, c->branches), c->branches);
    if (*c->missed)
        printf("    no test reached %.200s: dead code, or a case that you did "
               "not need?\n",
               c->missed);
}

void report_coverage(const struct workbook *book)
{
    const struct coverage *last = NULL;

    for (size_t i = 0; i < book->nchapters; i++) {
        const struct chapter *c = &book->chapter[i];

        for (size_t e = 0; e < c->nexercises; e++) {
            const struct exercise *exercise = &c->exercise[e];

            if (!exercise->coverage || exercise->coverage == last)
                continue;
            if (!last)
                printf("\nWhat the tests reach of your code; line by line in "
                       "build/grade/cover/%s/index.html\n",
                       c->id);
            last = exercise->coverage;
            print_covered(exercise);
        }
    }
}
