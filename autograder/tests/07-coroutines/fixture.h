/* SPDX-License-Identifier: MIT */
/* fixture.h: stacks, and what may be touched. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "aw/coro.h"
#include "graded.h"
#include "graded_loop.h"

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

/* In how many mappings do these addresses lie?  They must be in order.  The
 * process has other mappings, which come and go (the sanitizer's among them):
 * those are not counted. */
static inline int mappings_of(char *const *address, int n)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    uintptr_t from, to;
    int i = 0, found = 0;

    EXPECT(maps, "opened /proc/self/maps");
    while (i < n && fscanf(maps, "%lx-%lx%*[^\n]", &from, &to) == 2) {
        while (i < n && (uintptr_t)address[i] < from)
            i++; /* in no mapping */
        if (i < n && (uintptr_t)address[i] < to)
            found++;
        while (i < n && (uintptr_t)address[i] < to)
            i++;
    }
    fclose(maps);
    return found;
}

#endif
