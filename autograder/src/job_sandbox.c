/* SPDX-License-Identifier: MIT */
/* The part of a job's command line that makes its sandbox.
 *
 * The sandbox's root is an empty tmpfs, into which the machine's programs
 * and the job's folders are mounted; what is not mounted does not exist in
 * it.  Parents are mounted before what is below them, so that a folder may be
 * readable and one inside it writable, or the other way round. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "job_internal.h"

static void add(struct job *job, struct strings *argv, const char *word)
{
    strings_add(&job->arena, argv, word);
}

static void add3(struct job *job, struct strings *argv, const char *option,
                 const char *a, const char *b)
{
    add(job, argv, option);
    add(job, argv, a);
    add(job, argv, b);
}

const char *sandbox_bwrap(void)
{
    static const char *const paths[] = {"/usr/bin/bwrap", "/bin/bwrap",
                                        "/usr/local/bin/bwrap"};

    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        if (access(paths[i], X_OK) == 0)
            return paths[i];
    return NULL;
}

/* ---- What is mounted ----------------------------------------------------*/

struct mount {
    const char *path;
    bool write;
};

static int by_path(const void *a, const void *b)
{
    const struct mount *x = a, *y = b;
    int order = strcmp(x->path, y->path);

    return order ? order : x->write - y->write;
}

static bool covers(const char *folder, const char *path)
{
    size_t n = strlen(folder);

    return strncmp(folder, path, n) == 0 && (path[n] == '/' || !path[n]);
}

/* The program's own file, unless a mount shows it anyway. */
static bool is_hidden(const struct mount *mounts, size_t n, const char *program)
{
    if (!strchr(program, '/') || covers("/usr", program) ||
        covers("/bin", program) || covers("/sbin", program))
        return false;
    for (size_t i = 0; i < n; i++)
        if (covers(mounts[i].path, program))
            return false;
    return true;
}

static void add_folders(struct job *job, struct strings *argv)
{
    const struct job_spec *spec = &job->spec;
    struct mount *mounts;
    size_t n = 0;

    while (spec->readable[n])
        n++;
    mounts = arena_new(&job->arena, (n + 2) * sizeof(*mounts));
    n = 0;
    for (size_t i = 0; spec->readable[i]; i++)
        mounts[n++] = (struct mount){spec->readable[i], false};
    if (spec->writable)
        mounts[n++] = (struct mount){spec->writable, true};
    if (is_hidden(mounts, n, spec->argv[0]))
        mounts[n++] = (struct mount){spec->argv[0], false};
    qsort(mounts, n, sizeof(*mounts), by_path);
    for (size_t i = 0; i < n; i++) {
        const char *path = mounts[i].path;
        size_t parent = (size_t)(strrchr(path, '/') - path);

        /* A mount's parents are made for root alone unless they are there. */
        add(job, argv, "--dir");
        add(job, argv, arena_copy_n(&job->arena, path, parent ? parent : 1));
        add3(job, argv, mounts[i].write ? "--bind" : "--ro-bind", path, path);
    }
}

/* /usr, /etc, and those beside them, which on most machines are links. */
static void add_system(struct job *job, struct strings *argv)
{
    static const char *const names[] = {"/usr", "/etc",   "/bin",  "/sbin",
                                        "/lib", "/lib32", "/lib64"};
    char target[256];
    struct stat st;

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        ssize_t n = readlink(names[i], target, sizeof(target));

        if (n > 0)
            add3(job, argv, "--symlink",
                 arena_copy_n(&job->arena, target, (size_t)n), names[i]);
        else if (lstat(names[i], &st) == 0)
            add3(job, argv, "--ro-bind", names[i], names[i]);
    }
}

/* A tmpfs is memory that no process' size shows: it is bounded, too. */
static void add_tmpfs(struct job *job, struct strings *argv, const char *path)
{
    add(job, argv, "--perms");
    add(job, argv, "1777");
    add(job, argv, "--size");
    add(job, argv,
        arena_printf(&job->arena, "%zu", job->spec.limits.memory_bytes / 2));
    add(job, argv, "--tmpfs");
    add(job, argv, path);
}

void sandbox_add(struct job *job, struct strings *argv)
{
    static const char *const first[] = {
        "--unshare-pid", "--unshare-net",     "--unshare-ipc", "--unshare-uts",
        "--as-pid-1",    "--die-with-parent", "--new-session", NULL};
    /* The inner jail needs these until its child has become another user. */
    static const char *const caps[] = {"--cap-drop", "ALL",       "--cap-add",
                                       "cap_setuid", "--cap-add", "cap_setgid",
                                       "--cap-add",  "cap_kill",  NULL};

    add(job, argv, sandbox_bwrap());
    for (size_t i = 0; first[i]; i++)
        add(job, argv, first[i]);
    for (size_t i = 0; job->jobs->as_root && caps[i]; i++)
        add(job, argv, caps[i]);
    add_system(job, argv);
    add(job, argv, "--proc");
    add(job, argv, "/proc");
    add(job, argv, "--dev");
    add(job, argv, "/dev");
    add_tmpfs(job, argv, "/dev/shm");
    add_tmpfs(job, argv, "/tmp");
    add(job, argv, "--dir");
    add(job, argv, job->jobs->top);
    add_folders(job, argv);
    add3(job, argv, "--ro-bind", job->jobs->jail, SANDBOX_JAIL);
    if (job->fifo)
        add3(job, argv, "--bind", job->fifo, SANDBOX_FIFO);
    add(job, argv, "--remount-ro");
    add(job, argv, "/dev");
    add(job, argv, "--remount-ro");
    add(job, argv, "/");
}
