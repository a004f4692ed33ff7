/* SPDX-License-Identifier: MIT */
/* The inner half of aw-jail: gives up all rights, and starts the program.
 *
 * In full isolation it is process 1 of its namespace: signals from inside do
 * not reach it, and when it ends the kernel ends the rest.  It gives up no
 * rights itself, only its child does, so that the program has no power over
 * the process that reports on it. */
#define _GNU_SOURCE /* setresuid, close_range */
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__x86_64__)
#    define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#    define NATIVE AUDIT_ARCH_AARCH64
#else
#    define NATIVE 0 /* no system call matches it */
#endif

/* Newer architectures have clone alone. */
#ifdef SYS_fork
#    define FORK  SYS_fork
#    define VFORK SYS_vfork
#else
#    define FORK  SYS_clone
#    define VFORK SYS_clone
#endif

#define X32 0x40000000u /* what its numbers begin with */

#define KEEP (~(rlim_t)0) /* a limit that nobody asked for */

static _Noreturn void failed(const char *what, const char *name)
{
    dprintf(STATUS_FD, "failed cannot %s %s: %s\n", what, name,
            strerror(errno));
    _exit(1);
}

/* ---- The words ----------------------------------------------------------*/

static const char *value(const char *word, const char *key)
{
    size_t n = strlen(key);

    return strncmp(word, key, n) == 0 && word[n] == '=' ? word + n + 1 : NULL;
}

static const char *find(char **words, const char *key)
{
    const char *v = NULL;

    for (; !v && *words && strcmp(*words, "--") != 0; words++)
        v = value(*words, key);
    return v;
}

static unsigned long number(char **words, const char *key)
{
    const char *v = find(words, key);

    return v ? strtoul(v, NULL, 10) : KEEP;
}

static char **program_of(char **words)
{
    while (*words && strcmp(*words, "--") != 0)
        words++;
    return *words ? words + 1 : words;
}

/* ---- Rights -------------------------------------------------------------*/

static bool become(uid_t uid)
{
    return setgroups(0, NULL) == 0 &&
           setresgid(JAIL_GID, JAIL_GID, JAIL_GID) == 0 &&
           setresuid(uid, uid, uid) == 0;
}

static bool can_use(char **words)
{
    const char *path, *program = program_of(words)[0];

    if (strchr(program, '/') && access(program, X_OK) != 0)
        return false;
    for (; strcmp(*words, "--") != 0; words++) {
        if ((path = value(*words, "reads")) && access(path, R_OK) != 0)
            return false;
        if ((path = value(*words, "writes")) && access(path, W_OK) != 0)
            return false;
    }
    return true;
}

/* Try it out in a child: there is no way back from becoming somebody. */
static bool would_work(uid_t uid, char **words)
{
    pid_t child = fork();
    int status = 1;

    if (child == 0)
        _exit(!(become(uid) && can_use(words)));
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void drop_capabilities(void)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};

    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (syscall(SYS_capset, &head, none) != 0)
        failed("give up", "capabilities");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        failed("give up", "new privileges");
}

/* A machine without seccomp goes without. */
static void filter(struct sock_filter *code, size_t n)
{
    struct sock_fprog program = {(unsigned short)n, code};

    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* Without a PID namespace kill(-1, ...), which is what a program calls that
 * did not look at what fork returned, ends every process of its user.  That
 * one call is refused. */
static void refuse_to_kill_all(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 0, 5),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_kill, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                 offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ~0u, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };

    filter(code, sizeof(code) / sizeof(*code));
}

/* A program of one thread: no work is done beside what it is measured by.  The
 * numbers hold for one architecture; what calls by those of another, or of
 * x32, is refused everything. */
static void refuse_company(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 0, 6),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FORK, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, VFORK, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };

    filter(code, sizeof(code) / sizeof(*code));
}

/* ---- Limits -------------------------------------------------------------*/

static void limit(int what, rlim_t soft, rlim_t hard)
{
    struct rlimit now;

    if (soft == KEEP || getrlimit(what, &now) != 0)
        return;
    now.rlim_max = hard < now.rlim_max ? hard : now.rlim_max;
    now.rlim_cur = soft < now.rlim_max ? soft : now.rlim_max;
    if (setrlimit(what, &now) != 0)
        failed("set", "a limit");
}

static void set_limits(char **words)
{
    rlim_t cpu = number(words, "cpu"), as = number(words, "as"),
           file = number(words, "file"), tasks = number(words, "tasks");

    /* A program may catch SIGXCPU at the soft limit; the hard one kills. */
    limit(RLIMIT_CPU, cpu, cpu + 1);
    limit(RLIMIT_AS, as, as);
    limit(RLIMIT_FSIZE, file, file);
    limit(RLIMIT_NPROC, tasks, tasks);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_NOFILE, 4096, 4096);
    limit(RLIMIT_STACK, 8 << 20, 8 << 20);
}

void jail_close_others(void)
{
    if (close_range(STATUS_FD + 1, ~0u, 0) == 0)
        return;
    for (int fd = STATUS_FD + 1; fd < 65536; fd++) /* an old kernel */
        close(fd);
}

/* ---- The program's process ----------------------------------------------*/

static void reset_signals(void)
{
    sigset_t none;

    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void execute(char **program)
{
    static const char *const folders[] = {"/usr/bin", "/bin"};
    char path[4096];

    if (strchr(program[0], '/')) {
        execv(program[0], program);
        failed("start", program[0]);
    }
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof(path), "%s/%s", folders[i], program[0]);
        execv(path, program);
    }
    failed("start", program[0]);
}

static _Noreturn void enter(char **words, pid_t parent)
{
    const char *dir = find(words, "dir");
    unsigned long uid = number(words, "uid");

    setsid(); /* kill(0, ...) ends the program, and not its jail */
    umask(002);
    if (chdir(dir) != 0)
        failed("enter", dir);
    if (geteuid() == 0 && uid != KEEP && would_work((uid_t)uid, words) &&
        !become((uid_t)uid))
        failed("become", "another user");
    drop_capabilities();
    set_limits(words);
    if (find(words, "reduced"))
        refuse_to_kill_all();
    if (find(words, "single"))
        refuse_company();
    unsetenv("PWD"); /* bwrap sets it */
    reset_signals();
    /* Becoming another user has cleared this one. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    jail_close_others();
    execute(program_of(words));
}

/* ---- The report ---------------------------------------------------------*/

static long microseconds(const struct rusage *u)
{
    return (u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000000 +
           u->ru_utime.tv_usec + u->ru_stime.tv_usec;
}

static void report(int status, long main_usage)
{
    struct rusage all;
    bool died = WIFSIGNALED(status);

    getrusage(RUSAGE_CHILDREN, &all);
    dprintf(STATUS_FD, "%s %d %ld %ld\n", died ? "signal" : "exit",
            died ? WTERMSIG(status) : WEXITSTATUS(status), main_usage,
            microseconds(&all));
}

int jail_inside(char **words)
{
    pid_t self = getpid(), child, pid;
    struct rusage usage;
    int status;

    fcntl(STATUS_FD, F_SETFD, FD_CLOEXEC);
    prctl(PR_SET_DUMPABLE, 0);
    dprintf(STATUS_FD, "started\n");
    child = fork();
    if (child == 0)
        enter(words, self);
    if (child < 0)
        failed("fork for", program_of(words)[0]);
    do { /* process 1 has the orphans to bury as well */
        pid = wait4(-1, &status, 0, &usage);
    } while (pid != child);
    if (self == 1) {
        kill(-1, SIGKILL);
        while (waitpid(-1, NULL, 0) > 0)
            ;
    }
    report(status, microseconds(&usage));
    return 0;
}
