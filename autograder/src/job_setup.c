/* SPDX-License-Identifier: MIT */
/* Setting up: a folder for this run, and finding out what the machine allows.
 *
 * What it allows is found by running a job, the whole chain of it: every
 * container forbids something else. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "job_internal.h"

enum { PARALLEL_MAX = 64, STALE_SECONDS = 60 };

/* ---- The folder ---------------------------------------------------------*/

static void make_folders(const char *path)
{
    char part[PATH_MAX];

    for (const char *end = path + 1; *end; end++) {
        if (*end != '/')
            continue;
        snprintf(part, sizeof(part), "%.*s", (int)(end - path), path);
        mkdir(part, 0777);
    }
    mkdir(path, 0777);
}

/* Nothing but FIFOs is in such a folder. */
static void remove_folder(const char *path)
{
    char name[PATH_MAX];
    DIR *dir = opendir(path);
    struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
        if (strncmp(entry->d_name, "result-", 7) == 0)
            unlink(name);
    }
    if (dir)
        closedir(dir);
    rmdir(path);
}

/* A grader that was killed has left its folder, and its lock is gone.  Young
 * folders are let be: theirs may be about to take it. */
static void sweep(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat st;

    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && time(NULL) - st.st_mtime > STALE_SECONDS &&
        flock(fd, LOCK_EX | LOCK_NB) == 0)
        remove_folder(path);
    close(fd);
}

static bool make_folder(struct jobs *jobs, const char *build)
{
    char *path = arena_printf(&jobs->arena, "%s/jobs-XXXXXX", build);
    struct dirent *entry;
    DIR *dir;

    make_folders(build);
    dir = opendir(build);
    while (dir && (entry = readdir(dir)))
        if (strncmp(entry->d_name, "jobs-", 5) == 0)
            sweep(arena_printf(&jobs->arena, "%s/%s", build, entry->d_name));
    if (dir)
        closedir(dir);
    if (!mkdtemp(path))
        return false;
    jobs->folder = path;
    jobs->folder_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* 0711: the jobs' users pass through to their FIFO. */
    return chmod(path, 0711) == 0 && jobs->folder_fd >= 0 &&
           flock(jobs->folder_fd, LOCK_EX | LOCK_NB) == 0;
}

/* ---- What the machine allows --------------------------------------------*/

struct probe {
    struct arena *arena;
    const char *why; /* NULL: it worked */
};

static void on_probed(void *ctx, const struct job_outcome *o)
{
    struct probe *probe = ctx;

    if (o->end == JOB_EXITED && o->code == 0)
        probe->why = NULL;
    else if (o->why)
        probe->why = arena_copy(probe->arena, o->why);
    else
        probe->why =
            arena_printf(probe->arena, "/usr/bin/true ended with %d", o->code);
}

const char jobs_interrupted[] = "interrupted";

/* Returns why it does not work, or NULL. */
static const char *probe(struct jobs *jobs)
{
    static const char *const argv[] = {"true", NULL};
    struct probe result = {&jobs->arena, NULL};
    struct job_spec spec = {.argv = argv, .results = true};

    jobs_submit(jobs, &spec, false, on_probed, &result);
    return jobs_run(jobs, NULL, NULL) ? result.why : jobs_interrupted;
}

/* Sets isolation_why.  Returns why not even a reduced job runs, or NULL. */
static const char *find_isolation(struct jobs *jobs, bool want_isolation)
{
    const char *why = NULL;

    if (!want_isolation)
        jobs->isolation_why = "isolation was switched off";
    else if (!sandbox_bwrap())
        jobs->isolation_why = "bubblewrap is not installed";
    else if ((why = probe(jobs)))
        jobs->isolation_why = arena_printf(
            &jobs->arena, "this machine does not allow namespaces: %s", why);
    if (!jobs->isolation_why || why == jobs_interrupted)
        return why;
    /* To get hold of what a job leaves that has killed its jail; with
     * namespaces it cannot. */
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    return probe(jobs);
}

/* ---- New and free -------------------------------------------------------*/

static void init_loop(struct jobs *jobs)
{
    uv_handle_t *const handles[] = {
        (uv_handle_t *)&jobs->sampler, (uv_handle_t *)&jobs->ticker,
        (uv_handle_t *)&jobs->sigint, (uv_handle_t *)&jobs->sigterm};

    uv_timer_init(&jobs->loop, &jobs->sampler);
    uv_timer_init(&jobs->loop, &jobs->ticker);
    uv_signal_init(&jobs->loop, &jobs->sigint);
    uv_signal_init(&jobs->loop, &jobs->sigterm);
    /* None of these keeps jobs_run from returning. */
    for (size_t i = 0; i < sizeof(handles) / sizeof(*handles); i++) {
        handles[i]->data = jobs;
        uv_unref(handles[i]);
    }
}

static void close_loop(struct jobs *jobs)
{
    uv_close((uv_handle_t *)&jobs->sampler, NULL);
    uv_close((uv_handle_t *)&jobs->ticker, NULL);
    uv_close((uv_handle_t *)&jobs->sigint, NULL);
    uv_close((uv_handle_t *)&jobs->sigterm, NULL);
    uv_run(&jobs->loop, UV_RUN_DEFAULT);
    uv_loop_close(&jobs->loop);
}

static struct jobs *allocate(unsigned parallel)
{
    struct jobs *jobs = calloc(1, sizeof(*jobs));

    if (!jobs || uv_loop_init(&jobs->loop) != 0) {
        free(jobs);
        return NULL;
    }
    init_loop(jobs);
    jobs->folder_fd = -1;
    jobs->last = &jobs->first;
    jobs->as_root = geteuid() == 0;
    jobs->parallel = parallel ? parallel : uv_available_parallelism();
    if (jobs->parallel > PARALLEL_MAX)
        jobs->parallel = PARALLEL_MAX;
    jobs->running =
        arena_new(&jobs->arena, jobs->parallel * sizeof(*jobs->running));
    jobs->users =
        arena_new(&jobs->arena, jobs->parallel * sizeof(*jobs->users));
    users_claim(jobs);
    return jobs;
}

static const char *set_up(struct jobs *jobs, const char *top, const char *build,
                          const char *jail, bool want_isolation)
{
    char path[PATH_MAX];
    const char *why;

    if (top[0] != '/')
        return "the project's folder must be given as an absolute path";
    if (!realpath(jail, path) || access(path, X_OK) != 0)
        return arena_printf(&jobs->arena,
                            "the helper program %s is missing; build it", jail);
    jobs->top = arena_copy(&jobs->arena, top);
    jobs->jail = arena_copy(&jobs->arena, path);
    if (build[0] != '/')
        build = arena_printf(&jobs->arena, "%s/%s", top, build);
    if (!make_folder(jobs, build))
        return arena_printf(&jobs->arena,
                            "cannot make a folder in %s: %s; is it writable?",
                            build, strerror(errno));
    why = find_isolation(jobs, want_isolation);
    return !why || why == jobs_interrupted
               ? why
               : arena_printf(&jobs->arena, "%s does not work: %s", jail, why);
}

struct jobs *jobs_new(const char *top, const char *build, const char *jail,
                      unsigned parallel, bool want_isolation, const char **why)
{
    static char sentence[1024]; /* it outlives the arena */
    struct jobs *jobs = allocate(parallel);
    const char *failed = "no event loop can be made";

    if (jobs)
        failed = set_up(jobs, top, build, jail, want_isolation);
    if (!failed)
        return jobs;
    snprintf(sentence, sizeof(sentence), "%s", failed);
    *why = failed == jobs_interrupted ? failed : sentence;
    if (jobs)
        jobs_free(jobs);
    return NULL;
}

void jobs_free(struct jobs *jobs)
{
    if (!jobs)
        return;
    jobs_stop(jobs);
    close_loop(jobs);
    if (jobs->isolation_why)
        prctl(PR_SET_CHILD_SUBREAPER, 0);
    if (jobs->folder_fd >= 0)
        close(jobs->folder_fd);
    if (jobs->folder)
        remove_folder(jobs->folder);
    users_release(jobs);
    proc_free(&jobs->all);
    proc_free(&jobs->below);
    arena_free(&jobs->arena);
    free(jobs);
}
