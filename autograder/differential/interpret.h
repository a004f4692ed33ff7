/* SPDX-License-Identifier: MIT */
/* interpret.h: a program of tasks, as programs.py writes it, in memory.
 *
 *      program.c --ops--> script.c --each--> operations.c, several.c, sync.c
 */
#ifndef INTERPRET_H
#define INTERPRET_H

#include <stdbool.h>

#include "aw/cancel.h"
#include "aw/gather.h"
#include "aw/group.h"
#include "aw/queue.h"
#include "aw/sync.h"

enum { MOST_TASKS = 16, MOST_FUTURES = 8, MOST_OPS = 400, MOST_MEMBERS = 8 };

struct run;
struct op;

/* What an operation gave, if it is to be shown. */
enum { NOTHING = -10000, NOBODY = -10001 };

/* Carry out `op` for task `me`.  Returns 0, or the code that ends the task. */
typedef int (*op_fn)(struct run *run, int me, struct op *op, int *shown);

/* A row of a table of operations. */
struct known {
    const char *name;
    op_fn fn;
};

enum mode { SWALLOW, CLEAN, ERRORS, TIMEOUT, LOCK, ACQUIRE, GROUP, EACH };

struct op {
    op_fn fn;
    const char *name;
    int k, n;
    enum mode mode; /* of a `try` */
    struct op *end; /* behind its block; NULL for every other operation */
    /* An operation is carried out once at most, so what it needs lies here. */
    struct run *run;
    struct aw_handle soon;
    struct aw_timer later;
    struct aw_watch watch;
    size_t nmembers;
    struct aw_member member[MOST_MEMBERS]; /* tag: which; see members_find */
};

struct script {
    struct run *run;
    struct op *begin, *end;
};

/* What all tasks share. */
struct shared {
    struct aw_future future[MOST_FUTURES];
    struct aw_lock lock[2];
    struct aw_sem sem[2];
    struct aw_cond cond;
    struct aw_event event[2];
    struct aw_barrier barrier;
    struct aw_queue queue[2];
};

struct run {
    struct aw_loop loop;
    struct aw_clock_virtual clock;
    struct shared shared;
    struct aw_task *task[MOST_TASKS];         /* NULL: not spawned */
    struct aw_group *group[MOST_TASKS];       /* the innermost it has begun */
    struct aw_group *of[MOST_TASKS];          /* that it was spawned into */
    struct aw_as_completed *each[MOST_TASKS]; /* the innermost, and */
    struct aw_member *members[MOST_TASKS];    /* the first of its members */
    struct script script[MOST_TASKS];
    struct op op[MOST_OPS];
    int seed, nfutures, permits, parties, size;
    int ntasks, nops;
    bool quiet; /* the trace is at its end */
};

/* Read the next program from standard input.
 *
 * Returns false at the end; exits with 2 after saying what is no program. */
bool program_read(struct run *run);

/* Print a line of the trace; `who` below 0 stands for a callback. */
void say(struct run *run, int who, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The body of every task; `arg` is its script. */
int script_run(void *arg);

/* Make what all tasks share, and take it down. */
void shared_init(struct run *run);
void shared_deinit(struct run *run);

/* Let nobody have a lock: who waits for a condition does not end without it,
 * and whoever has it may wait for him. */
void locks_break(struct run *run);

/* Find the members of `op`, say what has become of them. */
void members_find(struct run *run, struct op *op);
void members_say(struct run *run, int me, const struct op *op);

/* Show the errors of a group. */
void errors_say(struct run *run, int me);

/* The function that carries out the operation called `name`, or NULL. */
op_fn op_find(const char *name, const char **kept);

extern const struct known task_operations[], several_operations[],
    sync_operations[], queue_operations[];

/* If there was something to do it with, what came of that ends the task. */
static inline int fails(int shown)
{
    return shown < 0 && shown != NOBODY ? shown : 0;
}

#endif
