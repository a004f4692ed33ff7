/* SPDX-License-Identifier: MIT */
#include "crash.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

enum { FRAMES_MAX = 3 };

/* ---- Frames -------------------------------------------------------------*/

/* A frame of the report, `#0 0x... in FUNCTION PATH:LINE`, that is neither
 * ours nor the system's. */
static bool is_learners(const char *frame, size_t n)
{
    static const char *const others[] = {"autograder/tests",
                                         "autograder/support",
                                         "chapters/",
                                         "../",
                                         "/usr/",
                                         "/lib",
                                         "(/",
                                         NULL};
    char line[400];

    snprintf(line, sizeof(line), "%.*s", (int)n, frame);
    for (const char *const *o = others; *o; o++)
        if (strstr(line, *o))
            return false;
    return strstr(line, ".c:") != NULL;
}

static bool is_reference(const char *frame, size_t n)
{
    return memmem(frame, n, " solutions/", 11) != NULL;
}

/* The next frame behind `*at`, as "FUNCTION PATH:LINE", and its length; NULL at
 * the end of the stack that `*at` is in. */
static const char *next_frame(const char **at, size_t *n)
{
    while (**at) {
        const char *line = *at;
        size_t length = strcspn(line, "\n");
        const char *number = line + strspn(line, " ");
        const char *in = memmem(line, length, " in ", 4);

        *at += length + (line[length] == '\n');
        if (*number != '#')
            return NULL;
        if (in) {
            *n = length - (size_t)(in + 4 - line);
            return in + 4;
        }
    }
    return NULL;
}

/* The learner's innermost frames of the stack at `stack`, a line for each;
 * of the reference, which stands in for some of the files, when `reference`.
 * "" when there is none. */
static const char *frames_of(const char *stack, bool reference,
                             struct arena *arena)
{
    const char *lines = "", *frame;
    size_t n;

    for (int found = 0;
         found < FRAMES_MAX && (frame = next_frame(&stack, &n));) {
        if (!is_learners(frame, n) || is_reference(frame, n) != reference)
            continue;
        lines =
            arena_printf(arena, "%s\n%s%.*s", lines,
                         found ? "from      " : "in        ", (int)n, frame);
        found++;
    }
    return lines;
}

/* Of the first stack that has such frames: a report has others behind it, of
 * who allocated and who freed. */
static const char *frames(const char *report, struct arena *arena)
{
    for (int reference = 0; reference < 2; reference++)
        for (const char *at = report; (at = strstr(at, "    #0 ")); at++) {
            const char *lines = frames_of(at, reference, arena);

            if (*lines)
                return lines;
        }
    return "";
}

/* ---- Messages -----------------------------------------------------------*/

static const char *last_of(const struct finding *f, struct arena *arena)
{
    return f->last ? arena_printf(arena, "\ntest      %s", f->last) : "";
}

const char *crash_where(const struct finding *f, struct arena *arena)
{
    return arena_printf(arena, "%s%s", f->stack ? frames(f->stack, arena) : "",
                        last_of(f, arena));
}

const char *crash_report(const struct finding *f, const char *output,
                         struct arena *arena)
{
    const char *what = strstr(output, "ERROR: AddressSanitizer");

    if (!what && (what = strstr(output, "runtime error:")))
        while (what > output && what[-1] != '\n')
            what--;
    if (!what)
        return arena_printf(arena, "promised  \"%s\"\ncrashed   %.*s", f->claim,
                            text_fit(output, 600), output);
    return arena_printf(arena, "promised  \"%s\"\ncrashed   %.*s%s%s", f->claim,
                        (int)strcspn(what, "\n"), what, frames(what, arena),
                        last_of(f, arena));
}

const char *crash_signal(const struct finding *f, const char *output,
                         struct arena *arena)
{
    if (f->sentence)
        return arena_printf(arena,
                            "promised  \"%s\"\n"
                            "but       an assertion stopped it: %s%s%s",
                            f->claim, f->sentence, frames(output, arena),
                            last_of(f, arena));
    return arena_printf(arena,
                        "promised  \"%s\"\n"
                        "but       it was stopped by signal %d (%s)%s%.*s%s",
                        f->claim, f->sig, strsignal(f->sig),
                        *output ? "\nprinted   " : "", text_fit(output, 300),
                        output, crash_where(f, arena));
}
