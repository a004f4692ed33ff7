/* SPDX-License-Identifier: MIT */
/* The chapters of report.html: exercises, folded; in them the tests. */
#include <string.h>

#include "report.h"
#include "report_page.h"
#include "text.h"

static const char *kind_of(enum test_status status)
{
    return status == TEST_PASSED ? "passed"
           : status == TEST_TODO ? "todo"
           : status == TEST_NOT_RUN || status == TEST_UNKNOWN ||
                   status == TEST_COULD_NOT_GRADE
               ? "spared"
               : "failed";
}

/* A status as people say it: compile_error is one word for programs only. */
static const char *spoken(struct arena *arena, const char *status)
{
    char *words = arena_copy(arena, status);

    for (char *p = words; *p; p++)
        if (*p == '_')
            *p = ' ';
    return words;
}

/* A long name may be broken behind a word, where a phone has no room. */
static void put_name(const struct page *p, const char *name)
{
    fputs("<code>", p->out);
    while (*name) {
        size_t n = strcspn(name, "_/") + 1, left = strlen(name);

        n = n < left ? n : left;
        text_put(p->out, "%s", arena_copy_n(p->book->arena, name, n));
        name += n;
        if (*name)
            fputs("<wbr>", p->out);
    }
    fputs("</code>", p->out);
}

static void put_message(const struct page *p, const char *message,
                        const char *claim)
{
    if (claim && !(message && strstr(message, claim)))
        text_put(p->out, "<blockquote>%s</blockquote>\n", claim);
    if (message)
        text_put(p->out, "<pre tabindex=\"0\">%s</pre>\n", message);
}

static void put_where(const struct page *p, const struct chapter *c,
                      const struct exercise *e, const char *test)
{
    text_put(p->out,
             "<p class=\"where\">Read <code>chapters/%s/README.md#%s</code><br>"
             "Again <code>make grade CH=%s EX=%s",
             c->id, e->section, c->number, e->id);
    if (test && e->kind != KIND_PROBE)
        text_put(p->out, " TEST=%s", test);
    text_put(p->out, "%s</code></p>\n",
             strcmp(p->book->engine, "uv") == 0 ? " ENGINE=uv" : "");
}

/* Do two tests say the same?  All tests of a file that does not compile do. */
static bool same(const struct test *a, const struct test *b)
{
    if (a->status != b->status || !a->message || !b->message)
        return a->status == b->status && a->message == b->message;
    return strcmp(a->message, b->message) == 0;
}

/* The test at `first`, and those behind it that say the same.  Returns how
 * many. */
static size_t put_failure(const struct page *p, const struct chapter *c,
                          const struct exercise *e, size_t first)
{
    const struct test *test = &e->test[first];
    size_t n = 1;

    while (first + n < e->ntests && same(test, &e->test[first + n]))
        n++;
    text_put(p->out,
             "<article class=\"test\">\n<h3><span class=\"pill %s\">%s</span> ",
             kind_of(test->status),
             spoken(p->book->arena, test_status_name(test->status)));
    put_name(p, test->name);
    fputs("</h3>\n", p->out);
    put_message(p, test->message ? test->message : report_unrun(e),
                n == 1 ? test->claim : NULL);
    if (n > 1) {
        text_put(p->out,
                 "<details><summary>the same is said of %s more</summary>\n"
                 "<ul>\n",
                 points_text((double)n - 1));
        for (size_t i = 1; i < n; i++) {
            fputs("<li>", p->out);
            put_name(p, test[i].name);
            fputs("</li>\n", p->out);
        }
        fputs("</ul></details>\n", p->out);
    }
    put_where(p, c, e, test->name);
    fputs("</article>\n", p->out);
    return n;
}

/* What is still to be written is no list of mistakes: behind the first, its
 * tests are folded away. */
static void put_failures(const struct page *p, const struct chapter *c,
                         const struct exercise *e)
{
    bool folded = false;
    size_t shown = 0;

    for (size_t i = 0; i < e->ntests;) {
        if (e->test[i].status == TEST_PASSED) {
            i++;
            continue;
        }
        if (e->state == EX_TODO && shown++ == 1) {
            fputs("<details><summary>and what comes after that</summary>\n",
                  p->out);
            folded = true;
        }
        i += put_failure(p, c, e, i);
    }
    if (folded)
        fputs("</details>\n", p->out);
}

static void put_passed(const struct page *p, const struct exercise *e)
{
    size_t n = e->ntests - report_failures(e);

    if (n == 0)
        return;
    text_put(p->out, "<details><summary>%s %s</summary>\n<ul class=\"kept\">\n",
             points_text((double)n), n == 1 ? "test passes" : "tests pass");
    for (size_t i = 0; i < e->ntests; i++) {
        const struct test *test = &e->test[i];

        if (test->status != TEST_PASSED)
            continue;
        fputs("<li>", p->out);
        put_name(p, test->name);
        text_put(p->out, " <q>%s</q></li>\n", test->claim ? test->claim : "");
    }
    fputs("</ul></details>\n", p->out);
}

static void put_target(const struct page *p, const struct chapter *c,
                       const struct exercise *e, const struct target *target)
{
    const char *why = report_slow(p->book->arena, target);

    if (target->status == TIMING_NOT_MEASURED)
        return;
    text_put(p->out,
             "<article class=\"test\">\n<h3><span class=\"pill %s\">%s"
             "</span> <code>timing/%s</code>",
             timing_status_name(target->status),
             timing_status_name(target->status), target->name);
    if (page_has_plot(target))
        text_put(p->out, " <a href=\"#plot-%s-%s\">the measured pairs</a>",
                 e->id, target->name);
    fputs("</h3>\n", p->out);
    if (why) {
        put_message(p, why, target->claim);
        put_where(p, c, e,
                  arena_printf(p->book->arena, "timing/%s", target->name));
    }
    fputs("</article>\n", p->out);
}

static void put_body(const struct page *p, const struct chapter *c,
                     const struct exercise *e)
{
    if (e->advice)
        text_put(p->out,
                 "<p class=\"advice\">Advice, for no points:</p>\n"
                 "<pre tabindex=\"0\">%s</pre>\n",
                 e->advice);
    if (e->state == EX_UNTOUCHED ||
        (e->state == EX_SKIPPED && report_failures(e) == e->ntests &&
         e->test[0].status == TEST_UNKNOWN)) {
        text_put(p->out,
                 "<p>%s. It takes about %s minutes: read "
                 "<code>chapters/%s/README.md#%s</code>, write "
                 "<code>exercises/%s/%s</code>.</p>\n",
                 e->state == EX_UNTOUCHED ? "Not begun" : "Left out",
                 points_text(e->minutes), c->id, e->section, c->id, e->file);
        return;
    }
    put_failures(p, c, e);
    for (size_t i = 0; i < e->ntargets; i++)
        put_target(p, c, e, &e->target[i]);
    put_passed(p, e);
}

static void put_exercise(const struct page *p, const struct chapter *c,
                         const struct exercise *e)
{
    text_put(p->out,
             "<details class=\"exercise %s\" id=\"ex-%s\"%s>\n<summary>"
             "<span class=\"pill %s\">%s</span> <span class=\"title\">"
             "<span class=\"number\">%s</span> %s</span> "
             "<span class=\"points\">%s / %s</span></summary>\n",
             exercise_state_name(e->state), e->id, e == p->open ? " open" : "",
             exercise_state_name(e->state), exercise_state_name(e->state),
             e->id, e->title, points_text(e->earned), points_text(e->possible));
    put_body(p, c, e);
    fputs("</details>\n", p->out);
}

void page_chapters(const struct page *p)
{
    bool alone = report_alone(p->book);

    for (size_t i = 0; i < p->book->nchapters; i++) {
        const struct chapter *c = &p->book->chapter[i];

        if (!c->wanted || !(c->started || alone))
            continue;
        text_put(p->out,
                 "<section class=\"chapter\" id=\"ch-%s\">\n<h2><span "
                 "class=\"number\">%s</span> %s</h2>\n",
                 c->number, c->number, c->title);
        for (size_t e = 0; e < c->nexercises; e++)
            if (c->exercise[e].wanted)
                put_exercise(p, c, &c->exercise[e]);
        fputs("</section>\n", p->out);
    }
}
