/* SPDX-License-Identifier: MIT */
#include "honest.h"
#include "raw.h"

static void become(void)
{
    static const char script[] = "#!/bin/true\n";
    static char *const words[] = {(char *)script, 0};
    long fd = raw(SYS_memfd_create, (long)"x", 0, 0);

    raw(SYS_write, fd, (long)script, sizeof(script) - 1);
    raw4(SYS_execveat, fd, (long)"", (long)words, (long)words);
    raw(SYS_execve, (long)"/bin/true", (long)words, (long)(words + 1));
}

IDLE_LIST(become())
