/* SPDX-License-Identifier: MIT */
/* fixture.h: a loop under a virtual clock, two futures, and six ears.
 *
 * An ear is a watch that says what it hears: "a=7" for the value 7, "a+3" for
 * the result 3 and no value, "a=EIO" for an error; and then does what a test
 * wants. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "aw/future.h"
#include "graded.h"
#include "graded_loop.h"

#define MOST 6

struct ear {
    struct aw_watch watch;
    char name;
    void (*act)(struct ear *);
};

static struct aw_loop loop;
static struct aw_clock_virtual virtual_clock;
static struct aw_future f, g;
static struct ear ear[MOST]; /* a to f */

static inline void *num(intptr_t n)
{
    return (void *)n;
}

/* What an outcome is called in the log. */
static const char *outcome(int state, int result, void *value)
{
    static char text[32];

    if (state == AW_PENDING)
        return "?";
    if (result < 0)
        snprintf(text, sizeof(text), "=%s%s", aw_error_name(result),
                 value ? "!" : "");
    else if (result > 0)
        snprintf(text, sizeof(text), "+%d", result);
    else
        snprintf(text, sizeof(text), "=%d", (int)(intptr_t)value);
    return text;
}

static int hear(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);
    struct ear *me = aw_container_of(w, struct ear, watch);

    say("%c%s", me->name, outcome(w->state, w->result, w->value));
    if (me->act)
        me->act(me);
    return 0;
}

/* Start the ears that are named, on `future`. */
static inline void start(const char *names, struct aw_future *future)
{
    for (; *names; names++)
        aw_watch_start(&ear[*names - 'a'].watch, future);
}

/* A loop, and two pending futures. */
static inline void arrange_futures(void)
{
    struct aw_loop_options options = {.clock = &virtual_clock.clock};

    aw_clock_virtual_init(&virtual_clock, 0);
    EXPECT_INT(graded_loop_init(&loop, &options), 0, "made a loop");
    memset(&f, 0xff, sizeof(f));
    aw_future_init(&f, &loop, NULL);
    aw_future_init(&g, &loop, NULL);
}

/* The same with ears, of which those named listen to f.  Ears a to d await;
 * e and f only want to know. */
static inline void arrange(const char *names)
{
    arrange_futures();
    for (int i = 0; i < MOST; i++) {
        memset(&ear[i].watch, 0xff, sizeof(ear[i].watch));
        ear[i].name = (char)('a' + i);
        aw_watch_init(&ear[i].watch, hear, i < 4);
    }
    start(names, &f);
}

static inline void turn(void)
{
    aw_loop_run_once(&loop);
}

/* The ears linked in `future`, forwards and then backwards: "ab ba". */
static inline const char *linked(const struct aw_future *future)
{
    static char text[4 * MOST];
    const struct aw_list *head = &future->watches, *l;
    size_t n = 0;

    for (l = head->next; l != head && n < MOST; l = l->next)
        text[n++] = aw_container_of(l, struct ear, watch.link)->name;
    text[n++] = ' ';
    for (l = head->prev; l != head && n < 3 * MOST; l = l->prev)
        text[n++] = aw_container_of(l, struct ear, watch.link)->name;
    text[n] = '\0';
    return text;
}

/* ---- Reports ------------------------------------------------------------*/

static struct aw_report told; /* the latest report */

static void note_report(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    told = *report;
    say("reported-%s", aw_error_name(report->error));
}

static inline void listen_for_reports(void)
{
    loop.on_error = note_report;
}

#endif
