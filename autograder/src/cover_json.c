/* SPDX-License-Identifier: MIT */
#include "cover_json.h"

#include <jansson.h>
#include <string.h>

static void count_branches(struct coverage *c, json_t *branches)
{
    json_t *branch;
    size_t i;

    json_array_foreach(branches, i, branch)
    {
        c->branches++;
        c->taken +=
            json_integer_value(json_object_get(branch, "count")) > 0 ? 1 : 0;
    }
}

/* "12-15, 20": the lines that nothing reached, in groups.  Lines that hold
 * no code do not part a group. */
struct group {
    struct arena *arena;
    const char *text;
    long first, last; /* 0: none is open */
};

static void close_group(struct group *g)
{
    const char *comma = *g->text ? ", " : "";

    if (g->first == g->last && g->first)
        g->text = arena_printf(g->arena, "%s%s%ld", g->text, comma, g->first);
    else if (g->first)
        g->text = arena_printf(g->arena, "%s%s%ld-%ld", g->text, comma,
                               g->first, g->last);
    g->first = g->last = 0;
}

static struct coverage *read_lines(json_t *lines, struct arena *arena)
{
    struct coverage *c = arena_new(arena, sizeof(*c));
    struct group missed = {.arena = arena, .text = ""};
    json_t *line;
    size_t i;

    json_array_foreach(lines, i, line)
    {
        long number =
            (long)json_integer_value(json_object_get(line, "line_number"));

        if (json_is_true(json_object_get(line, "gcovr/noncode")))
            continue;
        c->lines++;
        count_branches(c, json_object_get(line, "branches"));
        if (json_integer_value(json_object_get(line, "count")) > 0) {
            c->reached++;
            close_group(&missed);
        } else {
            missed.first = missed.first ? missed.first : number;
            missed.last = number;
        }
    }
    close_group(&missed);
    c->missed = missed.text;
    return c;
}

static bool ends_with(const char *path, const char *tail)
{
    size_t n = strlen(path), m = strlen(tail);

    return n >= m && strcmp(path + n - m, tail) == 0;
}

/* The exercises that share a file share what was counted of it. */
static void give(struct chapter *chapter, const char *file,
                 const struct coverage *coverage, struct arena *arena)
{
    for (size_t e = 0; e < chapter->nexercises; e++) {
        const char *tail = arena_printf(arena, "%s/%s", chapter->id,
                                        chapter->exercise[e].file);

        if (ends_with(file, tail))
            chapter->exercise[e].coverage = coverage;
    }
}

bool cover_read(const char *path, struct chapter *chapter, struct arena *arena)
{
    json_t *json = json_load_file(path, 0, NULL), *file;
    json_t *files = json_object_get(json, "files");
    bool ok = json_is_array(files);
    size_t i;

    json_array_foreach(files, i, file)
    {
        const char *name = json_string_value(json_object_get(file, "file"));

        if (name)
            give(chapter, name,
                 read_lines(json_object_get(file, "lines"), arena), arena);
    }
    json_decref(json);
    return ok;
}
