/* SPDX-License-Identifier: MIT */
/* run.h: run a test program, and say for each test what became of it.
 *
 * All tests of a program run in one go.  A test that left no clear word is
 * run once more by itself, so that what it printed, how it ended and how long
 * it slept are its own. */
#ifndef RUN_H
#define RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "job.h"
#include "model.h"
#include "program.h"

/* What became of one test. */
struct finding {
    const char *test, *claim;
    enum test_status status;
    const char *message; /* lines, each "word  text" */
    double seconds;
    unsigned long checks;
    const char *lines; /* those with a check, as a string of bits in hex */
    bool draws;        /* it is compared with what the reference says */

    /* What was heard of it, before that was weighed. */
    unsigned begun, ended, posted;
    const char *post, *sentence; /* how it ended; misuse or todo */
    const char *last;            /* what held before it crashed; or NULL */
    const char *stack;           /* where it was then, if it told; or NULL */
    const char *tasks;           /* that lived when it slept, if it told */
    const char *order;           /* the seed of its last order; NULL: its own */
    int code, sig;
    struct saying *says; /* drawn.h */
};

struct run {
    const struct program *program;
    struct run *beside;    /* the same tests on the reference; or NULL */
    bool started;          /* in this grading, with its seed */
    bool reference;        /* what it fails is not kept */
    bool plain;            /* a probe: tests without begin and end records */
    unsigned repeats;      /* run it so often besides; what does not pass each
                              time does not pass */
    bool must_fail;        /* what fails does so each time, or it passes */
    struct strings suites; /* run these alone; none stands for all */
    struct finding *finding;
    size_t n, room;
    bool done;               /* the runner came to its end */
    unsigned hangs;          /* tests that hung when they ran alone */
    const char *last_words;  /* what the run of all tests printed */
    const char *not_started; /* why a run of all tests, this one or one that
                                repeats it, could not start; or NULL */
};

/* Seconds of CPU time for one test, which takes well below one. */
enum { CPU_MAX = 5 };

struct run_options {
    uint64_t seed;
    bool fresh;       /* take no verdict from an earlier run */
    const char *test; /* run this one alone; NULL: all that are meant */
    const char *isolation;
    const char *orders;  /* in how many tests that are free of order run */
    const char *engine;  /* for loops of chapter 06 and later */
    const char *objects; /* the folder of what was built for all gradings */
};

/* Run all of them.  Returns false when interrupted. */
bool runs_do(struct run *const *run, size_t n,
             const struct run_options *options, struct arena *arena,
             struct jobs *jobs);

/* The finding for `test`, or NULL when the program has no such test. */
struct finding *run_find(const struct run *run, const char *test);

#endif
