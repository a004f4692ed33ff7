/* SPDX-License-Identifier: MIT */
#include "verdicts.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crash.h"
#include "files.h"
#include "text.h"

#define VERDICTS "build/grade/verdicts"

enum { SANITIZER_EXIT = 66, TODO_EXIT = 77 };

static void decide(struct finding *f, enum test_status status,
                   const char *message)
{
    f->status = status;
    f->message = message;
}

/* ---- What the job as a whole died of ------------------------------------*/

static bool weigh_job(struct finding *f, const struct job_outcome *o,
                      struct arena *arena)
{
    switch (o->end) {
    case JOB_NOT_STARTED:
        decide(f, TEST_COULD_NOT_GRADE,
               arena_printf(arena, "machine   %s", o->why));
        return true;
    case JOB_IDLE:
        decide(f, TEST_TIMEOUT,
               arena_printf(arena,
                            "promised  \"%s\"\n"
                            "but       everything slept, and nothing could "
                            "ever wake it: a deadlock%s%s",
                            f->claim, crash_where(f, arena),
                            f->tasks ? f->tasks : ""));
        return true;
    case JOB_BUSY:
        decide(f, TEST_TIMEOUT,
               arena_printf(arena,
                            "promised  \"%s\"\n"
                            "but       it ran on and on: a loop without end, "
                            "perhaps (%s)%s",
                            f->claim, o->why ? o->why : "stopped",
                            crash_where(f, arena)));
        return true;
    case JOB_MEMORY:
        decide(f, TEST_CRASHED,
               arena_printf(arena,
                            "promised  \"%s\"\n"
                            "but       it took more memory than it may",
                            f->claim));
        return true;
    case JOB_OUTPUT:
        decide(f, TEST_CRASHED,
               arena_printf(arena,
                            "promised  \"%s\"\n"
                            "but       it printed without end",
                            f->claim));
        return true;
    case JOB_EXITED:
    case JOB_SIGNALLED:
        break;
    }
    return false;
}

/* ---- What the worker of this test died of -------------------------------*/

static bool weigh_worker(struct finding *f, const struct job_outcome *o,
                         struct arena *arena)
{
    if (!f->posted)
        return false;
    if (strcmp(f->post, "timeout") == 0 || f->sig == SIGXCPU ||
        f->sig == SIGPROF ||
        /* The hard limit, on a program that is deaf to the soft one.  Linux
         * holds it against ticks, of which a busy machine gives more than
         * there was time: what was really used may be well below. */
        (f->sig == SIGKILL && o->cpu_seconds >= CPU_MAX / 2.0)) {
        decide(f, TEST_TIMEOUT,
               arena_printf(arena,
                            "promised  \"%s\"\n"
                            "but       it ran on and on: a loop without "
                            "end%s",
                            f->claim, crash_where(f, arena)));
    } else if (strcmp(f->post, "crashed") == 0) {
        decide(f, TEST_CRASHED, crash_signal(f, o->output, arena));
    } else if (f->code == SANITIZER_EXIT) {
        decide(f, TEST_CRASHED, crash_report(f, o->output, arena));
    } else if (f->code == TODO_EXIT) {
        decide(f, TEST_TODO,
               arena_printf(arena, "todo      %.*s", text_fit(o->output, 300),
                            o->output));
    } else {
        decide(f, TEST_EXITED,
               arena_printf(arena,
                            "promised  \"%s\"\n"
                            "but       the program ended with status %d "
                            "before the test was over",
                            f->claim, f->code));
    }
    return true;
}

void verdict(struct finding *f, bool plain, bool alone,
             const struct job_outcome *o, struct arena *arena)
{
    bool clean = f->posted == 1 && strcmp(f->post, "ended") == 0 &&
                 f->code == 0 && o->forged == 0;
    bool whole = plain || (f->begun == 1 && f->ended == 1);
    bool stopped = alone && o->why;

    if (f->status != TEST_UNKNOWN)
        return;
    /* Asked where it is, one process ends, and who waited for it goes on. */
    if (clean && whole && !stopped) {
        f->status = TEST_PASSED;
        return;
    }
    if (f->posted && f->sig == SIGXCPU && !stopped) /* costly to repeat */
        weigh_worker(f, o, arena);
    if (plain && f->posted && strcmp(f->post, "failed") == 0)
        decide(f, TEST_FAILED,
               arena_printf(arena, "but       an assertion of yours failed%s%s",
                            f->sentence ? ": " : "",
                            f->sentence ? f->sentence : ""));
    if (f->status != TEST_UNKNOWN || !alone)
        return;
    if (o->forged || f->begun > 1 || f->ended > 1)
        decide(f, TEST_FAILED,
               "but       the program wrote to the result pipe itself");
    else if (!weigh_job(f, o, arena) && !weigh_worker(f, o, arena))
        decide(f, TEST_CRASHED,
               arena_printf(arena,
                            "promised  \"%s\"\n"
                            "but       the test program ended (%s %d) without "
                            "a word about it%s%.*s",
                            f->claim,
                            o->end == JOB_SIGNALLED ? "signal" : "status",
                            o->code, *o->output ? "\nprinted   " : "",
                            text_fit(o->output, 300), o->output));
}

/* ---- Keeping ------------------------------------------------------------*/

static bool lasting(enum test_status status)
{
    return status == TEST_PASSED || status == TEST_FAILED ||
           status == TEST_TODO || status == TEST_CRASHED ||
           status == TEST_EXITED;
}

static const char *kept_at(const struct run *run,
                           const struct run_options *options,
                           struct arena *arena)
{
    const char *suites =
        options->test ? arena_printf(arena, "-%s", options->test) : "";
    char *slash = strchr(suites, '/');

    if (slash)
        *slash = '.';
    for (size_t i = 0; i < run->suites.n; i++)
        suites = arena_printf(arena, "%s-%s", suites, run->suites.item[i]);
    return arena_printf(arena, VERDICTS "/%s-%s-%s-%s%s.json",
                        program_digest(run->program), options->isolation,
                        options->engine, options->orders, suites);
}

/* NULL when a name in it is no text. */
static json_t *packed(const struct finding *f, struct arena *arena)
{
    const char *message = f->message ? text_clean(arena, f->message) : NULL;

    return json_pack("{ss ss si ss? sf sI ss? sb}", "test", f->test, "claim",
                     text_clean(arena, f->claim), "status", (int)f->status,
                     "message", message, "seconds", f->seconds, "checks",
                     (json_int_t)f->checks, "lines", f->lines, "draws",
                     (int)f->draws);
}

/* All of them, or NULL: a list that lacked one would take its points. */
static json_t *packed_all(const struct run *run, struct arena *arena)
{
    json_t *list = json_array();

    for (size_t i = 0; i < run->n; i++) {
        const struct finding *f = &run->finding[i];
        bool keep =
            lasting(f->status) && (!run->reference || f->status == TEST_PASSED);

        if (!keep || json_array_append_new(list, packed(f, arena)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

void verdicts_save(const struct run *run, const struct run_options *options,
                   struct arena *arena)
{
    json_t *list, *all;
    char *text;

    if (run->n == 0 || !run->done || run->not_started ||
        !(list = packed_all(run, arena)))
        return;
    all = json_pack("{si so}", "tests", (int)run->n, "found", list);
    text = json_dumps(all, JSON_INDENT(1));
    folder_make(VERDICTS);
    if (text)
        file_write(kept_at(run, options, arena), text, strlen(text));
    free(text);
    json_decref(all);
}

static bool unpack(struct finding *f, json_t *item, struct arena *arena)
{
    const char *message = json_string_value(json_object_get(item, "message"));
    const char *lines = json_string_value(json_object_get(item, "lines"));
    const char *test, *claim;
    json_int_t checks;
    int status, draws;

    *f = (struct finding){0};
    if (json_unpack(item, "{ss ss si sF sI sb}", "test", &test, "claim", &claim,
                    "status", &status, "seconds", &f->seconds, "checks",
                    &checks, "draws", &draws) != 0)
        return false;
    f->test = arena_copy(arena, test);
    f->claim = arena_copy(arena, claim);
    f->status = (enum test_status)status;
    f->message = message ? arena_copy(arena, message) : NULL;
    f->checks = (unsigned long)checks;
    f->lines = lines ? arena_copy(arena, lines) : NULL;
    f->draws = draws;
    return true;
}

bool verdicts_load(struct run *run, const struct run_options *options,
                   struct arena *arena)
{
    json_t *all = json_load_file(kept_at(run, options, arena), 0, NULL);
    json_t *list = json_object_get(all, "found");
    size_t n = json_array_size(list);
    bool ok = n > 0 && json_integer_value(json_object_get(all, "tests")) ==
                           (json_int_t)n;

    run->room = n + 1;
    run->finding = arena_new(arena, run->room * sizeof(*run->finding));
    for (size_t i = 0; ok && i < n; i++)
        ok = unpack(&run->finding[i], json_array_get(list, i), arena);
    json_decref(all);
    run->n = ok ? n : 0;
    run->done |= ok;
    return ok;
}
