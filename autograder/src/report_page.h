/* SPDX-License-Identifier: MIT */
/* report_page.h: the parts of report.html, among the files that write it. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "model.h"

struct page {
    FILE *out;
    const struct workbook *book;
    const struct exercise *open; /* unfolded at first; NULL: none */
};

/* Each chapter that was begun, its exercises folded. */
void page_chapters(const struct page *p);

/* What a share of a whole looks like: a bar. */
void page_bar(const struct page *p, double part, double whole);

/* Every target that was measured: its pairs, their median, what it is held
 * against.  Nothing where none was. */
void page_speed(const struct page *p);

/* Which lines the tests have reached.  Nothing where that was not measured. */
void page_coverage(const struct page *p);

/* Was the target measured, so that page_speed shows it? */
bool page_has_plot(const struct target *target);

#endif
