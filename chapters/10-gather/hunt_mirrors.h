/* SPDX-License-Identifier: MIT */
/* hunt_mirrors.h: a page, whose parts come from several places.
 *
 * This program is in use, and there are complaints:
 *
 *   "Now and then a page is put together in the wrong order."
 *   "A page could not be fetched, and we freed it.  A second later somebody
 *    wrote into it."
 *   "The size of a page is there, and the page is not."
 *   "Memory was short, and then even more was broken than that."
 *
 * What follows is what was promised. */
#ifndef HUNT_MIRRORS_H
#define HUNT_MIRRORS_H

#include "aw/cancel.h"
#include "aw/gather.h"

enum { HUNT_PARTS = 8 };

struct hunt_page;

struct hunt_part {
    struct hunt_page *page;
    int number; /* from 0 on */
    int size;   /* in bytes, once it is fetched; 0 before */
};

struct hunt_page {
    /* Fetches a part; it waits.  Returns its size, which is above 0, or an
     * error.  It may take some time to end when it is asked to. */
    int (*fetch)(struct hunt_page *page, int number);
    int n; /* parts; at most HUNT_PARTS */
    struct hunt_part part[HUNT_PARTS];
};

/* Fetch all parts of `page` at the same time, each in a task of its own.
 *
 * The size of each stands in its place.  When one has failed, or cannot be
 * begun, or this task is asked to end, the others are asked to end, too, and
 * waited for: when this returns, nobody works for the page any more, however
 * often this task is asked.  Nobody is asked twice for one request: that would
 * disturb his clean-up.
 *
 * It is called from a task.  Errors of parts are told by what it returns, and
 * are not reported to the loop.  Returns the size of the whole page; the error
 * of the part that failed first; -ECANCELED, whatever has failed, when this
 * task was asked to end; -ENOMEM. */
int hunt_mirrors(struct hunt_page *page);

#endif
