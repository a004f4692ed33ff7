/* SPDX-License-Identifier: MIT */
#include "timing.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "progress.h"
#include "records.h"
#include "text.h"
#include "timing_rule.h"

#define VERDICTS "build/grade/verdicts"

/* Which program runs at each step of a round.  Every other round is run
 * backwards, so that neither side always goes first. */
enum side { REFERENCE, LEARNER, AGAIN, SIDES };

struct series {
    struct measurement *m;
    struct arena *arena;
    struct jobs *jobs;
    const char *engine;
    struct round round[PAIRS_MAX];
    size_t n;    /* rounds complete */
    size_t goal; /* rounds to be had before the rule is asked */
    int step;    /* of the round that runs */
    unsigned noisy, absent, failures; /* how often it was measured anew */
};

static void run_step(struct series *s);

static void finish(struct series *s, enum timing_status status,
                   const char *message)
{
    s->m->target->status = status;
    s->m->target->message = message;
    s->m->target->pairs = (unsigned)s->n;
    for (size_t i = 0; i < s->n; i++)
        s->m->target->pair[i] = s->round[i].learner / s->round[i].reference;
}

static void start_again(struct series *s)
{
    s->n = 0;
    s->step = 0;
    s->goal = PAIRS_FIRST;
    run_step(s);
}

/* The reference is no slow program: who claims a twentieth of its time has not
 * done the work. */
static bool is_beyond_belief(const struct series *s, size_t n)
{
    size_t few = 0;

    for (size_t i = 0; i < n; i++)
        few += s->round[i].learner * 20 < s->round[i].reference;
    return 2 * few > n;
}

static void rule(struct series *s)
{
    struct target *t = s->m->target;

    if (is_beyond_belief(s, s->n)) {
        t->ratio = 0;
        s->n = 0; /* nothing that was measured: there is no pair to show */
        finish(s, TIMING_FAILED,
               "but       it says that it took less than a twentieth of the "
               "reference's time: it cannot have done the work");
        return;
    }
    switch (timing_rule(s->round, s->n, t->gold, t->required, &t->ratio)) {
    case RULING_MORE:
        s->goal = PAIRS_MAX;
        run_step(s);
        break;
    case RULING_GOLD:
        finish(s, TIMING_GOLD, NULL);
        break;
    case RULING_PASSED:
        finish(s, TIMING_PASSED, NULL);
        break;
    case RULING_FAILED:
        finish(s, TIMING_FAILED, NULL);
        break;
    case RULING_INCONCLUSIVE:
        if (s->noisy++ == 0) {
            start_again(s);
        } else {
            finish(s, TIMING_INCONCLUSIVE,
                   "machine   it is too noisy to decide: the reference "
                   "differs from itself.  Nothing is lost; try again later");
        }
    }
}

/* ---- One process --------------------------------------------------------*/

static enum side side_of(const struct series *s)
{
    return s->n % 2 ? (enum side)(SIDES - 1 - s->step) : (enum side)s->step;
}

/* How far the account of a job may lag behind the clock of its thread. */
static const double LAG = 0.001;

/* The CPU seconds it reports, or 0.  More than it used cannot have been
 * measured. */
static double heard(struct series *s, const struct job_outcome *outcome,
                    const char **trouble)
{
    const char *text = arena_copy(s->arena, outcome->records);
    struct record r;
    double seconds = 0;
    size_t reports = 0;

    *trouble = outcome->why           ? outcome->why
               : *outcome->output     ? outcome->output
               : outcome->records_len ? "it reported something else"
                                      : "it reported nothing";
    while (record_next(s->arena, &text, &r)) {
        if (strcmp(r.kind, "timing") == 0 && ++reports)
            seconds = atof(r.field[1]) / 1e9;
        if (strcmp(r.kind, "wrong") == 0)
            *trouble = r.field[1];
    }
    if (outcome->end != JOB_EXITED || outcome->code != 0)
        return 0;
    if (outcome->forged || reports > 1 ||
        seconds > outcome->cpu_seconds + LAG) {
        *trouble = "its report is not the timing program's";
        return 0;
    }
    return seconds;
}

/* The machine's fault, whoever's program it is. */
static void not_started(struct series *s, const char *why)
{
    s->m->target->ratio = 0;
    s->n = 0;
    finish(s, TIMING_INCONCLUSIVE,
           arena_printf(s->arena,
                        "machine   the timed program could not be started: %s",
                        why));
}

/* " (status 3)", or "" for one that was stopped: the trouble says why. */
static const char *how(struct series *s, const struct job_outcome *outcome)
{
    if (outcome->end != JOB_EXITED && outcome->end != JOB_SIGNALLED)
        return "";
    return arena_printf(s->arena, " (%s %d)",
                        outcome->end == JOB_EXITED ? "status" : "signal",
                        outcome->code);
}

static void failed(struct series *s, const struct job_outcome *outcome,
                   const char *trouble)
{
    int n = text_fit(trouble, 200);

    s->m->target->ratio = 0;
    if (side_of(s) == LEARNER)
        finish(s, TIMING_FAILED,
               arena_printf(s->arena,
                            "but       the timed program failed%s: %.*s",
                            how(s, outcome), n, trouble));
    else
        finish(s, TIMING_INCONCLUSIVE,
               arena_printf(s->arena,
                            "machine   the reference could not be timed: %.*s",
                            n, trouble));
}

static void step_done(void *ctx, const struct job_outcome *outcome)
{
    struct series *s = ctx;
    enum side side = side_of(s);
    const char *trouble;
    double seconds = heard(s, outcome, &trouble);

    if (outcome->end == JOB_NOT_STARTED) {
        if (s->absent++ == 0)
            start_again(s);
        else
            not_started(s, outcome->why);
        return;
    }
    if (seconds <= 0) {
        if (s->failures++ == 0) /* the machine's mood, perhaps */
            start_again(s);
        else
            failed(s, outcome, trouble);
        return;
    }
    *(side == REFERENCE ? &s->round[s->n].reference
      : side == LEARNER ? &s->round[s->n].learner
                        : &s->round[s->n].again) = seconds;
    if (++s->step == SIDES) {
        s->step = 0;
        s->n++;
    }
    if (s->n < s->goal)
        run_step(s);
    else
        rule(s);
}

static void run_step(struct series *s)
{
    const struct program *p =
        side_of(s) == LEARNER ? s->m->learner : s->m->reference;
    const char *argv[] = {p->path, s->m->target->name, NULL};
    const char *readable[] = {p->path, NULL};
    const char *env[] = {arena_printf(s->arena, "AW_ENGINE=%s", s->engine),
                         NULL};

    jobs_submit(
        s->jobs,
        &(struct job_spec){.argv = argv,
                           .env = env,
                           .readable = readable,
                           .results = true,
                           .single = true,
                           .limits = {.address_bytes = (size_t)4 << 30}},
        true, step_done, s);
}

/* ---- Keeping ------------------------------------------------------------*/

static const char *kept_at(const struct measurement *m, const char *engine,
                           struct arena *arena)
{
    return arena_printf(arena, VERDICTS "/%.24s-%.24s-%s-%s.json",
                        program_digest(m->learner),
                        program_digest(m->reference), engine, m->target->name);
}

/* The pairs' ratios into `t`.  Returns false when they are not all there. */
static bool load_pairs(struct target *t, const json_t *list)
{
    size_t n = json_array_size(list);

    if (n == 0 || n > PAIRS_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        t->pair[i] = json_number_value(json_array_get(list, i));
        if (t->pair[i] <= 0)
            return false;
    }
    t->pairs = (unsigned)n;
    return true;
}

/* A verdict of an older grader, that kept no ratios, is measured anew. */
static bool load(struct measurement *m, const char *engine, struct arena *arena)
{
    json_t *json = json_load_file(kept_at(m, engine, arena), 0, NULL);
    double ratio = json_number_value(json_object_get(json, "ratio"));
    bool ok = load_pairs(m->target, json_object_get(json, "ratios"));

    json_decref(json);
    if (!ok || ratio <= 0)
        return false;
    m->target->ratio = ratio;
    /* The targets may have moved since. */
    m->target->status = ratio <= m->target->gold       ? TIMING_GOLD
                        : ratio <= m->target->required ? TIMING_PASSED
                                                       : TIMING_FAILED;
    return true;
}

static void save(const struct measurement *m, const char *engine,
                 struct arena *arena)
{
    const struct target *t = m->target;
    const char *text = "", *comma = "";

    if (t->status == TIMING_INCONCLUSIVE || t->message)
        return;
    for (unsigned i = 0; i < t->pairs; i++, comma = ",")
        text = arena_printf(arena, "%s%s%.6f", text, comma, t->pair[i]);
    text = arena_printf(arena, "{\"ratio\":%.6f,\"ratios\":[%s]}\n", t->ratio,
                        text);
    folder_make(VERDICTS);
    file_write(kept_at(m, engine, arena), text, strlen(text));
}

bool timing_measure(struct measurement *m, size_t n,
                    const struct run_options *options, struct arena *arena,
                    struct jobs *jobs)
{
    for (size_t i = 0; i < n; i++) {
        struct series *s;

        if (!options->fresh && load(&m[i], options->engine, arena))
            continue;
        s = arena_new(arena, sizeof(*s));
        *s = (struct series){.m = &m[i],
                             .arena = arena,
                             .jobs = jobs,
                             .engine = options->engine,
                             .goal = PAIRS_FIRST};
        run_step(s);
        if (!progress_run(jobs, "measuring"))
            return false;
        save(&m[i], options->engine, arena);
    }
    return true;
}
