/* SPDX-License-Identifier: MIT */
/* The command line that puts a job into its sandbox.
 *
 * The sandbox's root is an empty tmpfs, into which the machine's programs
 * and the job's folders are mounted; what is not mounted does not exist in
 * it.  Parents are mounted before what is below them, so that a folder may be
 * readable and one inside it writable, or the other way round. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"
#include "job_internal.h"

/* Where a sandbox has the jail and the result pipe. */
#define INNER_JAIL "/aw-jail"
#define INNER_FIFO "/tmp/aw-result"

/* What others on the machine may start meanwhile, when a limit on processes
 * is shared with them. */
enum { STRANGERS = 512 };

static bool full(const struct job *job)
{
    return !job->jobs->isolation_why;
}

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

static void add_number(struct job *job, struct strings *argv, const char *key,
                       unsigned long long n)
{
    add(job, argv, arena_printf(&job->arena, "%s=%llu", key, n));
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
    for (size_t i = 0; i < n; i++)
        add3(job, argv, mounts[i].write ? "--bind" : "--ro-bind",
             mounts[i].path, mounts[i].path);
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

static void add_bwrap(struct job *job, struct strings *argv)
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
    add3(job, argv, "--ro-bind", job->jobs->jail, INNER_JAIL);
    if (job->fifo)
        add3(job, argv, "--bind", job->fifo, INNER_FIFO);
    add(job, argv, "--remount-ro");
    add(job, argv, "/dev");
    add(job, argv, "--remount-ro");
    add(job, argv, "/");
}

/* ---- What the inner jail is told ----------------------------------------*/

/* RLIMIT_NPROC counts all threads of the user.  Here they are the job's own:
 * it has a user of its own (root's jobs), or a user namespace. */
static bool counts_alone(const struct job *job)
{
    return job->jobs->as_root || full(job);
}

static unsigned long long tasks(struct job *job)
{
    unsigned long long n = job->spec.limits.processes;
    struct proc_list *all = &job->jobs->all;

    if (counts_alone(job))
        return n + 1; /* the inner jail */
    proc_all(all);
    for (size_t i = 0; i < all->n; i++)
        if (all->item[i].uid == geteuid())
            n += all->item[i].threads;
    return n + STRANGERS;
}

static void add_paths(struct job *job, struct strings *argv)
{
    const struct job_spec *spec = &job->spec;
    const char *fifo = full(job) ? INNER_FIFO : job->fifo;

    for (size_t i = 0; spec->readable[i]; i++)
        add(job, argv,
            arena_printf(&job->arena, "reads=%s", spec->readable[i]));
    if (spec->writable)
        add(job, argv, arena_printf(&job->arena, "writes=%s", spec->writable));
    if (job->fifo)
        add(job, argv, arena_printf(&job->arena, "writes=%s", fifo));
}

static void add_inside(struct job *job, struct strings *argv)
{
    const struct job_limits *l = &job->spec.limits;
    unsigned long cpu = (unsigned long)l->cpu_seconds;

    add(job, argv, full(job) ? INNER_JAIL : job->jobs->jail);
    add(job, argv, "--inside");
    add(job, argv, arena_printf(&job->arena, "dir=%s", job->jobs->top));
    if (job->jobs->as_root)
        add_number(job, argv, "uid", JAIL_UID - job->slot);
    if (!full(job))
        add_number(job, argv, "reduced", 1);
    add_number(job, argv, "cpu", cpu + ((double)cpu < l->cpu_seconds));
    if (l->address_bytes)
        add_number(job, argv, "as", l->address_bytes);
    add_number(job, argv, "file", l->file_bytes);
    add_number(job, argv, "tasks", tasks(job));
    add_paths(job, argv);
    add(job, argv, "--");
    for (size_t i = 0; job->spec.argv[i]; i++)
        add(job, argv, job->spec.argv[i]);
}

const char **sandbox_argv(struct job *job)
{
    struct strings argv = {0};

    add(job, &argv, job->jobs->jail);
    add(job, &argv, "--outer");
    add(job, &argv, arena_printf(&job->arena, "%d", getpid()));
    add(job, &argv, "--");
    if (full(job))
        add_bwrap(job, &argv);
    add_inside(job, &argv);
    return argv.item;
}

/* ---- Environment and folder ---------------------------------------------*/

static bool names(const struct strings *env, const char *setting)
{
    size_t n = strcspn(setting, "=") + 1;

    for (size_t i = 0; i < env->n; i++)
        if (strncmp(env->item[i], setting, n) == 0)
            return true;
    return false;
}

const char **sandbox_env(struct job *job)
{
    static const char *const defaults[] = {"PATH=/usr/bin:/bin", "HOME=/tmp",
                                           "LANG=C.UTF-8"};
    struct strings env = {0};

    for (size_t i = 0; job->spec.env && job->spec.env[i]; i++)
        add(job, &env, job->spec.env[i]);
    for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++)
        if (!names(&env, defaults[i]))
            add(job, &env, defaults[i]);
    if (job->fifo) {
        add(job, &env,
            arena_printf(&job->arena, "AW_RESULT=%s",
                         full(job) ? INNER_FIFO : job->fifo));
        add(job, &env,
            arena_printf(&job->arena, "AW_NONCE=%s", job->records->nonce));
    }
    return env.item;
}

const char *sandbox_open_folder(struct job *job)
{
    const char *path = job->spec.writable;
    struct stat st;
    int fd, failed;

    if (!path)
        return NULL;
    /* It may be an earlier job that put a link there. */
    fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    failed = fd < 0 || fstat(fd, &st) != 0;
    /* By its group, and not its owner: jobs run under several users. */
    if (!failed && job->jobs->as_root)
        failed = fchown(fd, (uid_t)-1, JAIL_GID) != 0 ||
                 fchmod(fd, (st.st_mode & 07777) | 0070) != 0;
    failed = failed ? errno : 0;
    if (fd >= 0)
        close(fd);
    return failed ? arena_printf(&job->arena, "cannot use the folder %s: %s",
                                 path, strerror(failed))
                  : NULL;
}
