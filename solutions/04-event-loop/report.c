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
    /* [broken-handler] Wrong turn: asking the handler whatever happens.  One
     * that fails each time reports its failure to itself until the stack is
     * full; report/a_handler_that_reports_is_not_asked_again. */
    if (!loop->on_error || loop->reporting) {
        print(report);
        return;
    }
    loop->reporting = true;
    loop->on_error(loop, report);
    loop->reporting = false;
}

/* The queue knows no loop, but it stands in one. */
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
