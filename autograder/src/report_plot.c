/* SPDX-License-Identifier: MIT */
/* Timing targets as pictures.  Places along the strip are percents of its
 * width, so that a phone shows the same dots and letters as a wide screen. */
#include <math.h>

#include "report.h"
#include "report_page.h"
#include "text.h"

enum {
    TOP = 22,   /* the strip, in CSS pixels: above it stands `gold` */
    STRIP = 44, /* dots, in rows, for many lie at nearly the same place */
    ROWS = 5,
    HEIGHT = TOP + STRIP + 22, /* below it stands `required` */
};

struct scale {
    double low, high;
};

bool page_has_plot(const struct target *target)
{
    return target->pairs > 0 && target->ratio > 0;
}

/* All of what matters, and pairs as far as they do not press it together. */
static struct scale scale_of(const struct target *t)
{
    struct scale s = {fmin(1, fmin(t->gold, t->ratio)),
                      fmax(t->required, t->ratio)};
    double most = s.high + 0.5 * (s.high - s.low);

    for (unsigned i = 0; i < t->pairs; i++) {
        s.low = fmin(s.low, t->pair[i]);
        s.high = fmax(s.high, fmin(most, t->pair[i]));
    }
    s.low -= 0.05 * (s.high - s.low) + 0.01;
    s.high += 0.05 * (s.high - s.low) + 0.01;
    return s;
}

/* Percent of the width.  What lies beyond stands at the edge. */
static double place(const struct scale *s, double ratio)
{
    double x = 100 * (ratio - s->low) / (s->high - s->low);

    return fmin(99, fmax(1, x));
}

static void put_line(const struct page *p, const struct scale *s,
                     const char *name, double ratio)
{
    double x = place(s, ratio);

    fprintf(p->out,
            "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" "
            "y2=\"%d\"/>\n",
            name, x, x, TOP - 4, TOP + STRIP + 4);
}

static void put_label(const struct page *p, const struct scale *s,
                      const char *name, double ratio, int y)
{
    double x = place(s, ratio);

    fprintf(p->out,
            "<text class=\"%s\" x=\"%.2f%%\" y=\"%d\" text-anchor=\"%s\">%s "
            "%.2f</text>\n",
            name, x, y,
            x < 20   ? "start"
            : x > 80 ? "end"
                     : "middle",
            name, ratio);
}

static void put_band(const struct page *p, const char *name, double from,
                     double to)
{
    fprintf(p->out,
            "<rect class=\"%s\" x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" "
            "height=\"%d\"/>\n",
            name, from, TOP, to - from, STRIP);
}

static void put_dots(const struct page *p, const struct scale *s,
                     const struct target *t)
{
    for (unsigned i = 0; i < t->pairs; i++)
        fprintf(p->out,
                "<circle class=\"%s\" cx=\"%.2f%%\" cy=\"%d\" r=\"3.5\"/>\n",
                t->pair[i] > s->high ? "pair beyond" : "pair",
                place(s, t->pair[i]),
                TOP + STRIP * (int)(2 * (2 * i % ROWS) + 1) / (2 * ROWS));
}

/* What the picture says, for those who hear it. */
static void put_words(const struct page *p, const struct exercise *e,
                      const struct target *t)
{
    text_put(p->out,
             "<title id=\"t-%s-%s\">Pairs of %s</title><desc id=\"d-%s-%s\">",
             e->id, t->name, t->name, e->id, t->name);
    fprintf(p->out,
            "%u ratios of CPU time, yours to the reference's:", t->pairs);
    for (unsigned i = 0; i < t->pairs; i++)
        fprintf(p->out, " %.2f", t->pair[i]);
    fprintf(p->out, ". Median %.2f, gold %.2f, required %.2f.</desc>\n",
            t->ratio, t->gold, t->required);
}

static void put_plot(const struct page *p, const struct exercise *e,
                     const struct target *t)
{
    struct scale s = scale_of(t);
    double gold = place(&s, t->gold), required = place(&s, t->required);

    text_put(
        p->out,
        "<figure id=\"plot-%s-%s\">\n<figcaption><span class=\"title\">"
        "<a href=\"#ex-%s\" class=\"number\">%s</a> <code>%s</code></span> "
        "<span class=\"median\">",
        e->id, t->name, e->id, e->id, t->name);
    fprintf(p->out, "median %.2f×</span> ", t->ratio);
    text_put(p->out, "<span class=\"pill %s\">%s</span></figcaption>\n",
             timing_status_name(t->status), timing_status_name(t->status));
    text_put(p->out,
             "<svg role=\"img\" aria-labelledby=\"t-%s-%s d-%s-%s\" "
             "width=\"100%%\" ",
             e->id, t->name, e->id, t->name);
    fprintf(p->out, "height=\"%d\">\n", HEIGHT);
    put_words(p, e, t);
    put_band(p, "band-gold", 0, gold);
    put_band(p, "band-required", gold, required);
    put_band(p, "band-beyond", required, 100);
    put_line(p, &s, "gold", t->gold);
    put_line(p, &s, "required", t->required);
    put_dots(p, &s, t);
    put_line(p, &s, "middle", t->ratio);
    put_label(p, &s, "gold", t->gold, 13);
    put_label(p, &s, "required", t->required, HEIGHT - 5);
    fputs("</svg>\n</figure>\n", p->out);
}

static bool any(const struct workbook *book)
{
    for (size_t c = 0; c < book->nchapters; c++)
        for (size_t e = 0; e < book->chapter[c].nexercises; e++)
            for (size_t t = 0; t < book->chapter[c].exercise[e].ntargets; t++)
                if (page_has_plot(&book->chapter[c].exercise[e].target[t]))
                    return true;
    return false;
}

void page_speed(const struct page *p)
{
    const struct workbook *book = p->book;

    if (!any(book))
        return;
    fputs("<section id=\"speed\">\n<h2>Speed</h2>\n<p class=\"about\">Each dot "
          "is a pair of runs: your CPU time, divided by the reference's. The "
          "thick line is their median. Up to <em>gold</em> it earns all points "
          "of its target, from <em>required</em> on none, and in between a "
          "part. A hollow dot lies further out than the picture goes.</p>\n",
          p->out);
    for (size_t c = 0; c < book->nchapters; c++) {
        const struct chapter *chapter = &book->chapter[c];

        for (size_t e = 0; e < chapter->nexercises; e++)
            for (size_t t = 0; t < chapter->exercise[e].ntargets; t++)
                if (page_has_plot(&chapter->exercise[e].target[t]))
                    put_plot(p, &chapter->exercise[e],
                             &chapter->exercise[e].target[t]);
    }
    fputs("</section>\n", p->out);
}
