/* SPDX-License-Identifier: MIT */
#include "judging.h"

#include <string.h>

#include "files.h"
#include "program.h"
#include "promise.h"
#include "text.h"

/* A learner's tests pass on the reference six times, and fail on a mutant
 * twice: who throws dice has one chance in sixty at best. */
enum { PROBE_REPEATS = 5, MUTANT_REPEATS = 1 };

static const struct exercise *probe_of(const struct unit *unit)
{
    for (size_t e = 0; e < unit->chapter->nexercises; e++)
        if (unit_has(unit, &unit->chapter->exercise[e]) &&
            unit->chapter->exercise[e].kind == KIND_PROBE)
            return &unit->chapter->exercise[e];
    return NULL;
}

/* The module's tests are linked into one program.  When one exercise alone was
 * asked for, the tests of the others need not run. */
static struct strings suites_of(const struct unit *unit, struct arena *arena)
{
    struct strings suites = {0};
    bool all = true;

    for (size_t e = 0; e < unit->chapter->nexercises; e++) {
        const struct exercise *exercise = &unit->chapter->exercise[e];

        if (!unit_has(unit, exercise))
            continue;
        all &= exercise->wanted;
        if (exercise->wanted)
            unit_add_suites(&suites, exercise, arena);
    }
    return all ? (struct strings){0} : suites;
}

/* Where make has built a probe's mutant. */
static const char *mutant_folder(const struct judging *j,
                                 const struct unit *unit,
                                 const struct exercise *probe, size_t i)
{
    return arena_printf(j->arena, "%s/asan/mutants/%s/%s", j->tc->objects,
                        unit->chapter->id, probe->mutants.item[i]);
}

static void add_mutants(struct judging *j, struct judged *judged,
                        const struct exercise *probe)
{
    judged->nmutants = probe->mutants.n;
    judged->mutant =
        arena_new(j->arena, judged->nmutants * sizeof(*judged->mutant));
    for (size_t i = 0; i < judged->nmutants; i++) {
        struct unit *unit = &judged->mutant[i];

        unit_copy(unit, judged->unit);
        unit->run.plain = true;
        unit->run.must_fail = true;
        unit->run.repeats = MUTANT_REPEATS;
        unit_link_tests(
            unit, j->book, j->sources, j->tc,
            &(struct whose){.apart = true,
                            .mutant = mutant_folder(j, unit, probe, i)});
    }
}

void judging_add(struct judging *j, struct unit *unit, chapter_set mine)
{
    const struct exercise *probe = probe_of(unit);
    struct judged *judged = arena_new(j->arena, sizeof(*judged));

    judged->unit = unit;
    judged->mine = mine;
    judged->next = j->list;
    j->list = judged;
    unit->run.plain = probe != NULL;
    unit->run.repeats = probe ? PROBE_REPEATS : 0;
    if (!unit->stem)
        unit->run.suites = suites_of(unit, j->arena);
    unit_link_tests(unit, j->book, j->sources, j->tc,
                    &(struct whose){.mine = mine, .apart = true});
    if (probe) {
        add_mutants(j, judged, probe);
    } else {
        unit_copy(&judged->reference, unit);
        unit_link_tests(&judged->reference, j->book, j->sources, j->tc,
                        &(struct whose){.mine = 0});
        unit->run.beside = &judged->reference.run;
    }
}

/* ---- Linking and running ------------------------------------------------*/

static void push(struct unit_list *list, struct unit *unit)
{
    list->item[list->n++] = unit;
}

static struct unit_list all_units(const struct judging *j)
{
    struct unit_list list = {0};
    size_t room = 0;

    for (struct judged *d = j->list; d; d = d->next)
        room += 2 + d->nmutants;
    list.item = arena_new(j->arena, (room + 1) * sizeof(struct unit *));
    for (struct judged *d = j->list; d; d = d->next) {
        push(&list, d->unit);
        if (d->nmutants == 0)
            push(&list, &d->reference);
        for (size_t i = 0; i < d->nmutants; i++)
            push(&list, &d->mutant[i]);
    }
    return list;
}

/* The reference passes its own tests, or the machine is to blame: that is no
 * verdict to be kept.  Nor is it for a learner who hands in the reference. */
static void mark_references(struct judging *j)
{
    for (struct judged *d = j->list; d; d = d->next) {
        const char *theirs = d->unit->program.path;
        const char *ours = d->reference.program.path;

        d->reference.run.reference = true;
        d->unit->run.reference = theirs && ours && strcmp(theirs, ours) == 0;
    }
}

bool judging_link_and_run(struct judging *j, struct unit_list units)
{
    struct program **program =
        arena_new(j->arena, (units.n + 1) * sizeof(struct program *));
    struct run **run =
        arena_new(j->arena, (units.n + 1) * sizeof(struct run *));
    size_t n = 0;

    for (size_t i = 0; i < units.n; i++)
        program[i] = &units.item[i]->program;
    if (!programs_link(program, units.n, j->tc, j->jobs))
        return false;
    mark_references(j);
    for (size_t i = 0; i < units.n; i++)
        if (units.item[i]->program.path)
            run[n++] = &units.item[i]->run;
    return runs_do(run, n, &j->options, j->arena, j->jobs);
}

/* ---- Comparing ----------------------------------------------------------*/

static void set(struct test *test, enum test_status status, const char *message)
{
    test->status = status;
    test->message = message;
}

/* The machine's fault: it could not be started. */
static void spare(struct judging *j, struct test *test, const struct run *run)
{
    set(test, TEST_COULD_NOT_GRADE,
        arena_printf(j->arena, "machine   the tests could not be started: %s",
                     run->not_started));
}

/* A test that the reference does not have: somebody registered their own. */
static bool has_strangers(const struct judged *d)
{
    for (size_t i = 0; i < d->unit->run.n; i++)
        if (!run_find(&d->reference.run, d->unit->run.finding[i].test))
            return true;
    return false;
}

/* 0 for anything else, so that who made it up has looked nowhere. */
static unsigned hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (unsigned)(at - digits) : 0;
}

/* Was there a check on each line on which the reference has had one, and on
 * hardly any other?  An honest run may come upon one more; who makes up the
 * record of its end does not know where they are. */
static bool looked_everywhere(const struct finding *f, const struct finding *r)
{
    size_t n = r->lines ? strlen(r->lines) : 0;
    int elsewhere = 0;

    if (n && (!f->lines || strlen(f->lines) != n))
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned theirs = hex_digit(f->lines[i]);
        unsigned ours = hex_digit(r->lines[i]);

        if (ours & ~theirs)
            return false;
        elsewhere += __builtin_popcount(theirs & ~ours);
    }
    return elsewhere <= 2;
}

/* What kept the reference from passing. */
static const char *why_not(const struct unit *reference,
                           const struct finding *r)
{
    if (r && r->message)
        return r->message;
    if (reference->program.trouble != TEST_UNKNOWN)
        return reference->program.message;
    if (reference->run.not_started)
        return reference->run.not_started;
    if (reference->run.last_words)
        return reference->run.last_words;
    return "it did not run";
}

static void compare(struct judging *j, struct judged *d, struct test *test)
{
    const struct run *run = &d->unit->run;
    const struct finding *r = run_find(&d->reference.run, test->name);
    const struct finding *f = run_find(run, test->name);
    const char *words = run->last_words ? run->last_words : "";

    test->claim = r ? r->claim : NULL;
    test->checks = r ? r->checks : 0;
    test->seconds = f ? f->seconds : 0;
    if (!r || r->status != TEST_PASSED)
        set(test, TEST_COULD_NOT_GRADE,
            arena_printf(j->arena,
                         "machine   the reference itself does not pass this "
                         "test here: %s",
                         why_not(&d->reference, r)));
    else if (d->unit->program.trouble != TEST_UNKNOWN)
        set(test, d->unit->program.trouble, d->unit->program.message);
    else if (!f && run->not_started)
        spare(j, test, run);
    else if (!f)
        set(test, TEST_CRASHED,
            arena_printf(j->arena,
                         "but       the test program ended before this test "
                         "could begin\nprinted   %.*s",
                         text_fit(words, 300), words));
    else if (has_strangers(d))
        set(test, TEST_FAILED,
            "but       the program contains tests of its own");
    else if (f->status == TEST_PASSED && f->checks < r->checks)
        set(test, TEST_FAILED,
            arena_printf(j->arena,
                         "but       only %lu of its %lu checks were reached",
                         f->checks, r->checks));
    else if (f->status == TEST_PASSED && !looked_everywhere(f, r))
        set(test, TEST_FAILED,
            "but       its checks are not those that the reference meets");
    else
        set(test, f->status, f->message);
}

/* ---- Probes -------------------------------------------------------------*/

static bool is_spared(const struct finding *f)
{
    return f->status == TEST_COULD_NOT_GRADE;
}

/* The first of the learner's tests that did not pass, or NULL: of those that
 * the machine kept from it, or of the others. */
static const struct finding *first_not_passed(const struct run *run,
                                              bool spared)
{
    for (size_t i = 0; i < run->n; i++)
        if (run->finding[i].status != TEST_PASSED &&
            is_spared(&run->finding[i]) == spared)
            return &run->finding[i];
    return NULL;
}

/* Did the machine keep any of it from being run?  Then `test` says so. */
static bool spare_any(struct judging *j, struct test *test,
                      const struct run *run)
{
    const struct finding *f = first_not_passed(run, true);

    if (run->not_started)
        spare(j, test, run);
    else if (f)
        set(test, TEST_COULD_NOT_GRADE, f->message);
    return run->not_started || f;
}

static bool accepts_the_reference(struct judging *j, struct judged *d,
                                  struct exercise *e, struct test *test)
{
    const struct run *run = &d->unit->run;
    const struct finding *f = first_not_passed(run, false);

    if (d->unit->program.trouble != TEST_UNKNOWN)
        set(test, d->unit->program.trouble, d->unit->program.message);
    else if (f && f->status == TEST_TODO)
        set(test, TEST_TODO, f->message);
    else if (f) {
        e->refused = f->test;
        set(test, TEST_FAILED,
            arena_printf(j->arena,
                         "promised  a correct implementation passes your "
                         "tests\nbut       the reference fails yours: %s\n%s",
                         f->test, f->message ? f->message : ""));
    } else if (spare_any(j, test, run)) {
        return false;
    } else if (run->n == 0) {
        set(test, TEST_FAILED,
            "but       the file holds no test: write Test(suite, name) { ... "
            "}");
    } else if (!run->done) {
        set(test, TEST_CRASHED,
            "but       the test program ended before all of your tests were "
            "over\n"
            "do        take out what ends the program, or writes without end");
    } else {
        return true;
    }
    return false;
}

/* Each of its runs has to fail: one that came to its end and passed is enough
 * to say that it does not. */
static void compare_mutant(struct judging *j, struct test *test,
                           const struct run *run)
{
    bool passes = run->done && !first_not_passed(run, false) &&
                  !first_not_passed(run, true);

    if (passes)
        set(test, TEST_FAILED,
            "promised  your tests fail on a broken implementation\n"
            "but       one of the hidden broken versions passes them all");
    else if ((!run->not_started && first_not_passed(run, false)) ||
             !spare_any(j, test, run))
        set(test, TEST_PASSED, NULL);
}

static void compare_probe(struct judging *j, struct judged *d,
                          struct exercise *e)
{
    for (size_t i = 0; i < e->ntests; i++) {
        const struct unit *mutant = &d->mutant[i];

        e->test[i].claim = "Your tests fail on a broken implementation.";
        if (!accepts_the_reference(j, d, e, &e->test[i]))
            continue;
        if (!mutant->program.path)
            set(&e->test[i], TEST_COULD_NOT_GRADE,
                "machine   this broken version could not be linked");
        else if (!file_exists(arena_printf(j->arena, "%s/made",
                                           mutant_folder(j, d->unit, e, i))))
            set(&e->test[i], TEST_COULD_NOT_GRADE,
                "machine   this broken version was not built: make clean, "
                "and grade again");
        else
            compare_mutant(j, &e->test[i], &mutant->run);
    }
}

static void transfer(struct judging *j, struct judged *d)
{
    for (size_t i = 0; i < d->unit->chapter->nexercises; i++) {
        struct exercise *e = &d->unit->chapter->exercise[i];
        bool open = e->state != EX_UNTOUCHED && e->state != EX_SKIPPED;

        if (!e->wanted || !open || !unit_has(d->unit, e))
            continue;
        e->program = d->unit->program.path;
        if (e->test[0].status != TEST_UNKNOWN) /* trouble with the file */
            continue;
        if (e->kind == KIND_PROBE)
            compare_probe(j, d, e);
        else
            for (size_t t = 0; t < e->ntests; t++) {
                compare(j, d, &e->test[t]);
                promise_complete(j->book, d->unit->chapter, e, &e->test[t]);
            }
    }
}

bool judging_run(struct judging *j)
{
    if (!judging_link_and_run(j, all_units(j)))
        return false;
    for (struct judged *d = j->list; d; d = d->next)
        transfer(j, d);
    return true;
}
