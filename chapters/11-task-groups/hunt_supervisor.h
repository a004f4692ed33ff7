/* SPDX-License-Identifier: MIT */
/* hunt_supervisor.h: a group by hand, from the time before there were any.
 *
 * This program is in use, and there are complaints:
 *
 *   "The body fails, and some jobs go on and write into what is gone."
 *   "Jobs save their work when they are told to end.  When several fail at
 *    once, files are half written."
 *   "Three disks were full.  We heard of one."
 *
 * What follows is what was promised. */
#ifndef HUNT_SUPERVISOR_H
#define HUNT_SUPERVISOR_H

#include "aw/group.h"

enum { HUNT_MOST = 32 };

struct hunt_job {
    const char *name;
    aw_body work; /* is called with the job */
};

struct hunt_supervisor {
    int (*body)(struct hunt_supervisor *s); /* what is done beside the jobs */
    /* Somebody has failed with `error`. */
    void (*failed)(struct hunt_supervisor *s, const char *name, int error);
};

/* Run `n` jobs, each in a task of its own and of its own name, and `body`
 * beside them.
 *
 * When one of them fails, the others are asked to end, and so is the body: all
 * of them once, so that whoever cleans up is left alone.  If this task is
 * asked to end the same happens, with those jobs that still run.  A body that
 * hears of that and returns 0 or more is taken at its word: the jobs go on.
 *
 * It returns when all have ended, and never before, however often it is asked
 * to.  Then `failed` is told of each error, in the order in which they have
 * come, the body's at the end; its name is that of this task.  Who was
 * cancelled has not failed.  Without memory for a tree it may be told of the
 * first alone, with this task's name, and that counts as one.
 *
 * n  HUNT_MOST at the most
 *
 * It is called from a task.  Returns how many have failed; -ECANCELED when
 * nobody has, and this task was asked to end.  If somebody has failed and this
 * task was asked to end, the next call that suspends returns -ECANCELED. */
int hunt_supervise(struct hunt_supervisor *s, struct hunt_job *job, int n);

#endif
