/* SPDX-License-Identifier: MIT */
/* The indexer, mended.
 *
 * All three complaints come from the same dozen lines.  It opened a turn of
 * its own, so the turn of everybody else never ended.  It was not queued
 * while it called `index`, so an abort found nothing to cancel.  And it read
 * the document after `done` had been given it. [hunt-indexer]
 *
 * One idea mends the last two: push the handle before calling anybody.  Then
 * "is being indexed" and "is queued" are the same at all times, and an abort
 * needs no flag. */
#include "hunt_indexer.h"

static int next_page(struct aw_handle *handle)
{
    struct hunt_doc *doc = aw_container_of(handle, struct hunt_doc, handle);

    /* For the next turn, whether that is needed or not: that is when the next
     * page is due, and until then an abort has something to cancel. */
    aw_ready_push(doc->ready, handle);
    doc->index(doc, ++doc->page);

    /* When this was the last page, there is no next turn.  A cancel that
     * finds nothing means that `index` has aborted: then nobody is told. */
    if (doc->page == doc->pages && aw_handle_cancel(handle))
        doc->done(doc);

    /* Wrong turn: anything here that reads `doc` reads memory which `done`
     * may have freed, or started anew; done_may_start_the_document_anew
     * catches it. */
    return 0;
}

void hunt_doc_init(struct hunt_doc *doc, struct aw_ready *ready, unsigned pages,
                   void (*index)(struct hunt_doc *doc, unsigned page),
                   void (*done)(struct hunt_doc *doc))
{
    aw_handle_init(&doc->handle, next_page);
    doc->ready = ready;
    doc->page = 0;
    doc->pages = pages;
    doc->index = index;
    doc->done = done;
}

void hunt_doc_start(struct hunt_doc *doc)
{
    aw_ready_push(doc->ready, &doc->handle);
    doc->page = 0;
}

bool hunt_doc_abort(struct hunt_doc *doc)
{
    return aw_handle_cancel(&doc->handle);
}
