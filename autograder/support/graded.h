/* SPDX-License-Identifier: MIT */
/* graded.h: how a reference test is written.
 *
 *      GRADED(list, removing_twice_does_nothing,
 *             "removing it again does nothing")
 *      {
 *          struct aw_list node;
 *
 *          aw_list_init(&node);
 *          aw_list_remove(&node);
 *
 *          EXPECT(aw_list_empty(&node), "removed a node that is in no list");
 *      }
 *
 * The suite is the module, the name is a fact, and the string is the sentence
 * of a public header that the test grades: `make check` finds it there, word
 * by word.  Every EXPECT says what the test did, as printf does; a failure
 * adds what was promised, what was expected and what happened instead.
 *
 * Results go to the pipe named by AW_RESULT and never through stdout.  Without
 * AW_RESULT a test program runs as any Criterion program does.
 *
 * A test passes when its body has returned and every EXPECT before that held.
 * The number of EXPECTs must not depend on chance: a run with fewer of them
 * than the reference's is refused, and so is one that left out a line. */
#ifndef GRADED_H
#define GRADED_H

#include <criterion/criterion.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "aw/base.h"

#define GRADED(suite, name, promise)                                           \
    static void graded_##suite##_##name(void);                                 \
    Test(suite, name, .description = (promise), .timeout = 20)                 \
    {                                                                          \
        graded_begin(#suite "/" #name);                                        \
        graded_##suite##_##name();                                             \
        graded_end();                                                          \
    }                                                                          \
    static void graded_##suite##_##name(void)

/* The same for a promise that does not depend on who comes first: none is lost,
 * none is left.  The body runs in the order that is promised, and then in some
 * others (shuffle.h); so it must leave everything as it was.  AW_ORDERS says in
 * how many. */
#define GRADED_ORDER_FREE(suite, name, promise)                                \
    static void graded_##suite##_##name(void);                                 \
    Test(suite, name, .description = (promise), .timeout = 60)                 \
    {                                                                          \
        graded_begin(#suite "/" #name);                                        \
        do                                                                     \
            graded_##suite##_##name();                                         \
        while (graded_next_order());                                           \
        graded_end();                                                          \
    }                                                                          \
    static void graded_##suite##_##name(void)

/* Each takes a printf format that says what the test did. */
#define EXPECT(condition, ...)                                                 \
    graded_true((condition), #condition, __FILE__, __LINE__, __VA_ARGS__)
#define EXPECT_INT(got, want, ...)                                             \
    graded_int((got), (want), #got, #want, __FILE__, __LINE__, __VA_ARGS__)
#define EXPECT_AT_MOST(got, most, ...)                                         \
    graded_at_most((got), (most), #got, __FILE__, __LINE__, __VA_ARGS__)
#define EXPECT_AT_LEAST(got, least, ...)                                       \
    graded_at_least((got), (least), #got, __FILE__, __LINE__, __VA_ARGS__)
#define EXPECT_PTR(got, want, ...)                                             \
    graded_ptr((got), (want), #got, __FILE__, __LINE__, __VA_ARGS__)
#define EXPECT_STR(got, want, ...)                                             \
    graded_str((got), (want), #got, __FILE__, __LINE__, __VA_ARGS__)
#define EXPECT_HAS(got, part, ...) /* somewhere in the text */                 \
    graded_has((got), (part), __FILE__, __LINE__, __VA_ARGS__)

/* The statement must break a contract, with a sentence that contains `part`.
 * Nothing behind the statement's broken assertion is executed. */
#define EXPECT_MISUSE(statement, part, ...)                                    \
    do {                                                                       \
        if (setjmp(*graded_misuse_begin()) == 0) {                             \
            statement;                                                         \
        }                                                                      \
        graded_misuse_end((part), #statement, __FILE__, __LINE__,              \
                          __VA_ARGS__);                                        \
    } while (0)

/* How often the statement behind this is checked depends on chance, or on what
 * is graded, such as how often it asks for memory: its checks do not count. */
#define UNCOUNTED                                                              \
    for (bool once = graded_uncounted(true); once;                             \
         once = graded_uncounted(false))

/* ---- A log of what happened, in order: words with a blank between -------*/

void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *said(void); /* all since the last forget() */
void forget(void);

#define EXPECT_SAID(want, ...)                                                 \
    graded_order(said(), (want), __FILE__, __LINE__, __VA_ARGS__)

/* The same against what the reference says in this place.  It runs in another
 * process with the same seed, so nothing here tells what is expected: the test
 * draws what it does, and says what came of it.  Forgets what was said. */
#define EXPECT_AS_REFERENCE(...)                                               \
    graded_as_reference(__FILE__, __LINE__, __VA_ARGS__)

/* What a learner has predicted, against what happened.  A failure tells how
 * far it is right, and neither what comes next nor how much. */
#define EXPECT_PREDICTED(prediction, happened, ...)                            \
    graded_predicted((prediction), (happened), __FILE__, __LINE__, __VA_ARGS__)

/* ---- An allocator that counts, and fails when told to -------------------*/

struct graded_alloc {
    struct aw_alloc alloc; /* hand out &a->alloc */
    size_t calls;          /* requests for memory so far, granted or not */
    size_t blocks;         /* blocks that live now */
    size_t bytes;          /* their size */
    size_t fail_from;      /* requests from this one on fail; 0: none do */
    size_t fail_once;      /* this one request fails; 0: none does */
};
void graded_alloc_init(struct graded_alloc *a);

/* ---- What a test leaves behind ------------------------------------------*/

/* This test has to look at its end that nothing is left; or it has.  One that
 * returns without having looked fails.  Behind a broken contract nobody looks:
 * what was broken off has left things where they were. */
void graded_owe_census(bool owes);

/* ---- Chance -------------------------------------------------------------*/

/* A number below `n`, the same sequence for the same seed.  The grader draws
 * a seed for each run, and a failure's message names it. */
uint64_t graded_random(uint64_t n);

/* What decides the order among tasks that are ready; 0: none but their own. */
uint64_t graded_order_seed(void);

/* ---- What the macros call -----------------------------------------------*/

#define GRADED_PRINTF(n) __attribute__((format(printf, n, (n) + 1)))

bool graded_uncounted(bool begins); /* returns `begins` */
void graded_begin(const char *test);
bool graded_next_order(void); /* false: there have been enough */
void graded_end(void);
void graded_true(bool condition, const char *expression, const char *file,
                 int line, const char *did, ...) GRADED_PRINTF(5);
void graded_int(long long got, long long want, const char *expression,
                const char *wanted, const char *file, int line, const char *did,
                ...) GRADED_PRINTF(7);
void graded_at_most(long long got, long long most, const char *expression,
                    const char *file, int line, const char *did, ...)
    GRADED_PRINTF(6);
void graded_at_least(long long got, long long least, const char *expression,
                     const char *file, int line, const char *did, ...)
    GRADED_PRINTF(6);
void graded_ptr(const void *got, const void *want, const char *expression,
                const char *file, int line, const char *did, ...)
    GRADED_PRINTF(6);
void graded_str(const char *got, const char *want, const char *expression,
                const char *file, int line, const char *did, ...)
    GRADED_PRINTF(6);
void graded_has(const char *got, const char *part, const char *file, int line,
                const char *did, ...) GRADED_PRINTF(5);
void graded_order(const char *got, const char *want, const char *file, int line,
                  const char *did, ...) GRADED_PRINTF(5);
void graded_as_reference(const char *file, int line, const char *did, ...)
    GRADED_PRINTF(3);
void graded_predicted(const char *prediction, const char *happened,
                      const char *file, int line, const char *did, ...)
    GRADED_PRINTF(5);
jmp_buf *graded_misuse_begin(void);
void graded_misuse_end(const char *part, const char *statement,
                       const char *file, int line, const char *did, ...)
    GRADED_PRINTF(5);

#endif
