/* SPDX-License-Identifier: MIT */
/* hunt_indexer.h: index documents in the background.
 *
 * A server keeps an index of its documents.  Indexing one takes long, so it
 * is done a page at a time, while everything else goes on.  The program is
 * in use, and there are three complaints:
 *
 *   "While a long document is indexed, the server does not answer."
 *   "I abort from inside `index`, because the page is broken, and it calls me
 *    with the next page all the same."
 *   "Since `done` starts the next document in the same memory, it sometimes
 *    stops with a strange message."
 *
 * What follows is what was promised. */
#ifndef HUNT_INDEXER_H
#define HUNT_INDEXER_H

#include "aw/ready.h"

/* One document.
 *
 * Owns:  the caller's memory; it must stay until `done` is called, or until
 *        the indexing was aborted and `index` is not running. */
struct hunt_doc {
    struct aw_handle handle; /* queued while there is work to do */
    struct aw_ready *ready;
    unsigned page, pages; /* pages done, and how many there are */
    void (*index)(struct hunt_doc *doc, unsigned page);
    void (*done)(struct hunt_doc *doc);
};

/* Make `doc` a document that is not being indexed.
 *
 * pages  1 or more
 * index  is called with 1, 2, 3 and so on up to `pages`
 * done   is called once, right behind the last page, in the same turn */
void hunt_doc_init(struct hunt_doc *doc, struct aw_ready *ready, unsigned pages,
                   void (*index)(struct hunt_doc *doc, unsigned page),
                   void (*done)(struct hunt_doc *doc));

/* Index `doc` from its first page, beginning with the next turn.
 *
 * Each turn indexes one page of each document, so that all else has its share
 * of the time.  When `done` is called the document is the caller's again:
 * `done` may free it, or start it anew.  Starting a document that is being
 * indexed is misuse. */
void hunt_doc_start(struct hunt_doc *doc);

/* Stop indexing `doc`.
 *
 * Afterwards neither `index` nor `done` is called, until it is started again.
 * It may be called from inside `index`, for the last page too.
 *
 * Returns true when the document was being indexed. */
bool hunt_doc_abort(struct hunt_doc *doc);

#endif
