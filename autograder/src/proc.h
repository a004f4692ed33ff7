/* SPDX-License-Identifier: MIT */
/* proc.h: which processes there are, from /proc.
 *
 * Shared by the grader, which watches what its jobs use, and by the jail,
 * which ends what its program left behind. */
#ifndef PROC_H
#define PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct proc {
    pid_t pid, parent, session;
    uid_t uid;
    char state; /* R, S, D, T, Z as ps shows it, of its first thread */
    unsigned threads;
    unsigned long ticks; /* CPU time, with that of children it waited for */
    size_t resident;     /* bytes; a page shared by two counts twice */
};

struct proc_list {
    struct proc *item;
    size_t n, room;
};
void proc_free(struct proc_list *list);

/* All processes; what `all` held is overwritten. */
void proc_all(struct proc_list *all);

/* Those of `all` that descend from `root`, without `root`. */
void proc_below(const struct proc_list *all, pid_t root,
                struct proc_list *below);

/* Whether one of its threads runs, is about to, or waits for a disk. */
bool proc_awake(const struct proc *p);

/* Resident bytes, where a page shared by two counts half for each; it is
 * costly to find out.  p->resident when we may not know, 0 when it has
 * ended. */
size_t proc_share(const struct proc *p);

/* Send `signal` to all in the list that are not zombies, except those in
 * state `but` (0: no exception).  Returns how many. */
size_t proc_signal(const struct proc_list *list, int signal, char but);

#endif
