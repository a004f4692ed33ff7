/* SPDX-License-Identifier: MIT */
/* words.h: what was asked for, as NAME=value words: those that make takes. */
#ifndef WORDS_H
#define WORDS_H

#include <stdbool.h>

#include "grade.h"

/* A word that was not said, or said without a value, is NULL. */
struct command_line {
    const char *command;
    const char *ch, *ex, *test, *from, *mine, *skip, *timing, *strict, *fresh,
        *seed;
    const char *results, *engine, *orders, *official, *jobs, *gdb;
};

/* Take one word, "NAME=value".
 *
 * Returns false after saying that it is not understood. */
bool words_take(struct command_line *line, const char *word);

/* Returns false after saying which value is not understood. */
bool words_check(const struct command_line *line);

/* The value of a switch; `otherwise` when it was not said. */
bool words_on(const char *value, bool otherwise);

/* What grade() is to do. */
struct grade_options words_options(const struct command_line *line,
                                   struct arena *arena);

#endif
