/* SPDX-License-Identifier: MIT */
#include "record.h"

#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Room for the longest field, so that six of them fit one atomic write. */
enum { FIELD_MAX = 600 };

static int pipe_fd = -1;
static char nonce[64];

bool record_open(bool forget)
{
    const char *path = getenv("AW_RESULT");
    char *secret = getenv("AW_NONCE");

    if (pipe_fd >= 0)
        return true;
    if (!path || !secret)
        return false;
    pipe_fd = open(path, O_WRONLY | O_CLOEXEC);
    snprintf(nonce, sizeof(nonce), "%s", secret);
    if (forget)
        memset(secret, '-', strlen(secret));
    return pipe_fd >= 0;
}

static size_t escape(char *out, size_t room, const char *field)
{
    size_t n = 0;

    for (; *field && n + 2 < room; field++) {
        const char *special = strchr("\t\n\\", *field);

        if (special) {
            out[n++] = '\\';
            out[n++] = "tn\\"[special - "\t\n\\"];
        } else {
            out[n++] = *field;
        }
    }
    return n;
}

void record(const char *kind, ...)
{
    char line[PIPE_BUF];
    size_t n = (size_t)snprintf(line, 128, "%s %s ", nonce, kind);
    const char *field;
    va_list fields;

    if (pipe_fd < 0)
        return;
    va_start(fields, kind);
    for (int i = 0; (field = va_arg(fields, const char *)); i++) {
        if (i && n < sizeof(line) - 1)
            line[n++] = '\t';
        size_t room = sizeof(line) - 1 - n;
        n += escape(line + n, room < FIELD_MAX ? room : FIELD_MAX, field);
    }
    va_end(fields);
    line[n++] = '\n';
    if (write(pipe_fd, line, n) < 0)
        _exit(3); /* no record, no verdict: the grader reports the loss */
    explicit_bzero(line,
                   n); /* the stack is everybody's: no nonce stays there */
}
