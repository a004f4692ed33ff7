/* SPDX-License-Identifier: MIT */
/* So many at a time: which job when, how it went, and that none is left. */
#ifndef BATCHES_TESTS_H
#define BATCHES_TESTS_H

#include "../fixture.h"

typedef int (*runner)(const struct aw_jobs *jobs, struct aw_member *room,
                      size_t size);

enum { JOBS = 6 };

static struct graded_alloc memory;
static int result[JOBS];
static void *arg_of[JOBS];
static int at_a_time, most_at_a_time;

/* Job i takes job[i].ms, and says "i@5" when it begins. */
static inline int runs(void *arg)
{
    const struct job *j = arg;
    int rc;

    say("%d@%d", (int)(j - job), now_ms());
    at_a_time++;
    most_at_a_time = at_a_time > most_at_a_time ? at_a_time : most_at_a_time;
    rc = aw_sleep(j->ms * AW_MS);
    if (rc < 0 && j->cleans > 0)
        aw_sleep(j->cleans * AW_MS);
    at_a_time--;
    return rc < 0 && !j->stubborn ? rc : j->result;
}

static struct aw_jobs jobs = {
    .fn = runs, .arg = arg_of, .result = result, .n = JOBS};
static runner run_jobs;
static size_t size;

static inline void say_results(void)
{
    for (size_t i = 0; i < jobs.n; i++) {
        if (result[i] < 0)
            say("%s", aw_error_name(result[i]));
        else
            say("%d", result[i]);
    }
}

static inline int starts_jobs(void *arg)
{
    struct aw_member room[MOST];
    int rc;

    (void)arg;
    memset(room, 0x55, sizeof(room));
    rc = say_when(run_jobs(&jobs, room, size));
    EXPECT_INT(at_a_time, 0, "counted jobs that run when it returns");
    say_results();
    return rc;
}

/* Six jobs of 10, 20, 30 and again 10, 20, 30 ms. */
static inline void open_jobs(runner run, size_t at_most)
{
    graded_alloc_init(&memory);
    open_loop_with(&memory.alloc);
    run_jobs = run;
    size = at_most;
    at_a_time = most_at_a_time = 0;
    for (int i = 0; i < JOBS; i++) {
        job[i] = (struct job){.ms = 10 + i % 3 * 10, .result = i};
        arg_of[i] = &job[i];
        result[i] = 77;
    }
}

static inline struct aw_task *start(void)
{
    return spawn("R", starts_jobs, NULL);
}

static inline int says_its_name(void *arg)
{
    say("%s%s", me(), arg ? "!" : "");
    return aw_yield();
}

#endif
