/* SPDX-License-Identifier: MIT */
#include "proc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void proc_free(struct proc_list *list)
{
    free(list->item);
    *list = (struct proc_list){0};
}

static void add(struct proc_list *list, const struct proc *p)
{
    if (list->n == list->room) {
        list->room = list->room ? 2 * list->room : 256;
        list->item = realloc(list->item, list->room * sizeof(*p));
        if (!list->item)
            abort(); /* what the caller runs dies with it */
    }
    list->item[list->n++] = *p;
}

/* The start of a file, as a string.  errno says why not. */
static bool slurp(const char *path, char *text, size_t room)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), error;
    ssize_t n = fd < 0 ? -1 : read(fd, text, room - 1);

    error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* proc(5): "pid (name) state ppid ...", and the name may hold anything. */
static bool parse(const char *text, struct proc *p)
{
    const char *rest = strrchr(text, ')');
    unsigned long spent[4] = {0};
    long pages = 0;

    if (!rest ||
        sscanf(rest + 1,
               " %c %d %*d %d %*d %*d %*u %*u %*u %*u %*u"
               " %lu %lu %lu %lu %*d %*d %u %*d %*u %*u %ld",
               &p->state, &p->parent, &p->session, &spent[0], &spent[1],
               &spent[2], &spent[3], &p->threads, &pages) != 9)
        return false;
    p->ticks = spent[0] + spent[1] + spent[2] + spent[3];
    p->resident = (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
    return true;
}

static bool look(pid_t pid, struct proc *p)
{
    char path[64], text[1024];
    struct stat st;

    snprintf(path, sizeof(path), "/proc/%d", pid);
    if (stat(path, &st) != 0)
        return false;
    p->pid = pid;
    p->uid = st.st_uid;
    snprintf(path, sizeof(path), "/proc/%d/stat", pid);
    return slurp(path, text, sizeof(text)) && parse(text, p);
}

void proc_all(struct proc_list *all)
{
    DIR *dir = opendir("/proc");
    struct dirent *entry;
    struct proc p;

    all->n = 0;
    while (dir && (entry = readdir(dir))) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

        if (pid > 0 && look(pid, &p))
            add(all, &p);
    }
    if (dir)
        closedir(dir);
}

static bool holds(const struct proc_list *list, pid_t pid)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->item[i].pid == pid)
            return true;
    return false;
}

void proc_below(const struct proc_list *all, pid_t root,
                struct proc_list *below)
{
    size_t before;

    /* Pids wrap around, so a child may stand before its parent: go over the
     * list until nothing is added. */
    below->n = 0;
    do {
        before = below->n;
        for (size_t i = 0; i < all->n; i++) {
            const struct proc *p = &all->item[i];

            if ((p->parent == root || holds(below, p->parent)) &&
                !holds(below, p->pid))
                add(below, p);
        }
    } while (below->n != before);
}

bool proc_awake(const struct proc *p)
{
    char path[64], text[1024];
    bool awake = false;
    struct dirent *entry;
    struct proc thread;
    DIR *dir;

    if (p->threads < 2)
        return p->state == 'R' || p->state == 'D';
    snprintf(path, sizeof(path), "/proc/%d/task", p->pid);
    dir = opendir(path);
    while (dir && !awake && (entry = readdir(dir))) {
        snprintf(path, sizeof(path), "/proc/%d/task/%.12s/stat", p->pid,
                 entry->d_name);
        if (slurp(path, text, sizeof(text)) && parse(text, &thread))
            awake = thread.state == 'R' || thread.state == 'D';
    }
    if (dir)
        closedir(dir);
    return awake;
}

size_t proc_share(const struct proc *p)
{
    char path[64], text[1024];
    const char *pss;

    snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", p->pid);
    if (!slurp(path, text, sizeof(text)))
        return errno == EACCES ? p->resident : 0; /* 0: it has just ended */
    pss = strstr(text, "\nPss:");
    return pss ? strtoul(pss + 5, NULL, 10) * 1024 : 0;
}

size_t proc_signal(const struct proc_list *list, int signal, char but)
{
    size_t sent = 0;

    for (size_t i = 0; i < list->n; i++) {
        const struct proc *p = &list->item[i];

        if (p->state != 'Z' && p->state != 'X' && p->state != but)
            sent += kill(p->pid, signal) == 0;
    }
    return sent;
}
