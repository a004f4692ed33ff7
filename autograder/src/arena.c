/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
    struct arena_block *next;
    max_align_t bytes[];
};

void arena_free(struct arena *arena)
{
    struct arena_block *block = arena->blocks, *next;

    for (; block; block = next) {
        next = block->next;
        free(block);
    }
    arena->blocks = NULL;
}

void *arena_new(struct arena *arena, size_t size)
{
    struct arena_block *block = calloc(1, sizeof(*block) + size);

    if (!block) {
        fputs("aw-grade: out of memory\n", stderr);
        exit(2);
    }
    block->next = arena->blocks;
    arena->blocks = block;
    return block->bytes;
}

char *arena_copy_n(struct arena *arena, const char *bytes, size_t n)
{
    char *copy = arena_new(arena, n + 1);

    memcpy(copy, bytes, n);
    return copy;
}

char *arena_copy(struct arena *arena, const char *string)
{
    return arena_copy_n(arena, string, strlen(string));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    char *string;
    int n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    string = arena_new(arena, (size_t)n + 1);
    vsnprintf(string, (size_t)n + 1, format, again);
    va_end(again);
    return string;
}

void strings_add(struct arena *arena, struct strings *list, const char *string)
{
    if (list->n + 2 > list->room) {
        size_t room = list->room ? 2 * list->room : 8;
        const char **item = arena_new(arena, room * sizeof(*item));

        if (list->n)
            memcpy(item, list->item, list->n * sizeof(*item));
        list->item = item;
        list->room = room;
    }
    list->item[list->n++] = string;
    list->item[list->n] = NULL;
}
