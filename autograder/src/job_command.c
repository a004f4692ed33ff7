/* SPDX-License-Identifier: MIT */
/* The whole command line of a job, and its environment. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"
#include "job_internal.h"

/* What others on the machine may start meanwhile, when a limit on processes
 * is shared with them. */
enum { STRANGERS = 512 };

static void add(struct job *job, struct strings *argv, const char *word)
{
    strings_add(&job->arena, argv, word);
}

static void add_number(struct job *job, struct strings *argv, const char *key,
                       unsigned long long n)
{
    add(job, argv, arena_printf(&job->arena, "%s=%llu", key, n));
}

/* ---- What the inner jail is told ----------------------------------------*/

/* RLIMIT_NPROC counts all threads of the user.  Here they are the job's own:
 * it has a user of its own (root's jobs), or a user namespace. */
static bool counts_alone(const struct job *job)
{
    return job->jobs->as_root || job_isolated(job);
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
    const char *fifo = job_isolated(job) ? SANDBOX_FIFO : job->fifo;

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

    add(job, argv, job_isolated(job) ? SANDBOX_JAIL : job->jobs->jail);
    add(job, argv, "--inside");
    add(job, argv, arena_printf(&job->arena, "dir=%s", job->jobs->top));
    if (job->jobs->as_root)
        add_number(job, argv, "uid", job_uid(job));
    if (!job_isolated(job))
        add_number(job, argv, "reduced", 1);
    if (job->spec.single)
        add_number(job, argv, "single", 1);
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

const char **command_argv(struct job *job)
{
    struct strings argv = {0};

    add(job, &argv, job->jobs->jail);
    add(job, &argv, "--outer");
    add(job, &argv, arena_printf(&job->arena, "%d", getpid()));
    add(job, &argv, arena_printf(&job->arena, "%u", job_own_user(job)));
    add(job, &argv, "--");
    if (job_isolated(job))
        sandbox_add(job, &argv);
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

const char **command_env(struct job *job)
{
    static const char *const defaults[] = {"PATH=/usr/bin:/bin", "HOME=/tmp",
                                           "LANG=C.UTF-8"};
    struct strings env = {0};

    for (size_t i = 0; job->spec.env && job->spec.env[i]; i++)
        add(job, &env, job->spec.env[i]);
    for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++)
        if (!names(&env, defaults[i]))
            add(job, &env, defaults[i]);
    /* A compiler that is killed leaves its scraps where we clean up. */
    if (job->spec.writable)
        add(job, &env,
            arena_printf(&job->arena, "TMPDIR=%s", job->spec.writable));
    if (job->fifo) {
        add(job, &env,
            arena_printf(&job->arena, "AW_RESULT=%s",
                         job_isolated(job) ? SANDBOX_FIFO : job->fifo));
        add(job, &env,
            arena_printf(&job->arena, "AW_NONCE=%s", job->records->nonce));
    }
    return env.item;
}

const char *command_open_folder(struct job *job)
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
