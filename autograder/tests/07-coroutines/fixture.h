/* SPDX-License-Identifier: MIT */
/* fixture.h: stacks, and what may be touched. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "aw/coro.h"
#include "graded.h"

/* A stack in memory of one's own. */
enum { OWN = 64 * 1024 };
struct own {
    _Alignas(64) char byte[OWN];
};

static inline struct aw_stack own_stack(struct own *own)
{
    return (struct aw_stack){.base = own->byte, .size = sizeof(own->byte)};
}

/* Can the byte at `p` be read?  The kernel tries, and does not crash. */
static inline bool readable(const volatile void *p)
{
    static int pipes[2];
    char byte;

    if (pipes[1] == 0)
        EXPECT_INT(pipe2(pipes, O_NONBLOCK), 0, "made a pipe");
    if (syscall(SYS_write, pipes[1], p, 1) != 1)
        return false;
    return syscall(SYS_read, pipes[0], &byte, 1) == 1;
}

/* Lines of /proc/self/maps: how many mappings there are. */
static inline int mappings(void)
{
    static char text[4096];
    int fd = open("/proc/self/maps", O_RDONLY), lines = 0;
    ssize_t n;

    while ((n = read(fd, text, sizeof(text))) > 0)
        for (ssize_t i = 0; i < n; i++)
            lines += text[i] == '\n';
    close(fd);
    return lines;
}

#endif
