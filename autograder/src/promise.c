/* SPDX-License-Identifier: MIT */
/* The same words may stand in several places of a header: those count that are
 * about what the exercise's file implements, if there are any. */
#include "promise.h"

#include <ctype.h>
#include <string.h>

#include "contract.h"
#include "files.h"

enum { SENTENCE_MAX = 300, PLACES_MAX = 8, NAMES_MAX = 3 };

struct place {
    const char *path, *sentence;
    int line;
    struct strings names; /* of what it is said; of a header's essay none */
    bool own;             /* the exercise's file defines one of them */
};

struct search {
    struct arena *arena;
    const char *claim, *stub;
    struct place place[PLACES_MAX];
    size_t n;
};

/* ---- Comments -----------------------------------------------------------*/

/* A comment without its stars and with single blanks; a newline stands for an
 * empty line, in front of an entry of a list, and behind the last one. */
struct prose {
    char *text;
    int *line; /* of each character */
};

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* "-EBUSY  why" and "rc  what": each of them stands for itself. */
static bool is_entry(const char *from, const char *to)
{
    const char *end = from;

    if (to - from > 2 && from[0] == '-' && from[1] == 'E' &&
        isupper((unsigned char)from[2]))
        return true;
    while (end < to && is_letter(*end))
        end++;
    return end > from && to - end > 2 && strncmp(end, "  ", 2) == 0;
}

static struct prose fold(struct arena *arena, const char *from, const char *to,
                         int line)
{
    size_t room = (size_t)(to - from) + 1, n = 0;
    size_t indent = 0, entry = 0; /* the entry's; 0: in none */
    struct prose p = {arena_new(arena, room),
                      arena_new(arena, room * sizeof(int))};

    while (from < to) {
        const char *blank = from;
        int lines = 0;

        while (from < to && isspace((unsigned char)*from)) {
            if (*from++ != '\n')
                continue;
            line++;
            lines++;
            from += strspn(from, " \t");
            if (from < to && *from == '*')
                from++;
            indent = strspn(from, " ");
        }
        if (from > blank) {
            bool begins = lines && is_entry(from, to);
            bool behind = lines && indent < entry;

            entry = begins ? indent : behind ? 0 : entry;
            p.line[n] = line;
            p.text[n++] = lines > 1 || begins || behind ? '\n' : ' ';
        }
        while (from < to && !isspace((unsigned char)*from)) {
            p.line[n] = line;
            p.text[n++] = *from++;
        }
    }
    p.text[n] = '\0';
    return p;
}

static const char *find_in(struct arena *arena, const char *text,
                           const char *claim)
{
    char *flat = arena_copy(arena, text), *at;

    for (char *p = flat; *p; p++)
        if (*p == '\n')
            *p = ' ';
    at = strstr(flat, claim);
    return at ? text + (at - flat) : NULL;
}

static bool ends_sentence(const char *at)
{
    return *at == '.' && (!at[1] || isspace((unsigned char)at[1]));
}

/* From its first word to its full stop; the claim itself when that is long. */
static const char *whole_sentence(struct search *s, const char *text,
                                  const char *at)
{
    const char *end = at + strlen(s->claim);

    while (at > text && at[-1] != '\n' &&
           !(at > text + 1 && ends_sentence(at - 2)))
        at--;
    if (end[-1] != '.')
        while (*end && *end != '\n' && !ends_sentence(end))
            end++;
    end += *end == '.';
    at += *at == ' ';
    while (end > at && isspace((unsigned char)end[-1]))
        end--;
    /* A section's heading says no more than its words. */
    return end - at > SENTENCE_MAX || strncmp(at, "----", 4) == 0
               ? s->claim
               : arena_copy_n(s->arena, at, (size_t)(end - at));
}

/* ---- Of what it is said -------------------------------------------------*/

static const char *word_before(struct arena *arena, const char *from,
                               const char *end)
{
    const char *begin;

    while (end > from && !is_letter(end[-1]))
        end--;
    begin = end;
    while (begin > from && is_letter(begin[-1]))
        begin--;
    return arena_copy_n(arena, begin, (size_t)(end - begin));
}

static const char *word_at(struct arena *arena, const char *from)
{
    size_t n = 0;

    while (is_letter(from[n]))
        n++;
    return arena_copy_n(arena, from, n);
}

/* What the declaration declares; "" for none. */
static const char *name_of(struct arena *arena, const char *declaration)
{
    const char *bracket = strchr(declaration, '(');
    size_t kind = strcspn(declaration, " ");

    if (strncmp(declaration, "#define ", 8) == 0)
        return word_at(arena, declaration + 8);
    if (*declaration == '#')
        return "";
    if (bracket && bracket[1] == '*')
        return word_at(arena, bracket + 2);
    if (bracket)
        return word_before(arena, declaration, bracket);
    if ((strncmp(declaration, "struct ", 7) == 0 ||
         strncmp(declaration, "enum ", 5) == 0) &&
        !strchr(declaration + kind + 1, ' '))
        return declaration;
    return word_before(arena, declaration,
                       declaration + strcspn(declaration, "=[,;"));
}

/* The declaration at `*at`, which goes behind it; NULL at an empty line. */
static const char *next_declaration(struct arena *arena, const char **at)
{
    const char *begin = *at + strspn(*at, " \t"), *end;

    if (*begin == '\n' || !*begin || strncmp(begin, "/*", 2) == 0 ||
        *begin == '}')
        return NULL;
    end = begin + strcspn(begin, *begin == '#' ? "\n" : ";{");
    *at = end;
    if (*end == ';')
        *at += 1 + (end[1] == '\n');
    else if (*end)
        *at = end + strlen(end);
    while (end > begin && isspace((unsigned char)end[-1]))
        end--;
    return arena_copy_n(arena, begin, (size_t)(end - begin));
}

/* What stands beside the comment, or behind it. */
static void add_names(struct search *s, struct place *place, const char *header,
                      const char *comment, const char *behind)
{
    const char *line = comment, *declaration;

    while (line > header && line[-1] != '\n')
        line--;
    line += strspn(line, " \t");
    if (line < comment) {
        strings_add(s->arena, &place->names,
                    name_of(s->arena, arena_copy_n(s->arena, line,
                                                   (size_t)(comment - line))));
        return;
    }
    behind += strspn(behind, " ");
    behind += *behind == '\n';
    while ((declaration = next_declaration(s->arena, &behind)))
        strings_add(s->arena, &place->names, name_of(s->arena, declaration));
}

/* ---- Places -------------------------------------------------------------*/

/* aw_x may be a macro that calls aw__x. */
static bool is_own(const struct search *s, const char *name)
{
    if (!*name || !s->stub)
        return false;
    return source_defines(s->stub, name) ||
           (strncmp(name, "aw_", 3) == 0 &&
            source_defines(s->stub,
                           arena_printf(s->arena, "aw__%s", name + 3)));
}

static void add_place(struct search *s, struct place place)
{
    for (size_t i = 0; i < place.names.n; i++)
        place.own |= is_own(s, place.names.item[i]);
    if (s->n < PLACES_MAX)
        s->place[s->n++] = place;
}

static void look_into(struct search *s, const char *path)
{
    size_t size;
    const char *header = file_read(s->arena, path, &size), *at, *end;
    int line = 1;

    for (const char *last = at = header; at && (at = strstr(at, "/*"));
         at = end) {
        struct prose prose;
        const char *found;

        for (; last < at; last++)
            line += *last == '\n';
        end = strstr(at, "*/");
        if (!end)
            return;
        prose = fold(s->arena, at + 2, end, line);
        found = find_in(s->arena, prose.text, s->claim);
        end += 2;
        if (found) {
            struct place place = {
                .path = path,
                .sentence = whole_sentence(s, prose.text, found),
                .line = prose.line[found - prose.text],
            };

            add_names(s, &place, header, at, end);
            add_place(s, place);
        }
    }
}

static void look_into_folder(struct search *s, const char *folder)
{
    struct strings names = folder_list(s->arena, folder);

    for (size_t i = 0; i < names.n; i++) {
        size_t n = strlen(names.item[i]);

        if (n > 2 && strcmp(names.item[i] + n - 2, ".h") == 0)
            look_into(s,
                      arena_printf(s->arena, "%s/%s", folder, names.item[i]));
    }
}

/* Keep those alone that are about the exercise's file, if there are any. */
static void keep_own(struct search *s)
{
    size_t own = 0;

    for (size_t i = 0; i < s->n; i++)
        if (s->place[i].own)
            s->place[own++] = s->place[i];
    if (own)
        s->n = own;
}

static void search_chapter(struct search *s, const struct chapter *c,
                           const struct exercise *e)
{
    const char *folder = arena_printf(s->arena, "chapters/%s", c->id);

    look_into(s, arena_printf(s->arena, "%s/%s.h", folder, e->stem));
    if (s->n == 0)
        look_into_folder(s, arena_printf(s->arena, "%s/aw", folder));
    if (s->n == 0)
        look_into_folder(s, folder);
    keep_own(s);
}

/* A chapter may borrow the tests of earlier ones, and keep their contract. */
static void search_all(struct search *s, const struct workbook *book,
                       const struct chapter *c, const struct exercise *e)
{
    while (s->n == 0 && c >= book->chapter)
        search_chapter(s, c--, e);
}

/* ---- Telling ------------------------------------------------------------*/

/* " (aw_a, aw_b)", or "" for none and for many. */
static const char *names_of(const struct search *s)
{
    const char *list = "";
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->place[i].names.n; k++) {
            const char *name = s->place[i].names.item[k];

            if (!*name || names_hold(list, name))
                continue;
            list = arena_printf(s->arena, "%s%s%s", list, n ? ", " : "", name);
            n++;
        }
    return n == 0 || n > NAMES_MAX ? "" : arena_printf(s->arena, " (%s)", list);
}

/* Places of one header that say the same count as one. */
static bool is_clear(const struct search *s, bool *one_sentence)
{
    *one_sentence = true;
    for (size_t i = 1; i < s->n; i++) {
        if (strcmp(s->place[i].path, s->place[0].path) != 0)
            return false;
        *one_sentence &=
            strcmp(s->place[i].sentence, s->place[0].sentence) == 0;
    }
    return s->n > 0;
}

void promise_complete(const struct workbook *book,
                      const struct chapter *chapter,
                      const struct exercise *exercise, struct test *test)
{
    struct arena *arena = book->arena;
    struct search s = {.arena = arena};
    const char *quoted, *at, *where;
    bool one_sentence;
    size_t n;

    if (!test->claim || !*test->claim || !test->message)
        return;
    s.claim =
        fold(arena, test->claim, test->claim + strlen(test->claim), 0).text;
    quoted = arena_printf(arena, "promised  \"%s\"\n", test->claim);
    at = strstr(test->message, quoted);
    if (!at)
        return;
    s.stub = file_read(arena,
                       arena_printf(arena, "autograder/stubs/%s/%s",
                                    chapter->id, exercise->file),
                       &n);
    search_all(&s, book, chapter, exercise);
    if (!is_clear(&s, &one_sentence))
        return;
    where = s.n == 1
                ? arena_printf(arena, "%s:%d", s.place[0].path, s.place[0].line)
                : s.place[0].path;
    test->message =
        arena_printf(arena, "%.*spromised  \"%s\"\ncontract  %s%s\n%s",
                     (int)(at - test->message), test->message,
                     one_sentence ? s.place[0].sentence : test->claim, where,
                     names_of(&s), at + strlen(quoted));
}
