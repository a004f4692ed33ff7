/* SPDX-License-Identifier: MIT */
/* What is kept of a grading is all of it, or nothing: a list without one of
 * its tests would take points away the next time. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "verdicts.h"

static unsigned passed, failed;
static struct arena arena;
static const struct program program = {.path = "build/grade/prog/digest"};
static const struct run_options options = {
    .isolation = "none", .engine = "epoll", .orders = "5"};

static void expect(bool held, const char *what)
{
    passed += held;
    failed += !held;
    printf("%s %s\n", held ? "ok     " : "FAILED ", what);
}

static struct finding finding(const char *test, enum test_status status,
                              const char *message)
{
    return (struct finding){.test = test,
                            .claim = "It holds.",
                            .status = status,
                            .message = message,
                            .checks = 3,
                            .lines = "07"};
}

/* Keep these, and take what was kept into `*again`. */
static bool keep(struct finding *list, size_t n, struct run *again)
{
    struct run run = {
        .program = &program, .finding = list, .n = n, .done = true};

    *again = (struct run){.program = &program};
    folder_remove("build");
    verdicts_save(&run, &options, &arena);
    return verdicts_load(again, &options, &arena);
}

/* ---- Keeping ------------------------------------------------------------*/

static void try_plain(void)
{
    struct finding list[] = {
        finding("list/a", TEST_PASSED, NULL),
        finding("list/b", TEST_FAILED, "but       caf\xc3\xa9")};
    struct run again;

    expect(keep(list, 2, &again) && again.n == 2, "what was found is kept");
    expect(again.n == 2 && again.finding[0].status == TEST_PASSED &&
               !again.finding[0].message && again.finding[0].checks == 3 &&
               strcmp(again.finding[0].lines, "07") == 0,
           "what passed, as it was");
    expect(again.n == 2 && again.finding[1].status == TEST_FAILED &&
               strcmp(again.finding[1].message, list[1].message) == 0,
           "what failed, with its message");
    list[0].status = TEST_COULD_NOT_GRADE;
    expect(!keep(list, 2, &again), "the machine's mood is not");
    expect(!keep(list, 0, &again), "nor is nothing");
}

static void try_no_text(void)
{
    struct finding list[] = {
        finding("probe/a", TEST_PASSED, NULL),
        finding("probe/b", TEST_FAILED, "but       caf\xe9, he said"),
        finding("probe/c", TEST_PASSED, NULL)};
    struct run again;

    list[2].claim = "caf\xe9";
    expect(keep(list, 3, &again) && again.n == 3,
           "a message that is no text takes no test away");
    expect(again.n == 3 &&
               strcmp(again.finding[1].message, "but       caf?, he said") == 0,
           "what is no text in it is shown as reports show it");
    list[0].test = "probe/\xe9";
    expect(!keep(list, 3, &again), "a test without a name: nothing is kept");
}

/* ---- Taking it again ----------------------------------------------------*/

static void try_other_lists(void)
{
    const char *path = "build/grade/verdicts/digest-none-epoll-5.json";
    struct finding one = finding("list/a", TEST_PASSED, NULL);
    struct run again;
    char *text;
    size_t n;

    expect(keep(&one, 1, &again), "one is kept");
    text = file_read(&arena, path, &n);
    expect(text && strstr(text, "\"tests\": 1"), "and how many there are");
    if (!text || !strstr(text, "\"tests\": 1"))
        return;
    strstr(text, "\"tests\": 1")[9] = '2';
    file_write(path, text, n);
    again = (struct run){.program = &program};
    expect(!verdicts_load(&again, &options, &arena) && again.n == 0,
           "a list that lacks one is not taken");
    file_write(path, "[]", 2);
    expect(!verdicts_load(&again, &options, &arena) && again.n == 0,
           "nor is one of an older grader");
    file_write(path, "{\"tests\": 0}", 12);
    expect(!verdicts_load(&again, &options, &arena), "nor is none");
}

/* ---- What is quoted -----------------------------------------------------*/

/* "printed" and `before` letters, then characters of two bytes each. */
static const char *printed(size_t before)
{
    char *text = arena_new(&arena, before + 801);

    memset(text, 'x', before);
    for (size_t i = 0; i < 400; i++)
        memcpy(text + before + 2 * i, "\xc3\xa9", 2);
    return text;
}

static bool is_whole(const char *message)
{
    size_t n = strlen(message);

    return n > 300 && message[n - 1] == '\xa9';
}

static void try_cut(void)
{
    for (size_t before = 0; before < 2; before++) {
        struct job_outcome o = {
            .end = JOB_EXITED, .output = printed(before), .records = ""};
        struct finding silent = finding("list/a", TEST_UNKNOWN, NULL);
        struct finding sanitized = silent, stopped = silent, left = silent;

        sanitized.posted = stopped.posted = left.posted = 1;
        sanitized.post = left.post = "left";
        sanitized.code = 66;
        left.code = 77;
        stopped.post = "crashed";
        stopped.sig = 11;
        verdict(&silent, false, true, &o, &arena);
        verdict(&sanitized, false, true, &o, &arena);
        verdict(&stopped, false, true, &o, &arena);
        verdict(&left, false, true, &o, &arena);
        expect(is_whole(silent.message), "a quotation ends with a character");
        expect(is_whole(sanitized.message), "so does a sanitizer's");
        expect(is_whole(stopped.message), "and that of a crash");
        expect(is_whole(left.message), "and of what is not done yet");
    }
}

int main(void)
{
    char folder[] = "/tmp/aw-verdicts-test-XXXXXX";

    if (!mkdtemp(folder) || chdir(folder) != 0) {
        perror(folder);
        return 1;
    }
    try_plain();
    try_no_text();
    try_other_lists();
    try_cut();
    folder_remove(folder);
    arena_free(&arena);
    printf("%u passed, %u failed, 0 skipped\n", passed, failed);
    return failed > 0;
}
