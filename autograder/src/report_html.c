/* SPDX-License-Identifier: MIT */
/* One page that needs nothing else: no script, no request, the style inside.
 * What a learner's program printed goes through text_put, so it is text; and
 * the page's own policy forbids what could slip through. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "files.h"
#include "report.h"
#include "report_page.h"
#include "text.h"

#define STYLE "autograder/page/report.css"

void page_bar(const struct page *p, double part, double whole)
{
    fprintf(p->out,
            "<span class=\"bar\" aria-hidden=\"true\">"
            "<span style=\"width:%.1f%%\"></span></span>",
            whole > 0 ? 100 * part / whole : 0);
}

static const struct exercise *first_in(const struct workbook *book,
                                       enum exercise_state state)
{
    for (size_t c = 0; c < book->nchapters; c++) {
        const struct chapter *chapter = &book->chapter[c];

        for (size_t e = 0; e < chapter->nexercises; e++)
            if (chapter->exercise[e].wanted &&
                chapter->exercise[e].state == state)
                return &chapter->exercise[e];
    }
    return NULL;
}

static void put_head(const struct page *p, const char *style)
{
    text_put(p->out,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
             "<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\""
             "default-src 'none'; style-src 'unsafe-inline'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, "
             "initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             "<title>%s of %s points: The Await Workbook</title>\n<style>\n",
             points_text(p->book->earned), points_text(p->book->possible));
    fputs(style, p->out); /* the workbook's own */
    fputs("</style>\n</head>\n<body>\n", p->out);
}

static const char *now(struct arena *arena)
{
    time_t t = time(NULL);
    char text[64] = "";
    struct tm tm;

    if (localtime_r(&t, &tm))
        strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
    return arena_copy(arena, text);
}

static void put_score(const struct page *p)
{
    const struct workbook *book = p->book;
    const char *when = now(book->arena);

    text_put(p->out,
             "<header>\n<p class=\"eyebrow\">The Await Workbook</p>\n"
             "<h1><span class=\"score\">%s</span> of %s points</h1>\n",
             points_text(book->earned), points_text(book->possible));
    page_bar(p, book->earned, book->possible);
    text_put(p->out,
             "\n<p class=\"meta\"><time datetime=\"%s\">%s</time> · graded "
             "<code>%s</code> · %s engine · %s isolation%s%s%s · %s s</p>\n"
             "</header>\n<main>\n",
             when, when, book->from, book->engine, book->isolation,
             book->isolation_why ? ": " : "",
             book->isolation_why ? book->isolation_why : "",
             book->timed ? "" : " · without the points for speed",
             points_text(book->seconds));
}

static void put_next(const struct page *p)
{
    const struct chapter *c = NULL;
    const struct exercise *e = report_next(p->book, &c);

    fputs("<section class=\"next\" aria-label=\"What to do next\">\n", p->out);
    if (!e && report_any_spared(p->book))
        fputs(p->book->possible <= 0
                  ? "<p><strong>Nothing could be graded</strong>, which is no "
                    "fault of yours.</p>\n"
                  : "<p><strong>What could be graded passes</strong>, and the "
                    "rest is no fault of yours.</p>\n",
              p->out);
    else if (!e)
        fputs("<p><strong>Everything that was asked for passes.</strong> "
              "<code>make solution CH=NN</code> shows your code beside "
              "ours.</p>\n",
              p->out);
    else if (e->state == EX_FAILED)
        text_put(p->out,
                 "<p><strong>Next: mend <a href=\"#ex-%s\">%s %s</a>.</strong> "
                 "Stuck? <code>make hint EX=%s</code></p>\n",
                 e->id, e->id, e->title, e->id);
    else
        text_put(p->out,
                 "<p><strong>Next: %s %s</strong>, about %s minutes.</p>\n"
                 "<p>Read <code>chapters/%s/README.md#%s</code>, write "
                 "<code>exercises/%s/%s</code>, then say "
                 "<code>make grade CH=%s</code>.</p>\n",
                 e->id, e->title, points_text(e->minutes), c->id, e->section,
                 c->id, e->file, c->number);
    fputs("</section>\n", p->out);
}

static void put_progress(const struct page *p)
{
    fputs("<section id=\"progress\">\n<h2>Progress by chapter</h2>\n"
          "<ol class=\"progress\">\n",
          p->out);
    for (size_t i = 0; i < p->book->nchapters; i++) {
        const struct chapter *c = &p->book->chapter[i];
        bool shown = c->started || report_alone(p->book);

        if (!c->wanted)
            continue;
        fputs("<li><span class=\"number\">", p->out);
        text_put(p->out,
                 shown
                     ? "%s</span><a class=\"title\" href=\"#ch-%s\">%s</a>"
                     : "%s</span><span class=\"title\" id=\"ch-%s\">%s</span>",
                 c->number, c->number, c->title);
        page_bar(p, c->earned, c->possible);
        text_put(p->out, "<span class=\"points\">%s%s%s</span></li>\n",
                 c->started ? points_text(c->earned) : "not begun",
                 c->started ? " / " : ", ", points_text(c->possible));
    }
    fputs("</ol>\n</section>\n", p->out);
}

static void put_covered(const struct page *p, const struct chapter *chapter,
                        const struct exercise *e)
{
    const struct coverage *c = e->coverage;

    text_put(p->out, "<li><code class=\"title\">%s/%s</code>", chapter->id,
             e->file);
    page_bar(p, c->reached, c->lines);
    text_put(p->out, "<span class=\"points\">%s of %s lines",
             points_text(c->reached), points_text(c->lines));
    text_put(p->out, ", %s of %s branches</span>", points_text(c->taken),
             points_text(c->branches));
    if (*c->missed)
        text_put(p->out,
                 "<span class=\"missed\">no test reached %s: dead code, or a "
                 "case that you did not need?</span>",
                 c->missed);
    fputs("</li>\n", p->out);
}

void page_coverage(const struct page *p)
{
    const struct coverage *last = NULL;

    for (size_t i = 0; i < p->book->nchapters; i++) {
        const struct chapter *c = &p->book->chapter[i];

        for (size_t e = 0; e < c->nexercises; e++) {
            if (!c->exercise[e].coverage || c->exercise[e].coverage == last)
                continue;
            if (!last)
                fputs("<section id=\"coverage\">\n<h2>Lines that the tests "
                      "reached</h2>\n<ol class=\"coverage\">\n",
                      p->out);
            last = c->exercise[e].coverage;
            put_covered(p, c, &c->exercise[e]);
        }
    }
    if (last)
        fputs("</ol>\n</section>\n", p->out);
}

bool report_html(const struct workbook *book, const char *path)
{
    const char *css = arena_printf(book->arena, "%s/" STYLE, book->top);
    const char *style = file_read(book->arena, css, NULL);
    struct page p = {.book = book, .open = first_in(book, EX_FAILED)};
    char *bytes = NULL;
    size_t n = 0;
    bool ok = false;

    if (!style) {
        fprintf(stderr, "aw-grade: cannot read %s, a part of the workbook\n",
                css);
        return false;
    }
    if (!p.open)
        p.open = first_in(book, EX_TODO);
    if ((p.out = open_memstream(&bytes, &n))) {
        put_head(&p, style);
        put_score(&p);
        put_next(&p);
        put_progress(&p);
        page_chapters(&p);
        page_speed(&p);
        page_coverage(&p);
        fputs("</main>\n</body>\n</html>\n", p.out);
        ok = fclose(p.out) == 0 && file_write_soon(path, bytes, n);
    }
    free(bytes);
    return ok;
}
