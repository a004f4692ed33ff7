/* SPDX-License-Identifier: MIT */
/* Does screen() refuse what it should, and nothing else?
 *
 * Each case is a few lines of C, compiled by $CC (default gcc) into a folder
 * that is removed afterwards.  Then one good object is damaged in many ways:
 * no verdict is asked for there, only that screen() lives to give one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "screen.h"

enum { HONEST = 1, SANITIZED = 2, TESTS = 4 };
enum { MAY_NOT_COMPILE = 8, NOTHING_OF_AW = 16 };

struct
try {
    const char *name, *flags;
    int how;
    enum screen_verdict want;
    const char *says; /* part of the message */
    const char *source;
};

#define OWN   "int aw_x(int n); int aw_x(int n) { return n; }\n"
#define STAY  "volatile int v = 1; (void)v; "
#define PROBE "#include <criterion/criterion.h>\n"
#define ASAN  "-O1 -fsanitize=address,undefined -fno-sanitize-recover=all"
#define GLOBALS                                                                \
    "int aw_x(int n); static int t[4]; static const char *s = \"a\";"          \
    "\nint aw_x(int n) { return t[n] + s[0]; }\n"

static const struct try tries[] = {
    /* What plain C makes. */
    {"plain", "-O0 -g", 0, SCREEN_OK, "", GLOBALS},
    {"optimised", "-O2 -fstack-clash-protection -fstack-protector-all", 0,
     SCREEN_OK, "", GLOBALS},
    {"fortified", "-O2 -D_FORTIFY_SOURCE=2", 0, SCREEN_OK, "",
     "#include <string.h>\nvoid aw_x(char *p, int n); void aw_x(char *p, int n)"
     "{ char b[9]; memcpy(b, p, (size_t)n); memset(p, b[1], (size_t)n); }"},
    {"thread local", "-O0 -fPIC", 0, SCREEN_OK, "",
     "static _Thread_local int t; int aw_x(int n); int aw_x(int n)"
     "{ return t += n; }"},
    {"128 bits", "-O2", 0, SCREEN_OK, "",
     "__extension__ typedef __int128 wide; wide aw_x(wide a, wide b);"
     "wide aw_x(wide a, wide b) { return a / b; }"},
    {"comparing", "-O2", 0, SCREEN_OK, "",
     "#include <string.h>\nint aw_x(char *p, char *q, size_t n);"
     "int aw_x(char *p, char *q, size_t n) { return memcmp(p, q, n) == 0; }"},
    {"earlier chapter", "-O2", 0, SCREEN_OK, "",
     "void aw_y(void); void aw_x(void); void aw_x(void) { aw_y(); }"},
    {"export as data", "-O2", 0, SCREEN_OK, "", "int aw_x = 3;"},
    {"computed goto", "-O0", 0, SCREEN_OK, "",
     "int aw_x(int n); int aw_x(int n) { static const void *const to[] = "
     "{&&a, &&b}; goto *to[n]; a: return 1; b: return 2; }"},
    {"named import", "-O0", 0, SCREEN_OK, "",
     "#include <errno.h>\nint aw_x(void); int aw_x(void) { return errno; }"},
    {"sections for each function", "-O1 -ffunction-sections -fdata-sections", 0,
     SCREEN_OK, "", GLOBALS},

    /* What sanitizers make. */
    {"asan", ASAN, SANITIZED, SCREEN_OK, "", GLOBALS},
    {"asan, nothing global", ASAN, SANITIZED, SCREEN_OK, "", OWN},
    {"asan, exported data", ASAN, SANITIZED, SCREEN_OK, "", "int aw_x = 3;"},
    {"asan, stack", ASAN " -O0", SANITIZED, SCREEN_OK, "",
     "int aw_x(int n); int aw_x(int n) { int a[9] = {n}; char v[n]; v[1] = 1;"
     "__builtin_memset(a, 0, (unsigned)n); return a[n] / v[n]; }"},
    {"tsan", "-O1 -fsanitize=thread", SANITIZED, SCREEN_OK, "",
     "int aw_x(int *p); int aw_x(int *p) { return __atomic_add_fetch(p, 1, 0)"
     "+ p[1]; }"},
    {"asan, not expected", ASAN, 0, SCREEN_REFUSED, "runs before main",
     GLOBALS},
    {"asan and a constructor", ASAN, SANITIZED, SCREEN_REFUSED, "before main",
     OWN "__attribute__((constructor)) static void c(void) {" STAY "}"},
    {"asan and a constructor beside its own", ASAN, SANITIZED, SCREEN_REFUSED,
     "before main",
     OWN "__attribute__((constructor(99))) static void c(void) {" STAY "}"},
    {"constructor with a sanitizer's name", "-O0", SANITIZED, SCREEN_REFUSED,
     "before main",
     OWN "void c(void) __asm__(\"_sub_I_00099_0\");"
         "__attribute__((constructor(99))) void c(void) {" STAY "}"},
    {"a sanitizer's function", ASAN, SANITIZED, SCREEN_REFUSED, "sanitizers",
     OWN "static void c(void) __asm__(\"__asan_init\");"
         "__attribute__((used)) static void c(void) {}"},
    {"a sanitizer's options", "-O0", 0, SCREEN_REFUSED, "sanitizers",
     OWN "const char *__asan_default_options(void);"
         "const char *__asan_default_options(void) { return \"\"; }"},
    {"looking away", ASAN, SANITIZED, SCREEN_REFUSED,
     "__asan_unpoison_memory_region",
     "void __asan_unpoison_memory_region(void *, unsigned long); void aw_x(void"
     " *); void aw_x(void *p) { __asan_unpoison_memory_region(p, 8); }"},

    /* What runs by itself. */
    {"constructor", "-O0", 0, SCREEN_REFUSED, "before main",
     OWN "__attribute__((constructor)) static void c(void) {}"},
    {"destructor", "-O0", 0, SCREEN_REFUSED, "after it",
     OWN "__attribute__((destructor)) static void c(void) {}"},
    {"preinit", "-O0", 0, SCREEN_REFUSED, ".preinit_array",
     OWN "static void c(void) {} __attribute__((section(\".preinit_array\"), "
         "used)) static void (*p)(void) = c;"},
    {"ctors", "-O0", 0, SCREEN_REFUSED, ".ctors",
     OWN "static void c(void) {} __attribute__((section(\".ctors\"), used)) "
         "static void (*p)(void) = c;"},
    {"init", "-O0", 0, SCREEN_REFUSED, ".init",
     OWN "__attribute__((section(\".init\"), used)) static void c(void) {}"},
    {"ifunc", "-O0", 0, SCREEN_REFUSED, "ifunc",
     "static int f(int n) { return n; } static void *pick(void) { return f; }"
     "int aw_x(int n) __attribute__((ifunc(\"pick\")));"},

    /* Odd definitions and sections. */
    {"unique", "-O0", 0, SCREEN_REFUSED, "unique",
     OWN "__asm__(\".data\\n.type u, %gnu_unique_object\\nu: "
         ".long 1\\n.text\");"},
    {"weak", "-O0", 0, SCREEN_REFUSED, "weak",
     OWN "__attribute__((weak)) int aw_y(void) { return 1; }"},
    {"weak export", "-O0", 0, SCREEN_REFUSED, "weak",
     "__attribute__((weak)) int aw_x(void) { return 1; }"},
    {"common", "-O0 -fcommon", 0, SCREEN_REFUSED, "static", OWN "int tally;"},
    {"number", "-O0", 0, SCREEN_REFUSED, "as a number",
     "__asm__(\".globl aw_x\\n.set aw_x, 0x1234\");"},
    {"underscore", "-O0", 0, SCREEN_REFUSED, "_exit",
     OWN "void _exit(int n); void _exit(int n) { for (;;) (void)n; }"},
    {"own section", "-O0", 0, SCREEN_REFUSED, "section treasure",
     "__attribute__((section(\"treasure\"))) int aw_x = 1;"},
    {"code in data", "-O0", 0, SCREEN_REFUSED, "section .data.x",
     OWN "__asm__(\".section .data.x,\\\"awx\\\"\\n nop\\n.text\");"},
    {"nested function", "-O0", MAY_NOT_COMPILE, SCREEN_REFUSED,
     "nested function",
     "int aw_x(int n); static int call(int (*f)(int)) { return f(1); }"
     "int aw_x(int n) { int in(int m) { return n + m; } return call(in); }"},
    {"no word of the stack", "-O0", 0, SCREEN_REFUSED, "compile it from C",
     NULL},

    /* What it calls, and what it exports beside the contract. */
    {"malloc", "-O0", 0, SCREEN_REFUSED, "case.c uses malloc, free, which",
     "#include <stdlib.h>\nvoid aw_x(void); void aw_x(void)"
     "{ free(malloc(3)); }"},
    {"fortified import", "-O2 -D_FORTIFY_SOURCE=2", 0, SCREEN_REFUSED,
     "uses printf, which",
     "#include <stdio.h>\nvoid aw_x(int); void aw_x(int n)"
     "{ printf(\"%d\", n); }"},
    {"nothing of aw", "-O0", NOTHING_OF_AW, SCREEN_REFUSED, "uses aw_y, which",
     "void aw_y(void); void aw_x(void); void aw_x(void) { aw_y(); }"},
    {"helper", "-O0", 0, SCREEN_LOCALISE, "exports helper, for which",
     OWN "int helper(void); int helper(void) { return 1; }"},
    {"four helpers", "-O0", 0, SCREEN_LOCALISE, "a, b, c and 1 more",
     OWN "int a = 1, b = 2, c = 3, d = 4;"},
    {"main and strcmp", "-O0 -fno-builtin", 0, SCREEN_LOCALISE, "main",
     OWN "int strcmp(const char *, const char *); int strcmp(const char *a, "
         "const char *b) { return a == b; } int main(void) { return 0; }"},

    /* Probes. */
    {"probe", "-O0", TESTS, SCREEN_OK, "",
     PROBE "static void setup(void) {} TestSuite(s, .init = setup);\n"
           "Test(s, t) { cr_assert_str_eq(\"a\", \"a\", \"no %d\", 1);"
           "cr_assert_eq(1, 1); cr_expect_not(0); cr_assert_fail(\"no\"); }"},
    {"probe under asan", ASAN, TESTS | SANITIZED, SCREEN_OK, "",
     PROBE "Test(s, t) { cr_assert_eq(1, 1); }"},
    {"probe with a hook", "-O0", TESTS, SCREEN_REFUSED, "hook",
     PROBE "#include <criterion/hooks.h>\n"
           "ReportHook(PRE_ALL)(struct criterion_test_set *s) { (void)s; }"},
    {"probe that leaves", "-O0", TESTS, SCREEN_REFUSED, "_exit",
     PROBE "#include <unistd.h>\nTest(s, t) { _exit(0); }"},
    {"tests that are no probe", "-O0", 0, SCREEN_REFUSED, "Criterion",
     PROBE "Test(s, t) { }"},
};
enum { TRIES = sizeof(tries) / sizeof(*tries) };

static char folder[] = "/tmp/screen_test.XXXXXX";
static unsigned passed, failed, skipped;

static char *in_folder(const char *name)
{
    static char path[2][128];
    static int turn;

    turn = !turn;
    snprintf(path[turn], sizeof(path[turn]), "%s/%s", folder, name);
    return path[turn];
}

static void write_file(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");

    if (!file || fwrite(bytes, 1, n, file) != n || fclose(file) != 0) {
        perror(path);
        exit(2);
    }
}

static bool compile(const struct try *try)
{
    const char *cc = getenv("CC");
    const char *source = try->source ? try->source : ".globl aw_x\naw_x: nop\n";
    const char *name = try->source ? "case.c" : "case.s";
    char command[1024];

    write_file(in_folder(name), source, strlen(source));
    snprintf(command, sizeof(command),
             "%s -std=gnu17 %s -c -o %s/case.o %s/%s"
             "%s",
             cc ? cc : "gcc", try->flags, folder, folder, name,
             try->how & MAY_NOT_COMPILE ? " 2>/dev/null" : " -w");
    return system(command) == 0;
}

static enum screen_verdict verdict_of(int how, char *message, size_t room)
{
    static const char *const exports[] = {"aw_x"};
    static const char *const imports[] = {"errno", "memchr"};
    struct screen_rules rules = {
        .exports = {exports, 1},
        .imports = {imports, 2},
        .imports_aw = !(how & NOTHING_OF_AW),
        .sanitized = how & SANITIZED,
        .is_tests = how & TESTS,
    };

    return screen(in_folder("case.o"), &rules, message, room);
}

static void carry_out(const struct try *try)
{
    char message[512];
    enum screen_verdict verdict;

    if (!compile(try)) {
        skipped += (try->how & MAY_NOT_COMPILE) != 0;
        failed += !(try->how & MAY_NOT_COMPILE);
        printf("%s: does not compile\n", try->name);
        return;
    }
    verdict = verdict_of(try->how, message, sizeof(message));
    if (getenv("VERBOSE"))
        printf("%-30s %d %s\n", try->name, verdict, message);
    if (verdict == try->want && strstr(message, try->says) &&
        (*message != '\0') == (verdict != SCREEN_OK)) {
        passed++;
        return;
    }
    failed++;
    printf("%s: verdict %d \"%s\", not %d \"...%s...\"\n", try->name, verdict,
           message, try->want, try->says);
}

/* ---- Damaged files ------------------------------------------------------*/

static char good[1 << 20];
static size_t good_size;

static void read_good(void)
{
    FILE *file = fopen(in_folder("case.o"), "rb");

    good_size = file ? fread(good, 1, sizeof(good), file) : 0;
    if (file)
        fclose(file);
}

static enum screen_verdict verdict_on(const char *bytes, size_t n)
{
    char message[64];

    write_file(in_folder("case.o"), bytes, n);
    return verdict_of(SANITIZED, message, sizeof(message));
}

static void expect(bool held, const char *what)
{
    passed += held;
    failed += !held;
    if (!held)
        printf("%s\n", what);
}

/* A name may hold what a terminal would obey; the message must not. */
static void try_escape(void)
{
    static const struct try named = {"", "-O0", 0, 0, "", OWN "int hmmm = 1;"};
    char message[200], *name;

    if (!compile(&named))
        return;
    read_good();
    for (char *c = good; c + 5 < good + good_size; c++)
        if (memcmp(c, "hmmm", 5) == 0)
            c[1] = '\033';
    write_file(in_folder("case.o"), good, good_size);
    verdict_of(0, message, sizeof(message));
    name = strstr(message, "h?mm");
    expect(name && !strchr(message, '\033'), "an escape sequence got through");
}

static void truncate_it(void)
{
    for (size_t n = 0; n < good_size; n += 1 + good_size / 500)
        verdict_on(good, n);
    expect(verdict_on(good, good_size / 2) == SCREEN_UNREADABLE,
           "half an object is readable");
}

/* Change a few bytes, mostly where the structure is: in the header, in the
 * section headers at the end, and eight bytes at a time now and then. */
static void corrupt_it(unsigned rounds)
{
    static char bad[sizeof(good)];

    for (unsigned round = 0; round < rounds; round++) {
        memcpy(bad, good, good_size);
        for (int changes = 1 + rand() % 4; changes; changes--) {
            size_t at = (size_t)rand() % good_size;

            if (rand() % 2)
                at = rand() % 4 ? good_size - 1 - at % 2500 % good_size
                                : at % 64;
            bad[at] = (char)(rand() % 3 ? rand() : 0xff);
            if (rand() % 4 == 0 && at + 8 < good_size)
                memset(bad + at, rand() % 2 ? 0xff : 0, 8);
        }
        verdict_on(bad, good_size);
    }
    expect(true, "");
}

static void try_damage(void)
{
    static const struct try asan = {"", ASAN " -g0", 0, 0, "", GLOBALS};
    const char *rounds = getenv("ROUNDS");

    if (!compile(&asan))
        return;
    read_good();
    expect(verdict_on(good, good_size) == SCREEN_OK, "the good one is not");
    truncate_it();
    corrupt_it(rounds ? (unsigned)atoi(rounds) : 3000);
    expect(verdict_on("!<arch>\n", 8) == SCREEN_UNREADABLE, "an archive");
    unlink(in_folder("case.o"));
    expect(verdict_of(0, (char[64]){0}, 64) == SCREEN_UNREADABLE, "no file");
}

int main(void)
{
    if (!mkdtemp(folder))
        return 2;
    for (size_t i = 0; i < TRIES; i++)
        carry_out(&tries[i]);
    try_escape();
    try_damage();
    unlink(in_folder("case.c"));
    unlink(in_folder("case.s"));
    unlink(in_folder("case.o"));
    rmdir(folder);
    printf("%u passed, %u failed, %u skipped\n", passed, failed, skipped);
    return failed != 0;
}
