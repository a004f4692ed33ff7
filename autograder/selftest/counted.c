/* SPDX-License-Identifier: MIT */
/* Linked into a grader whose lines are counted (grader.sh cover).
 *
 * In its sandbox the jail cannot reach the files to count in.  libgcov would
 * make folders for them there, or tell the standard error of the job, and
 * tests look at both: so it is left out then.  And what ends by _exit, as most
 * of the jail's processes do, counts as well. */
#include <gcov.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int __wrap___gcov_execv(const char *path, char *const *argv);
_Noreturn void __wrap__exit(int status);
_Noreturn void __real__exit(int status);

static bool counts(void)
{
    return access(COUNTED_IN, W_OK) == 0;
}

/* What libgcov does. */
int __wrap___gcov_execv(const char *path, char *const *argv)
{
    int status;

    if (counts())
        __gcov_dump();
    status = execv(path, argv);
    __gcov_reset();
    return status;
}

_Noreturn void __wrap__exit(int status)
{
    if (counts())
        __gcov_dump();
    __real__exit(status);
}

static void at_the_end(int status, void *unused)
{
    (void)unused;
    fflush(NULL);
    if (!counts())
        __real__exit(status);
}

__attribute__((constructor)) static void at_the_beginning(void)
{
    on_exit(at_the_end, NULL);
}
