/* SPDX-License-Identifier: MIT */
/* A system call without the C library, so that no symbol shows it: what
 * screening cannot see, and limits and isolation have to stand. */
#ifndef RAW_H
#define RAW_H

#include <sys/syscall.h>

static inline long raw4(long n, long a, long b, long c, long d)
{
#if defined(__x86_64__)
    register long fourth __asm__("r10") = d;
    register long fifth __asm__("r8") = 0, sixth __asm__("r9") = 0;
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(n), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth),
                       "r"(sixth)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long number __asm__("x8") = n;
    register long result __asm__("x0") = a;
    register long second __asm__("x1") = b, third __asm__("x2") = c;
    register long fourth __asm__("x3") = d, fifth __asm__("x4") = 0;
    register long sixth __asm__("x5") = 0;

    __asm__ volatile("svc 0"
                     : "+r"(result)
                     : "r"(number), "r"(second), "r"(third), "r"(fourth),
                       "r"(fifth), "r"(sixth)
                     : "memory");
    return result;
#else
#    error "which instruction is a system call here?"
#endif
}

static inline long raw(long n, long a, long b, long c)
{
    return raw4(n, a, b, c, 0);
}

/* As fork, but that nothing of the C library knows of it. */
static inline long raw_fork(void)
{
    return raw(SYS_clone, 17 /* SIGCHLD */, 0, 0);
}

static inline void raw_exit(int status)
{
    for (;;)
        raw(SYS_exit_group, status, 0, 0);
}

static inline long raw_open(const char *path, int flags)
{
    return raw4(SYS_openat, -100 /* AT_FDCWD */, (long)path, flags, 0666);
}

#endif
