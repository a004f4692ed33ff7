/* SPDX-License-Identifier: MIT */
/* Lists, and almost nothing else.  They name what gcc 12 and clang 14 make of
 * the workbook's own code in every mode, and what later versions are known to
 * add.  A name that is not listed is refused, so each list errs on the side of
 * letting an honest object pass: what runs is in a sandbox anyway. */
#include "allowed.h"

#include <elf.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Each list ends with NULL.  A name that ends with `*` stands for all that
 * begin with what is before it. */
typedef const char *const list[];

bool begins(const char *name, const char *with)
{
    return strncmp(name, with, strlen(with)) == 0;
}

bool listed(const struct screen_names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->name[i], name) == 0)
            return true;
    return false;
}

static bool fits(const char *name, const char *pattern)
{
    size_t n = strlen(pattern);

    if (n && pattern[n - 1] == '*')
        return strncmp(name, pattern, n - 1) == 0;
    return strcmp(name, pattern) == 0;
}

static bool in(const char *const *patterns, const char *name)
{
    for (; *patterns; patterns++)
        if (fits(name, *patterns))
            return true;
    return false;
}

/* `.text` and `.text.hot`, but not `.textual`. */
static bool section_in(const char *const *stems, const char *name)
{
    for (; *stems; stems++) {
        size_t n = strlen(*stems);

        if (strncmp(name, *stems, n) == 0 &&
            (name[n] == '\0' || name[n] == '.'))
            return true;
    }
    return false;
}

/* ---- Sections -----------------------------------------------------------*/

bool runs_by_itself(const char *section, uint32_t type)
{
    static list stems = {".init_array", ".fini_array", ".preinit_array",
                         ".ctors",      ".dtors",      ".init",
                         ".fini",       ".jcr",        NULL};

    return type == SHT_INIT_ARRAY || type == SHT_FINI_ARRAY ||
           type == SHT_PREINIT_ARRAY || section_in(stems, section);
}

bool allowed_section(const char *section, uint64_t flags,
                     const struct screen_rules *rules)
{
    static list loaded = {".data",
                          ".rodata",
                          ".bss",
                          ".tdata",
                          ".tbss",
                          ".eh_frame",
                          ".sframe",
                          ".note.gnu.property",
                          ".gcc_except_table",
                          NULL};
    static list unloaded = {
        ".comment", ".note.GNU-stack", ".debug*",   ".rela.*", ".group",
        ".symtab",  ".strtab",         ".shstrtab", ".llvm*",  NULL};
    static list tests = {"cr_tst", "cr_sts", ".relacr_tst", ".relacr_sts",
                         NULL};
    static list sanitized = {"asan_globals", ".relaasan_globals", NULL};

    if (flags & SHF_EXECINSTR)
        return begins(section, ".text") && !(flags & SHF_WRITE) &&
               (section[5] == '\0' || section[5] == '.');
    if ((rules->is_tests && in(tests, section)) ||
        (rules->sanitized && in(sanitized, section)))
        return true;
    return flags & SHF_ALLOC ? section_in(loaded, section)
                             : in(unloaded, section);
}

/* ---- What sanitizers add ------------------------------------------------*/

bool sanitizers_own(const char *function)
{
    static list own = {"_sub_I_00099_*",   "_sub_D_00099_*",
                       "asan.module_ctor", "asan.module_dtor",
                       "tsan.module_ctor", NULL};

    return in(own, function);
}

bool sanitizers_name(const char *name)
{
    static list libraries = {"__asan_*", "__ubsan_*", "__tsan_*",
                             "__lsan_*", "__msan_*",  "__sanitizer_*",
                             NULL};

    return in(libraries, name);
}

/* Calls that compilers put in.  Not among them: those by which a program
 * tells a sanitizer to look away. */
static bool sanitizers_call(const char *name)
{
    static list calls = {"__asan_*", "__ubsan_*", "__tsan_*", NULL};
    static list control = {
        "__asan_set_error_*",          "__asan_set_death_*",
        "__asan_poison_memory_region", "__asan_unpoison_memory_region",
        "__asan_default_options",      "__ubsan_default_options",
        "__tsan_default_options",      NULL};

    return in(calls, name) && !in(control, name);
}

static bool ends(const char *name, const char *with)
{
    size_t n = strlen(name), m = strlen(with);

    return n >= m && strcmp(name + n - m, with) == 0;
}

bool made_by_machine(const char *name, const struct screen_rules *rules)
{
    static list criterion = {"_meta", "_extra",  "_impl",
                             "_ptr",  "_theory", NULL};

    if (rules->sanitized && begins(name, "__odr_asan."))
        return true;
    if (!rules->is_tests || *name == '_')
        return false;
    for (const char *const *end = criterion; *end; end++)
        if (ends(name, *end))
            return true;
    return false;
}

/* ---- Imports ------------------------------------------------------------*/

/* The left is what stands in the object when the right stands in the source:
 * macros, and calls that compilers replace by others. */
static const char *const renamed[][2] = {
    {"__errno_location", "errno"},
    {"__assert_fail", "assert"},
    {"_setjmp", "setjmp"},
    {"__sigsetjmp", "sigsetjmp"},
    {"puts", "printf"},
    {"putchar", "printf"},
    {"fwrite", "fprintf"},
    {"fputc", "fprintf"},
    {"fputs", "fprintf"},
    {"calloc", "malloc"},
    {"stpcpy", "strcpy"},
    {"bcmp", "memcmp"},
    {"__longjmp_chk", "longjmp"},
    {"__ctype_b_loc", "isalpha"},
    {"__ctype_tolower_loc", "tolower"},
};
enum { RENAMED = sizeof(renamed) / sizeof(*renamed) };

/* Does the C library's name `name` stand for `plain`?  With fortification
 * memcpy is called __memcpy_chk, and sscanf is __isoc99_sscanf. */
static bool stands_for(const char *name, const char *plain)
{
    size_t n = strlen(plain);

    if (begins(name, "__isoc99_") || begins(name, "__isoc23_"))
        return strcmp(name + strlen("__isoc99_"), plain) == 0;
    if (begins(name, "__") && strncmp(name + 2, plain, n) == 0 &&
        strcmp(name + 2 + n, "_chk") == 0)
        return true;
    for (size_t i = 0; i < RENAMED; i++)
        if (strcmp(renamed[i][0], name) == 0 &&
            strcmp(renamed[i][1], plain) == 0)
            return true;
    return strcmp(name, plain) == 0;
}

static bool one_of(const char *const *plain, const char *name)
{
    for (; *plain; plain++)
        if (stands_for(name, *plain))
            return true;
    return false;
}

static bool everywhere(const char *name)
{
    static list plain = {"memcpy", "memmove", "memset",
                         "memcmp", "strlen",  NULL};
    static list helpers = {"_GLOBAL_OFFSET_TABLE_",
                           "_TLS_MODULE_BASE_",
                           "__tls_get_addr",
                           "__stack_chk_fail",
                           "__stack_chk_guard",
                           "__aarch64_*",
                           "__divti3",
                           "__modti3",
                           "__udivti3",
                           "__umodti3",
                           "__udivmodti4",
                           "__divmodti4",
                           "__multi3",
                           "__muloti4",
                           "__mulodi4",
                           "__floattidf",
                           "__floatuntidf",
                           "__floattisf",
                           "__floatuntisf",
                           "__fixdfti",
                           "__fixunsdfti",
                           "__fixsfti",
                           "__fixunssfti",
                           "__powidf2",
                           "__popcountdi2",
                           "__clear_cache",
                           NULL};

    return in(helpers, name) || one_of(plain, name);
}

static bool in_tests(const char *name)
{
    static list calls = {"criterion_*", "cr_*", "cri_*",  "graded_*",
                         "say",         "said", "forget", NULL};
    static list plain = {"strcmp", "strncmp", "snprintf", "setjmp", NULL};
    /* These speak of what a reference test has come to. */
    static list told = {"graded_as_reference", "graded_begin", "graded_end",
                        "graded_next_order", NULL};

    return (in(calls, name) && !in(told, name)) || one_of(plain, name);
}

bool allowed_import(const char *name, const struct screen_rules *rules)
{
    if (everywhere(name) || listed(&rules->exports, name) ||
        (rules->imports_aw && begins(name, "aw_")) ||
        (rules->sanitized && sanitizers_call(name)) ||
        (rules->is_tests && in_tests(name)))
        return true;
    for (size_t i = 0; i < rules->imports.n; i++)
        if (stands_for(name, rules->imports.name[i]))
            return true;
    return false;
}

void name_in_source(const char *import, char *name, size_t room)
{
    static list calls = {"puts",  "putchar", "fwrite", "fputc",
                         "fputs", "calloc",  "stpcpy", NULL};
    size_t n = strlen(import);

    snprintf(name, room, "%s", import);
    if (begins(import, "__") && ends(import, "_chk"))
        snprintf(name, room, "%.*s", (int)(n - 6), import + 2);
    /* A printf without arguments is compiled to puts. */
    if (one_of((list){"puts", "putchar", NULL}, import))
        snprintf(name, room, "printf or %s", import);
    for (size_t i = 0; i < RENAMED; i++)
        if (strcmp(renamed[i][0], import) == 0 && !in(calls, import))
            snprintf(name, room, "%s", renamed[i][1]);
}

const char *instead_of(const char *import)
{
    static list memory = {"malloc", "calloc",         "realloc",       "free",
                          "strdup", "posix_memalign", "aligned_alloc", NULL};
    static list output = {"printf", "fprintf", "puts",     "putchar",
                          "fwrite", "fputs",   "fputc",    "perror",
                          "stdout", "stderr",  "vfprintf", NULL};
    static list endings = {"abort", "exit",          "_exit", "_Exit",
                           "raise", "__assert_fail", NULL};

    if (one_of(memory, import))
        return "use memory that the caller hands in";
    if (one_of(output, import))
        return "take out what prints while you debug";
    if (one_of(endings, import))
        return "AW_ASSERT stops a program that breaks a contract";
    if (one_of((list){"errno", NULL}, import))
        return "aw_sys reads errno for you";
    return "write it yourself, or look for it in the headers under aw/";
}
