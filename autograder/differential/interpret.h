/* SPDX-License-Identifier: MIT */
/* interpret.h: a program of tasks, as programs.py writes it, in memory. */
#ifndef INTERPRET_H
#define INTERPRET_H

#include <stdbool.h>

#include "aw/cancel.h"

enum { MOST_TASKS = 16, MOST_FUTURES = 8, MOST_OPS = 1000 };

struct run;
struct op;

/* What an operation gave, if it is to be shown. */
enum { NOTHING = -1000, NOBODY = -1001 };

/* Carry out `op` for task `me`.  Returns 0, or the code that ends the task. */
typedef int (*op_fn)(struct run *run, int me, struct op *op, int *shown);

enum mode { SWALLOW, CLEAN, ERRORS, TIMEOUT };

struct op {
    op_fn fn;
    const char *name;
    int k, n;
    enum mode mode; /* of a `try` */
    struct op *end; /* behind its block; NULL for every other operation */
    /* An operation is carried out once at most, so its callback lies here. */
    struct run *run;
    struct aw_handle soon;
    struct aw_timer later;
    struct aw_watch watch;
};

struct script {
    struct run *run;
    struct op *begin, *end;
};

struct run {
    struct aw_loop loop;
    struct aw_clock_virtual clock;
    struct aw_future future[MOST_FUTURES];
    struct aw_task *task[MOST_TASKS]; /* NULL: not spawned */
    struct script script[MOST_TASKS];
    struct op op[MOST_OPS];
    int seed, nfutures, ntasks, nops;
    bool quiet; /* the trace is at its end */
};

/* Read the next program from standard input.
 *
 * Returns false at the end; exits with 2 after saying what is no program. */
bool program_read(struct run *run);

/* The function that carries out the operation called `name`, or NULL. */
op_fn op_find(const char *name, const char **kept);

/* Print a line of the trace; `who` below 0 stands for a callback. */
void say(struct run *run, int who, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The body of every task; `arg` is its script. */
int script_run(void *arg);

#endif
