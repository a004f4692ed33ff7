/* SPDX-License-Identifier: MIT */
/* The worker's side of a reference test: checks, and the records they leave.
 *
 * A failed check ends the process at once instead of jumping out of the test.
 * That works on a coroutine's stack, in another thread and in a forked child
 * alike, and leaves no half-unwound stack for a sanitizer to stumble on.
 * Criterion sees a worker that exited with 1, and reports a failure too. */
#include "graded.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "last.h"
#include "record.h"
#include "trace.h"
#include "value.h"

static const char *current; /* the running test's name */
static unsigned long checks;
static unsigned char lines[64]; /* a bit for each line with a check */
static bool counted, owes_census;
static uint64_t random_state, random_seed, first_seed;
static unsigned order; /* 0: the one that is promised */

static void seed(void)
{
    const char *text = getenv("AW_SEED");

    first_seed = text ? strtoull(text, NULL, 10) : 1;
    random_seed = first_seed;
    random_state = random_seed * 2 + 1;
}

uint64_t graded_random(uint64_t n)
{
    /* xorshift64*: small, and the same everywhere. */
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (random_state * 0x2545F4914F6CDD1Dull >> 11) % n;
}

/* How it came to that; not where there are no sanitizers. */
extern void __sanitizer_print_stack_trace(void) __attribute__((weak));

/* The program is about to be stopped: leave word of why. */
static void stopped_by_misuse(const char *sentence)
{
    last_tell();
    record("misuse", current, sentence, NULL);
    if (__sanitizer_print_stack_trace)
        __sanitizer_print_stack_trace();
}

static void stopped_by_todo(const char *sentence)
{
    record("todo", current, sentence, NULL);
}

void graded_begin(const char *test)
{
    current = test;
    last_begin(test);
    checks = 0;
    memset(lines, 0, sizeof(lines));
    counted = true;
    owes_census = false;
    order = 0;
    seed();
    aw_here()->misuse = stopped_by_misuse;
    aw_here()->todo = stopped_by_todo;
    if (record_open(true))
        record("begin", test, NULL);
}

/* A failure names the seed of its order, with which that one comes first. */
bool graded_next_order(void)
{
    const char *text = getenv("AW_ORDERS");
    unsigned most = text ? (unsigned)strtoul(text, NULL, 10) : 5;
    char seed[24];

    if (order >= most)
        return false;
    random_seed = first_seed + order;
    random_state = random_seed * 2 + 1;
    order++;
    snprintf(seed, sizeof(seed), "%" PRIu64, random_seed);
    record("order", current, seed, NULL);
    forget();
    return true;
}

uint64_t graded_order_seed(void)
{
    return order ? random_seed + 1 : 0;
}

bool graded_uncounted(bool begins)
{
    counted = !begins;
    return begins;
}

void graded_owe_census(bool owes)
{
    owes_census = owes;
}

void graded_end(void)
{
    char count[24], where[2 * sizeof(lines) + 1];

    counted = false;
    /* Another process that goes on with the test may or may not come to its
     * end before the program does. */
    graded_int(waitpid(-1, NULL, WNOHANG) >= 0, 0, "their number", "0",
               __FILE__, __LINE__,
               "returned from the test: child processes that are left");
    graded_true(!owes_census, "the test looks at its end what is left",
                __FILE__, __LINE__, "returned from the test");
    snprintf(count, sizeof(count), "%lu", checks);
    for (size_t i = 0; i < sizeof(lines); i++)
        snprintf(where + 2 * i, 3, "%02x", lines[i]);
    record("end", current, count, where, NULL);
}

/* ---- Checks -------------------------------------------------------------*/

static _Noreturn void fail(const char *file, int line, const char *want,
                           const char *got, const char *did, va_list args)
{
    char sentence[600], at[24], with[24];
    size_t n;

    last_lead(did, sentence, sizeof(sentence) / 2);
    n = strlen(sentence);
    vsnprintf(sentence + n, sizeof(sentence) - n, did, args);
    snprintf(at, sizeof(at), "%d", line);
    snprintf(with, sizeof(with), "%" PRIu64, random_seed);
    record("fail", current, file, at, sentence, want, got, with, NULL);
    fprintf(stderr, "%s:%d: %s\nexpected: %s\nbut:      %s\n", file, line,
            sentence, want, got);
    fflush(NULL);
    _exit(1);
}

/* How many checks were made, and where.  No file of tests is longer than the
 * lines have bits. */
static void count_check(int line)
{
    size_t bit = (size_t)line % (8 * sizeof(lines));

    if (!counted)
        return;
    checks++;
    lines[bit / 8] |= (unsigned char)(1u << bit % 8);
}

/* `ok`, or the end of the test.  The caller has put got and want in words. */
#define CHECK(ok, want, got)                                                   \
    do {                                                                       \
        count_check(line);                                                     \
        if (!(ok)) {                                                           \
            va_list args;                                                      \
            va_start(args, did);                                               \
            fail(file, line, (want), (got), did, args);                        \
        }                                                                      \
        last_held(file, line, did);                                            \
    } while (0)

void graded_true(bool condition, const char *expression, const char *file,
                 int line, const char *did, ...)
{
    char is[300];

    CHECK(condition, expression, value_truth(expression, is, sizeof(is)));
}

void graded_int(long long got, long long want, const char *expression,
                const char *wanted, const char *file, int line, const char *did,
                ...)
{
    char is[300], should[80], number[60];

    snprintf(is, sizeof(is), "%s is %s", expression,
             value_number(got, number, sizeof(number)));
    if (value_has_name(wanted))
        snprintf(should, sizeof(should), "%.50s (%lld)", wanted, want);
    else
        value_number(want, should, sizeof(should));
    CHECK(got == want, should, is);
}

void graded_at_most(long long got, long long most, const char *expression,
                    const char *file, int line, const char *did, ...)
{
    char is[300], should[40];

    snprintf(is, sizeof(is), "%s is %lld", expression, got);
    snprintf(should, sizeof(should), "at most %lld", most);
    CHECK(got <= most, should, is);
}

void graded_at_least(long long got, long long least, const char *expression,
                     const char *file, int line, const char *did, ...)
{
    char is[300], should[40];

    snprintf(is, sizeof(is), "%s is %lld", expression, got);
    snprintf(should, sizeof(should), "at least %lld", least);
    CHECK(got >= least, should, is);
}

void graded_ptr(const void *got, const void *want, const char *expression,
                const char *file, int line, const char *did, ...)
{
    char is[300], at[40], should[40];

    snprintf(is, sizeof(is), "%s is %s", expression,
             value_pointer(got, at, sizeof(at)));
    value_pointer(want, should, sizeof(should));
    CHECK(got == want, should, is);
}

void graded_str(const char *got, const char *want, const char *expression,
                const char *file, int line, const char *did, ...)
{
    char is[500], should[TRACE_LINE], parted[TRACE_LINES];

    if (got && strlen(want) > TRACE_LINE) { /* the eye needs a mark */
        trace_show(got, want, should, parted);
        CHECK(strcmp(got, want) == 0, should, parted);
        return;
    }
    snprintf(is, sizeof(is), "%s is \"%s\"", expression, got ? got : "(NULL)");
    CHECK(got && strcmp(got, want) == 0, want, is);
}

void graded_has(const char *got, const char *part, const char *file, int line,
                const char *did, ...)
{
    char should[200];

    snprintf(should, sizeof(should), "\"%s\" in it", part);
    CHECK(got && strstr(got, part), should, got && *got ? got : "nothing");
}

void graded_order(const char *got, const char *want, const char *file, int line,
                  const char *did, ...)
{
    char should[TRACE_LINE], is[TRACE_LINES];

    trace_show(got, want, should, is);
    CHECK(strcmp(got, want) == 0, should, is);
}

/* Where there are words, half a word is nothing. */
static size_t right_part(const char *prediction, const char *happened)
{
    bool words = strchr(happened, ' ') || strchr(prediction, ' ');
    size_t n = 0;

    while (happened[n] && prediction[n] == happened[n])
        n++;
    if (words && ((prediction[n] && prediction[n] != ' ') ||
                  (happened[n] && happened[n] != ' ')))
        while (n > 0 && prediction[n - 1] != ' ')
            n--;
    return n > 0 && prediction[n - 1] == ' ' ? n - 1 : n;
}

void graded_predicted(const char *prediction, const char *happened,
                      const char *file, int line, const char *did, ...)
{
    size_t right = right_part(prediction, happened);
    const char *then = !happened[right]     ? "nothing follows"
                       : !prediction[right] ? "more follows"
                                            : "something else follows";
    char is[500];

    if (right)
        snprintf(is, sizeof(is), "it is right up to \"%.*s\", and then %s",
                 (int)right, prediction, then);
    else
        snprintf(is, sizeof(is), "not even its beginning is right: \"%.400s\"",
                 prediction);
    CHECK(strcmp(prediction, happened) == 0,
          "the prediction is what happens, from the first to the last", is);
}

/* ---- Broken contracts ---------------------------------------------------*/

static jmp_buf after_misuse;
static char misuse[512];

static void on_misuse(const char *sentence)
{
    snprintf(misuse, sizeof(misuse), "%s", sentence);
    aw_here()->misuse = stopped_by_misuse;
    longjmp(after_misuse, 1);
}

jmp_buf *graded_misuse_begin(void)
{
    misuse[0] = '\0';
    aw_here()->misuse = on_misuse;
    return &after_misuse;
}

void graded_misuse_end(const char *part, const char *statement,
                       const char *file, int line, const char *did, ...)
{
    char want[300], got[600];

    aw_here()->misuse = stopped_by_misuse;
    owes_census = false;
    snprintf(want, sizeof(want),
             *part ? "an AW_ASSERT stops it, and says \"...%s...\""
                   : "an AW_ASSERT stops it, with a sentence of yours%s",
             part);
    snprintf(got, sizeof(got),
             misuse[0] ? "it said \"%s\"" : "%s returned: nothing stopped it",
             misuse[0] ? misuse : statement);
    CHECK(misuse[0] && strstr(misuse, part), want, got);
}

/* ---- The log ------------------------------------------------------------*/

static char story[8192];

void say(const char *format, ...)
{
    size_t used = strlen(story);
    va_list args;

    if (used && used + 1 < sizeof(story)) {
        story[used++] = ' ';
        story[used] = '\0';
    }
    va_start(args, format);
    vsnprintf(story + used, sizeof(story) - used, format, args);
    va_end(args);
}

const char *said(void)
{
    return story;
}

void forget(void)
{
    story[0] = '\0';
}

/* ---- What the reference says --------------------------------------------*/

/* Half a record's field at most, cut between words. */
static size_t piece_of(const char *text)
{
    size_t n = strlen(text), most = 300, cut = most;

    if (n <= most)
        return n;
    while (cut > 0 && text[cut] != ' ')
        cut--;
    return cut ? cut : most;
}

void graded_as_reference(const char *file, int line, const char *did, ...)
{
    char sentence[600], at[24], with[24], piece[400];
    const char *text = story;
    va_list args;
    size_t n;

    va_start(args, did);
    vsnprintf(sentence, sizeof(sentence), did, args);
    va_end(args);
    count_check(line);
    last_held(file, line, did);
    snprintf(at, sizeof(at), "%d", line);
    snprintf(with, sizeof(with), "%" PRIu64, random_seed);
    do {
        n = piece_of(text);
        snprintf(piece, sizeof(piece), "%.*s", (int)n, text);
        record("says", current, file, at, sentence, piece, with, NULL);
        text += n + (text[n] == ' ');
    } while (*text);
    forget();
}
