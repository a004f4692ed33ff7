/* SPDX-License-Identifier: MIT */
/* hunt_crawl.h: fetch some pages, save them, and log how each fetch ended.
 *
 * This program is in use, and there are complaints:
 *
 *   "Three pages that take a second each take three seconds."
 *   "The log is full of pages, and none of them is on the disk.  On stderr
 *    there is a line for each that I do not understand."
 *   "One address was wrong, and now the total is smaller than one page."
 *   "I have mended the first one myself.  Now all pages are the last one, and
 *    once a day a line of the log is garbage, or the last ones are missing."
 *
 * What follows is what was promised. */
#ifndef HUNT_CRAWL_H
#define HUNT_CRAWL_H

#include "aw/task.h"

enum { HUNT_MOST = 16 };

/* What a crawl works with. */
struct hunt_crawl {
    /* Waits, and returns how many bytes it has got, or an error. */
    int (*fetch)(const char *url);
    /* Waits, and returns 0 or an error. */
    int (*save)(const char *url, int bytes);
    /* Does not wait. */
    void (*log)(const char *url, int result);
};

/* Fetch `n` pages, up to HUNT_MOST, all at the same time.
 *
 * Each page has a task of its own, which is named like the page.  It fetches
 * the page, and saves it if it was fetched; its result is the number of bytes,
 * or the first error.
 *
 * When a task has ended, `log` is given its page's url and its result: once for
 * each, in the order in which they end, and before this function returns.  When
 * it returns none of its tasks is left.
 *
 * It is called from a task, which nobody asks to end meanwhile; and there is
 * memory enough for all tasks.
 *
 * Returns how many bytes were fetched and saved altogether. */
int hunt_crawl(const struct hunt_crawl *crawl, const char *const *url, int n);

#endif
