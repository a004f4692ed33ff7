/* SPDX-License-Identifier: MIT */
/* Reading programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "interpret.h"

static void refuse(const char *line)
{
    fprintf(stderr, "interpret: this is no part of a program: %s\n", line);
    exit(2);
}

static enum mode mode_of(const char *word)
{
    if (strcmp(word, "swallow") == 0)
        return SWALLOW;
    if (strcmp(word, "clean") == 0)
        return CLEAN;
    if (strcmp(word, "timeout") == 0)
        return TIMEOUT;
    if (strcmp(word, "errors") != 0)
        refuse(word);
    return ERRORS;
}

static struct op *op_add(struct run *run, const char *line, const char *name)
{
    struct op *op = &run->op[run->nops];

    if (run->nops == MOST_OPS)
        refuse("too many operations");
    *op = (struct op){.run = run, .name = name};
    op->fn = op_find(name, &op->name);
    if (!op->fn)
        refuse(line);
    run->nops++;
    return op;
}

/* The operations up to the `end` that closes this block. */
static void read_block(struct run *run)
{
    char line[128], name[16], word[16];

    while (fgets(line, sizeof(line), stdin)) {
        struct op *op;
        int k = 0, n = 0;

        if (sscanf(line, "%15s", name) != 1)
            refuse(line);
        if (strcmp(name, "end") == 0)
            return;
        op = op_add(run, line, name);
        if (sscanf(line, "%*s %d %d", &k, &n) < 1 &&
            sscanf(line, "%*s %15s %d", word, &n) == 2)
            op->mode = mode_of(word);
        op->k = k;
        op->n = n;
        if (strcmp(name, "try") == 0) {
            read_block(run);
            op->end = run->op + run->nops;
        }
    }
    if (ferror(stdin) || feof(stdin))
        refuse("it ends in the middle of a task");
}

/* A line that begins no task belongs to the next program. */
static char ahead[128];

static bool next_line(char *line, size_t room)
{
    if (*ahead) {
        snprintf(line, room, "%s", ahead);
        *ahead = '\0';
        return true;
    }
    return fgets(line, (int)room, stdin) != NULL;
}

bool program_read(struct run *run)
{
    char line[128];

    memset(run, 0, sizeof(*run));
    if (!next_line(line, sizeof(line)))
        return false;
    if (sscanf(line, "program %d %d", &run->seed, &run->nfutures) != 2 ||
        run->nfutures < 1 || run->nfutures > MOST_FUTURES)
        refuse(line);
    while (next_line(line, sizeof(line))) {
        struct script *script = &run->script[run->ntasks];

        if (strcmp(line, "task\n") != 0 || run->ntasks == MOST_TASKS) {
            snprintf(ahead, sizeof(ahead), "%s", line);
            break;
        }
        run->ntasks++;
        script->run = run;
        script->begin = run->op + run->nops;
        read_block(run);
        script->end = run->op + run->nops;
    }
    return true;
}
