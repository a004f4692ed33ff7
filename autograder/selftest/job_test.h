/* SPDX-License-Identifier: MIT */
/* job_test.h: the frame of the job module's tests.
 *
 *      job_test.c         the frame: main, and what holds behind each test
 *      job_test_limits.c  how programs end, and what they may use
 *      job_test_world.c   what they see, what they leave, what they report
 *      job_test_queue.c   many jobs, the grader's own end
 *
 * A test is a function; the programs that it runs are a line of sh or perl.
 * They run in a project's folder that has open/ (readable), out/ (writable),
 * and secret/. */
#ifndef JOB_TEST_H
#define JOB_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "job.h"

extern struct jobs *jobs; /* at most two at a time */
extern char top[40], jail[64];
extern bool full; /* isolation */
extern bool root; /* ourselves */

/* The last outcome; its strings are copies. */
extern struct job_outcome last;
extern unsigned ndone; /* outcomes so far */
extern unsigned nfine; /* those of them that were an exit with 0 */

bool check(bool ok, const char *what, const char *file, int line);
#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)

/* Queue `script` for "sh" or "perl", or run it at once. */
void submit(const char *shell, const char *script, struct job_limits limits);
void run(const char *shell, const char *script, struct job_limits limits);
#define RUN(script) run("sh", (script), (struct job_limits){0})
void on_done(void *ctx, const struct job_outcome *o);

/* The last outcome, shown when it is another one. */
bool ended(enum job_end end, int code);
bool output_was(const char *text);
#define ENDED(end, code) CHECK(ended((end), (code)))
#define OUTPUT(text)     CHECK(output_was(text))

/* How many processes descend from this one. */
size_t descendants(void);

/* Names in a folder below top that begin with `start`. */
unsigned files_in(const char *folder, const char *start);

struct test {
    const char *name;
    void (*run)(void);
};
extern const struct test limits_tests[], world_tests[], queue_tests[];

#endif
