/* SPDX-License-Identifier: MIT */
/* Errors that nobody awaits.
 *
 * A callback cannot raise, and there is nobody above it to catch.  So its
 * error is told to one function of the loop, and the loop goes on.
 *
 * The hard thing is a handler that fails itself: it must neither be asked
 * again nor end the loop. [broken-handler] */
#include <stdio.h>

#include "aw/loop_parts.h"

static void print(const struct aw_report *r)
{
    fprintf(stderr, "aw: %s: %s%s%s%s%s\n", r->what, aw_error_name(r->error),
            r->name ? ", in " : "", r->name ? r->name : "",
            r->where ? ", made at " : "", r->where ? r->where : "");
}

void aw_loop_report(struct aw_loop *loop, const struct aw_report *report)
{
    void (*told)(struct aw_loop *, const struct aw_report *) = loop->on_error;

    if (!told) {
        print(report);
        return;
    }
    /* While it runs there is no handler: what it reports is printed. */
    loop->on_error = NULL;
    told(loop, report);
    if (!loop->on_error)
        loop->on_error = told;
}

static void callback_failed(struct aw_ready *ready, aw_fn fn, int error)
{
    struct aw_loop *loop = aw_container_of(ready, struct aw_loop, ready);

    aw_loop_report(loop, &(struct aw_report){.what = "a callback failed",
                                             .error = error,
                                             .fn = fn});
}

void aw__loop_listen(struct aw_loop *loop)
{
    loop->ready.on_error = callback_failed;
}
