/* SPDX-License-Identifier: MIT */
/* jail.h: what the grader and its helper program aw-jail agree on.
 *
 *      grader
 *        aw-jail --outer PARENT -- ...      takes in orphans, kills, reports
 *          bwrap ...                        only when isolated
 *            aw-jail --inside WORD... -- program arg...
 *              the program
 *
 * The words are:
 *
 *      dir=PATH      working folder
 *      uid=N         the user to become, when started as root
 *      reads=PATH    that user must be able to read this, writes=PATH to
 *      writes=PATH   write it; otherwise root stays, without capabilities
 *      cpu=N as=N file=N tasks=N     limits; those left out are not set
 *      reduced=1     there is no PID namespace around
 *      single=1      the program may start no other process, and no thread
 *
 * Each jail reports on descriptor STATUS_FD, in lines.  The inner one writes
 *
 *      started               before it starts the program
 *      failed SENTENCE       the program could not be started
 *      exit CODE MAIN ALL    or
 *      signal N MAIN ALL     how it ended; CPU time in microseconds, of the
 *                            program and with what else it started
 *
 * and the outer one, when nothing is left that descends from it,
 *
 *      usage ALL             CPU time in microseconds, of everything */
#ifndef JAIL_H
#define JAIL_H

enum {
    STATUS_FD = 3,
    /* "nobody"; the users of root's jobs count down from it. */
    JAIL_UID = 65534,
    JAIL_GID = 65534,
};

int jail_inside(char **words);

/* Close all descriptors behind STATUS_FD. */
void jail_close_others(void);

#endif
