/* SPDX-License-Identifier: MIT */
#include "hunt_indexer.h"

static int next_page(struct aw_handle *handle)
{
    struct hunt_doc *doc = aw_container_of(handle, struct hunt_doc, handle);

    doc->page++;
    doc->index(doc, doc->page);
    if (doc->page == doc->pages)
        doc->done(doc);

    if (doc->page < doc->pages) {
        /* There is more to do: go on at once. */
        aw_ready_push(doc->ready, &doc->handle);
        aw_ready_turn(doc->ready);
    }
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
