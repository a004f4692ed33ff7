/* SPDX-License-Identifier: MIT */
/* hear.h: what the records of a test program say, written down test by test;
 * verdicts.h weighs it. */
#ifndef HEAR_H
#define HEAR_H

#include "records.h"
#include "run.h"

/* One start of a program: all of its tests, or one by itself. */
struct start {
    struct run *run;
    struct arena *arena;
    const char *only; /* the test, or NULL for all */
    bool again;       /* it left no clear word the first time */
    bool known;       /* its tests are: others are none of its own */
};

/* Take down what one record says. */
void hear(struct start *s, const struct record *r);

#endif
