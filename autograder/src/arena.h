/* SPDX-License-Identifier: MIT */
/* arena.h: memory that is freed all at once, and the strings in it.
 *
 * One grading is one arena: everything that is learnt in it lives until it
 * ends, and nothing has to be freed piece by piece.  When memory runs out the
 * program ends with a sentence; there is nothing better that a grader can do.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena {
    struct arena_block *blocks;
};

void arena_free(struct arena *arena);

/* Zeroed memory. */
void *arena_new(struct arena *arena, size_t size);

char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_copy(struct arena *arena, const char *string);
char *arena_copy_n(struct arena *arena, const char *bytes, size_t n);

/* A list of strings that grows, always ending with NULL. */
struct strings {
    const char **item;
    size_t n, room;
};
void strings_add(struct arena *arena, struct strings *list, const char *string);

#endif
