/* SPDX-License-Identifier: MIT */
/* Four system calls in a row, of which three fail. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aw/base.h"

static void report(const char *call, long code)
{
    printf("%-22s %4ld  %s\n", call, code < 0 ? code : 0,
           aw_error_name((int)code));
}

int main(void)
{
    char byte;

    report("open a missing file", aw_sys(open("/no/such/file", O_RDONLY)));
    report("read from nowhere", aw_sys(read(-1, &byte, 1)));
    report("make the root again", aw_sys(mkdir("/", 0700)));
    report("ask who I am", aw_sys(getpid()));
    return 0;
}
