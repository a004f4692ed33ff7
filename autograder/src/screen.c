/* SPDX-License-Identifier: MIT */
/* Every rule is one small function that looks at one section or one symbol,
 * and either says nothing or writes a sentence and answers false.  The first
 * sentence wins: one thing at a time is what a learner can act on.  Only names
 * that are wrong in the same way are gathered. */
#include "screen.h"

#include <elf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "allowed.h"
#include "object.h"

struct screening {
    const struct screen_rules *rules;
    struct object object;
    char file[96]; /* the source's name */
    char *message;
    size_t room;
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* Objects are kept under other names; the compiler wrote the source's name
 * into the first symbol of its kind. */
static void name_source(struct screening *s, const char *path)
{
    for (size_t i = s->object.nsymbols; i-- > 0;)
        if (s->object.symbol[i].type == STT_FILE)
            path = s->object.symbol[i].name;
    snprintf(s->file, sizeof(s->file), "%s", base_name(path));
}

/* Always false, for `return refuse(...)`. */
__attribute__((format(printf, 2, 3))) static bool
refuse(struct screening *s, const char *format, ...)
{
    int used = snprintf(s->message, s->room, "%s ", s->file);
    va_list args;

    if (used < 0 || (size_t)used >= s->room)
        return false;
    va_start(args, format);
    vsnprintf(s->message + used, s->room - (size_t)used, format, args);
    va_end(args);
    /* A symbol's name may be any bytes, and a terminal obeys some. */
    for (char *c = s->message; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '?';
    return false;
}

/* ---- Sections -----------------------------------------------------------*/

/* Is this the entry that a sanitizer makes: one pointer, to its own function?
 * That nothing but it is there is counted by the caller. */
static bool entry_of_sanitizer(const struct screening *s, size_t index)
{
    const struct object_symbol *function;

    if (!s->rules->sanitized)
        return false;
    function = object_sole_pointer(&s->object, index);
    return function && function->bind == STB_LOCAL &&
           sanitizers_own(function->name);
}

static bool nothing_runs_by_itself(struct screening *s)
{
    size_t before = 0, after = 0;

    for (size_t i = 1; i < s->object.nsections; i++) {
        const struct object_section *section = &s->object.section[i];

        if (!runs_by_itself(section->name, section->type))
            continue;
        before += section->type == SHT_INIT_ARRAY;
        after += section->type == SHT_FINI_ARRAY;
        if (!entry_of_sanitizer(s, i) || before > 1 || after > 1)
            return refuse(s,
                          "has code that runs before main or after it "
                          "(section %s): make it a plain function, without "
                          "the attribute constructor or destructor",
                          section->name);
    }
    return true;
}

static bool section_is_allowed(struct screening *s,
                               const struct object_section *section)
{
    if (section->type == SHT_NULL ||
        allowed_section(section->name, section->flags, s->rules) ||
        runs_by_itself(section->name, section->type))
        return true;
    if (begins(section->name, "cr_"))
        return refuse(s,
                      "registers a test or a hook with Criterion (section "
                      "%s): tests stand in probe files, and hooks nowhere",
                      section->name);
    return refuse(s,
                  "puts something into section %s, which plain C does not: "
                  "remove the attribute section, or the assembly",
                  section->name);
}

static bool stack_is_plain(struct screening *s)
{
    for (size_t i = 1; i < s->object.nsections; i++) {
        const struct object_section *section = &s->object.section[i];

        if (strcmp(section->name, ".note.GNU-stack") == 0)
            return !(section->flags & SHF_EXECINSTR) ||
                   refuse(s, "needs an executable stack, as the address of a "
                             "nested function does: move the function out of "
                             "the other one");
    }
    return refuse(s, "does not say that its stack holds no code (section "
                     ".note.GNU-stack): compile it from C");
}

static bool sections_are_allowed(struct screening *s)
{
    if (!nothing_runs_by_itself(s) || !stack_is_plain(s))
        return false;
    for (size_t i = 1; i < s->object.nsections; i++)
        if (!section_is_allowed(s, &s->object.section[i]))
            return false;
    return true;
}

/* ---- What it defines ----------------------------------------------------*/

static bool is_definition(const struct object_symbol *symbol)
{
    return symbol->section != SHN_UNDEF && symbol->type != STT_SECTION &&
           symbol->type != STT_FILE;
}

/* A global that neither the contract nor a machine put there. */
static bool is_extra(const struct screening *s,
                     const struct object_symbol *symbol)
{
    return is_definition(symbol) && symbol->bind != STB_LOCAL &&
           !listed(&s->rules->exports, symbol->name) &&
           !made_by_machine(symbol->name, s->rules);
}

/* Globals that localising would not make harmless. */
static bool global_is_allowed(struct screening *s,
                              const struct object_symbol *symbol)
{
    const char *name = symbol->name;

    if (symbol->bind == STB_WEAK)
        return refuse(s, "defines %s weakly: remove the attribute weak", name);
    if (symbol->bind != STB_GLOBAL)
        return refuse(s,
                      "defines %s as unique in the whole program: write "
                      "plain C",
                      name);
    if (symbol->section == SHN_COMMON)
        return refuse(s,
                      "shares the variable %s with every file that has one "
                      "of this name: write static in front of it",
                      name);
    if (symbol->section == SHN_ABS)
        return refuse(s,
                      "defines %s as a number, not as code or data: write "
                      "it in C",
                      name);
    if (is_extra(s, symbol) && *name == '_')
        return refuse(s,
                      "defines %s, but names that begin with _ belong to "
                      "the compiler and the C library: choose another, and "
                      "write static in front of it",
                      name);
    return true;
}

static bool definition_is_allowed(struct screening *s,
                                  const struct object_symbol *symbol)
{
    if (symbol->type == STT_GNU_IFUNC)
        return refuse(s,
                      "has %s chosen while the program is loaded (an "
                      "ifunc): make it a plain function",
                      symbol->name);
    if (sanitizers_name(symbol->name))
        return refuse(s,
                      "defines %s, which belongs to the sanitizers: give "
                      "it another name",
                      symbol->name);
    return symbol->bind == STB_LOCAL || global_is_allowed(s, symbol);
}

static bool definitions_are_allowed(struct screening *s)
{
    for (size_t i = 1; i < s->object.nsymbols; i++) {
        const struct object_symbol *symbol = &s->object.symbol[i];

        if (is_definition(symbol) && !definition_is_allowed(s, symbol))
            return false;
    }
    return true;
}

/* ---- What it uses, and what else it exports -----------------------------*/

/* Names in a sentence: "a", "a, b", and "a, b, c and 4 more" at most. */
struct names {
    char text[400];
    size_t n;
};

static void add_name(struct names *names, const char *name)
{
    size_t used = strlen(names->text);

    if (names->n++ < 3)
        snprintf(names->text + used, sizeof(names->text) - used, "%s%.100s",
                 names->n > 1 ? ", " : "", name);
}

static void end_names(struct names *names)
{
    size_t used = strlen(names->text);

    if (names->n > 3)
        snprintf(names->text + used, sizeof(names->text) - used,
                 " and %zu more", names->n - 3);
}

/* Say what an exercise may call beside the compiler's own helpers. */
static void list_what_may_be_called(const struct screen_rules *rules,
                                    char text[300])
{
    int used = snprintf(text, 300,
                        "%s%s, and memcpy, memmove, memset, memcmp, "
                        "strlen",
                        rules->imports_aw ? "aw_*" : "its own functions",
                        rules->is_tests ? ", cr_*, strcmp, snprintf" : "");

    for (size_t i = 0; i < rules->imports.n && used < 300; i++)
        used += snprintf(text + used, 300 - (size_t)used, ", %s",
                         rules->imports.name[i]);
}

static bool imports_are_allowed(struct screening *s)
{
    struct names names = {.n = 0};
    const char *instead = NULL;
    char name[101], may[300];

    for (size_t i = 1; i < s->object.nsymbols; i++) {
        const struct object_symbol *symbol = &s->object.symbol[i];

        if (symbol->section != SHN_UNDEF ||
            allowed_import(symbol->name, s->rules))
            continue;
        name_in_source(symbol->name, name, sizeof(name));
        add_name(&names, name);
        if (!instead)
            instead = instead_of(symbol->name);
    }
    if (names.n == 0)
        return true;
    end_names(&names);
    list_what_may_be_called(s->rules, may);
    return refuse(s,
                  "uses %s, which this exercise does not allow: %s.  It may "
                  "call %s",
                  names.text, instead, may);
}

static bool exports_only_the_contract(struct screening *s)
{
    struct names names = {.n = 0};

    for (size_t i = 1; i < s->object.nsymbols; i++)
        if (is_extra(s, &s->object.symbol[i]))
            add_name(&names, s->object.symbol[i].name);
    if (names.n == 0)
        return true;
    end_names(&names);
    return refuse(s,
                  "exports %s, for which the contract does not ask: nobody "
                  "else sees %s now; write static in front",
                  names.text, names.n == 1 ? "it" : "them");
}

enum screen_verdict screen(const char *path, const struct screen_rules *rules,
                           char *message, size_t room)
{
    struct screening s = {.rules = rules, .message = message, .room = room};
    enum screen_verdict verdict = SCREEN_OK;
    const char *wrong;

    if (room)
        *message = '\0';
    wrong = object_open(&s.object, path);
    name_source(&s, path);
    if (wrong) {
        refuse(&s, "%s", wrong);
        verdict = SCREEN_UNREADABLE;
    } else if (!sections_are_allowed(&s) || !definitions_are_allowed(&s) ||
               !imports_are_allowed(&s)) {
        verdict = SCREEN_REFUSED;
    } else if (!exports_only_the_contract(&s)) {
        verdict = SCREEN_LOCALISE;
    }
    object_close(&s.object);
    return verdict;
}
