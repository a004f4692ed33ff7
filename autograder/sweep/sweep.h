/* SPDX-License-Identifier: MIT */
/* sweep.h: cancel everywhere.
 *
 * A scenario has a victim, which calls a function that suspends, and others who
 * wait beside it.  It is run again and again: the victim is asked to end at its
 * first suspension, at its second, and so on, until there is none left; and
 * each time in three ways.  Afterwards nothing may be left or lost, and not the
 * request either: who was asked has to come to -ECANCELED. */
#ifndef SWEEP_H
#define SWEEP_H

#include "aw/cancel.h"
#include "aw/gather.h"
#include "aw/group.h"
#include "aw/pipeline.h"
#include "aw/queue.h"
#include "aw/rate.h"
#include "aw/scheduler.h"
#include "aw/sync.h"

struct scenario {
    const char *function; /* whose contract says that it suspends */
    void (*begin)(void);  /* things, and others; may be NULL */
    aw_body victim;
    void (*end)(void); /* what has to hold then; may be NULL */
};

extern const struct scenario waits[], lines[], queues[], groups[];

extern struct aw_loop loop;

/* How many resources there are: whoever has one gives it back. */
extern int tokens;

/* A task called `name`, which nobody holds. */
void launch(const char *name, aw_body fn, void *arg);

/* Something has to hold; otherwise the words are printed, with where and how it
 * came to that, and the scenario has failed. */
void must(bool holds, const char *words, ...)
    __attribute__((format(printf, 2, 3)));

static inline void *num(intptr_t n)
{
    return (void *)n;
}

/* A body that sleeps for `arg` milliseconds, and cleans up for as long when it
 * is asked to end. */
static inline int sleeps(void *arg)
{
    int rc = aw_sleep((intptr_t)arg * AW_MS);

    if (rc < 0)
        aw_sleep((intptr_t)arg * AW_MS);
    return rc;
}

#endif
