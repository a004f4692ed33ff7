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
    static const char *const known[] = {"swallow", "clean", "errors",
                                        "timeout", "lock",  "acquire",
                                        "group",   "each",  NULL};

    for (int i = 0; known[i]; i++)
        if (word && strcmp(word, known[i]) == 0)
            return (enum mode)i;
    refuse(word ? word : "try");
    exit(2);
}

op_fn op_find(const char *name, const char **kept)
{
    const struct known *const tables[] = {task_operations, several_operations,
                                          sync_operations, queue_operations};

    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
        for (const struct known *row = tables[i]; row->name; row++) {
            if (strcmp(name, row->name) == 0) {
                *kept = row->name;
                return row->fn;
            }
        }
    }
    return NULL;
}

static struct op *op_add(struct run *run, const char *name)
{
    struct op *op = &run->op[run->nops];

    if (run->nops == MOST_OPS)
        refuse("too many operations");
    *op = (struct op){.run = run, .name = name};
    op->fn = op_find(name, &op->name);
    if (!op->fn)
        refuse(name);
    run->nops++;
    return op;
}

/* Numbers and members: "3 t1 f0". */
static void read_words(struct op *op, char **rest)
{
    int *number = op->end ? &op->n : &op->k;
    const char *word;

    while ((word = strtok_r(NULL, " \n", rest))) {
        if (*word == 't' || *word == 'f') {
            if (op->nmembers == MOST_MEMBERS)
                refuse("too many members");
            op->member[op->nmembers++].tag =
                (uintptr_t)atoi(word + 1) + (*word == 'f') * MOST_TASKS;
        } else {
            *number = atoi(word);
            number = &op->n;
        }
    }
}

/* The operations up to the `end` that closes this block. */
static void read_block(struct run *run)
{
    char line[128], *rest;

    while (fgets(line, sizeof(line), stdin)) {
        const char *name = strtok_r(line, " \n", &rest);
        struct op *op;

        if (!name)
            refuse("an empty line");
        if (strcmp(name, "end") == 0)
            return;
        op = op_add(run, name);
        if (strcmp(name, "try") != 0) {
            read_words(op, &rest);
            continue;
        }
        op->mode = mode_of(strtok_r(NULL, " \n", &rest));
        op->end = op;
        read_words(op, &rest);
        read_block(run);
        op->end = run->op + run->nops;
    }
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
    if (sscanf(line, "program %d %d %d %d %d", &run->seed, &run->nfutures,
               &run->permits, &run->parties, &run->size) != 5 ||
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
