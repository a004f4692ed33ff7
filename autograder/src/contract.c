/* SPDX-License-Identifier: MIT */
/* A header is read in blocks, which empty lines part: a function stands in one
 * block with its comment. */
#include "contract.h"

#include <string.h>

static const char letters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

/* The next block of `*text`, or NULL. */
static const char *next_block(struct arena *arena, const char **text)
{
    const char *begin = *text + strspn(*text, "\n"), *end;

    if (!*begin)
        return NULL;
    end = strstr(begin, "\n\n");
    if (!end)
        end = begin + strlen(begin);
    *text = end;
    return arena_copy_n(arena, begin, (size_t)(end - begin));
}

/* With blanks for comments and for what macros are made of. */
static char *code_of(struct arena *arena, const char *block)
{
    char *code = arena_copy(arena, block), *at = code, *end;

    while ((at = strstr(at, "/*"))) {
        end = strstr(at, "*/");
        end = end ? end + 2 : at + strlen(at);
        memset(at, ' ', (size_t)(end - at));
        at = end;
    }
    if (*code == '#')
        *code = '\0';
    return code;
}

/* The next name in front of a bracket, from `*code` on, or NULL. */
static const char *next_function(struct arena *arena, const char **code)
{
    const char *at;

    while ((at = strchr(*code, '('))) {
        const char *name = at;

        while (name > *code && strchr(letters, name[-1]))
            name--;
        *code = at + 1;
        if (at - name > 3 && strncmp(name, "aw_", 3) == 0)
            return arena_copy_n(arena, name, (size_t)(at - name));
    }
    return NULL;
}

/* A definition is not indented, and no part of another name. */
bool source_defines(const char *source, const char *name)
{
    size_t n = strlen(name);

    for (const char *at = source; (at = strstr(at, name)); at++) {
        const char *line = at;

        while (line > source && line[-1] != '\n')
            line--;
        if (at[n] == '(' && *line != ' ' && *line != '/' &&
            (at == line || !strchr(letters, at[-1])))
            return true;
    }
    return false;
}

bool names_hold(const char *names, const char *name)
{
    size_t n = strlen(name);

    for (; *names; names += strspn(names, ", ")) {
        size_t length = strcspn(names, ",");

        if (length == n && strncmp(names, name, n) == 0)
            return true;
        names += length;
    }
    return false;
}

/* Those functions of a block that the source defines, behind `list`. */
static const char *add_defined(struct arena *arena, const char *list,
                               const char *code, const char *source)
{
    const char *name;

    while ((name = next_function(arena, &code)))
        if (source_defines(source, name) && !names_hold(list, name))
            list = arena_printf(arena, "%s%s%s", list, *list ? ", " : "", name);
    return list;
}

static bool has_function(struct arena *arena, const char *code)
{
    return next_function(arena, &code) != NULL;
}

bool contract_changed(struct arena *arena, const char *old, const char *now,
                      const char *source, const char **names)
{
    const char *all = "", *block;
    bool loose = false;

    *names = "";
    while ((block = next_block(arena, &now))) {
        const char *code = code_of(arena, block);

        all = add_defined(arena, all, code, source);
        if (strstr(old, block))
            continue;
        *names = add_defined(arena, *names, code, source);
        loose |= !has_function(arena, code);
    }
    return **names || (loose && *all);
}
