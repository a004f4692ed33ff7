/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "graded.h"
#include "hunt_indexer.h"

static struct aw_ready ready;
static struct hunt_doc doc, other;
static unsigned abort_at; /* the page whose `index` aborts; 0: none does */

static void say_page(struct hunt_doc *d, unsigned page)
{
    say("%s%u", d == &other ? "other-" : "", page);
    if (page == abort_at)
        say(hunt_doc_abort(d) ? "aborts" : "misses");
}

static void say_done(struct hunt_doc *d)
{
    say(d == &other ? "other-done" : "done");
}

static void arrange(unsigned pages)
{
    aw_ready_init(&ready);
    abort_at = 0;
    hunt_doc_init(&doc, &ready, pages, say_page, say_done);
    hunt_doc_init(&other, &ready, pages, say_page, say_done);
}

/* Run `n` turns, each ended by a bar. */
static void turns(int n)
{
    while (n-- > 0) {
        aw_ready_run(&ready);
        say("|");
    }
}

GRADED(hunt_indexer, each_turn_indexes_one_page,
       "Each turn indexes one page of each document")
{
    arrange(3);
    hunt_doc_start(&doc);
    turns(4);

    EXPECT_SAID("1 | 2 | 3 done | |", "ran four turns with a document of "
                                      "three pages");
    EXPECT_INT(ready.turns, 4, "counted the turns that were opened");
}

static unsigned answers;

static int answer(struct aw_handle *handle)
{
    say("answer");
    if (--answers > 0)
        aw_ready_push(&ready, handle);
    return 0;
}

/* A2 */
GRADED(hunt_indexer, others_have_their_share,
       "so that all else has its share of the time")
{
    struct aw_handle server;

    arrange(2);
    aw_handle_init(&server, answer);
    answers = 3;
    hunt_doc_start(&doc);
    aw_ready_push(&ready, &server);
    turns(3);

    EXPECT_SAID("1 answer | 2 done answer | answer |",
                "ran three turns with a document of two pages, and a server "
                "that answers in each");
}

GRADED(hunt_indexer, two_documents_take_turns,
       "Each turn indexes one page of each document")
{
    arrange(2);
    hunt_doc_start(&doc);
    hunt_doc_start(&other);
    turns(3);

    EXPECT_SAID("1 other-1 | 2 done other-2 other-done | |",
                "ran three turns with two documents of two pages");
}

static void start_again(struct hunt_doc *d)
{
    say("done");
    d->done = say_done;
    hunt_doc_start(d);
}

GRADED(hunt_indexer, done_may_start_the_document_anew,
       "`done` may free it, or start it anew")
{
    arrange(2);
    doc.done = start_again;
    hunt_doc_start(&doc);
    turns(5);

    EXPECT_SAID("1 | 2 done | 1 | 2 done | |",
                "`done` started the same document once more");
}

static void free_doc(struct hunt_doc *d)
{
    say("freed");
    memset(d, 0xff, sizeof(*d));
    free(d);
}

GRADED(hunt_indexer, done_may_free_the_document,
       "`done` may free it, or start it anew")
{
    struct hunt_doc *mine = malloc(sizeof(*mine));

    arrange(1);
    hunt_doc_init(mine, &ready, 2, say_page, free_doc);
    hunt_doc_start(mine);
    turns(3);

    EXPECT_SAID("1 | 2 freed | |", "`done` freed the document");
    EXPECT(aw_list_empty(&ready.next), "looked whether something is queued");
}

GRADED(hunt_indexer, an_abort_between_two_turns_works,
       "Afterwards neither `index` nor `done` is called, until it is started "
       "again.")
{
    arrange(3);
    hunt_doc_start(&doc);
    turns(1);
    EXPECT(hunt_doc_abort(&doc), "aborted after the first of three pages");
    EXPECT(!hunt_doc_abort(&doc), "aborted it a second time");
    turns(2);

    EXPECT_SAID("1 | | |", "ran two turns after the abort");
}

GRADED(hunt_indexer, index_may_abort,
       "It may be called from inside `index`, for the last page too.")
{
    arrange(3);
    abort_at = 2;
    hunt_doc_start(&doc);
    turns(4);

    EXPECT_SAID("1 | 2 aborts | | |", "the second of three pages aborted");
}

GRADED(hunt_indexer, index_may_abort_at_the_last_page,
       "Afterwards neither `index` nor `done` is called, until it is started "
       "again.")
{
    arrange(2);
    abort_at = 2;
    hunt_doc_start(&doc);
    turns(3);

    EXPECT_SAID("1 | 2 aborts | |",
                "`index` aborted the document at the last of two pages");
}

GRADED(hunt_indexer, an_aborted_document_can_be_started_again,
       "Index `doc` from its first page, beginning with the next turn.")
{
    arrange(2);
    hunt_doc_start(&doc);
    turns(1);
    hunt_doc_abort(&doc);
    hunt_doc_start(&doc);
    turns(3);

    EXPECT_SAID("1 | 1 | 2 done | |", "aborted after a page, and started");
    EXPECT(!hunt_doc_abort(&doc), "aborted a document that is done");
}

GRADED(hunt_indexer, starting_twice_is_misuse,
       "Starting a document that is being indexed is misuse.")
{
    arrange(3);
    hunt_doc_start(&doc);
    turns(1);
    EXPECT_MISUSE(hunt_doc_start(&doc), "", "started it between two pages");
    turns(3);

    EXPECT_SAID("1 | 2 | 3 done | |", "a second start was refused");
}

/* Started, from its first page: anew if it is being indexed. */
static void start_anew(struct hunt_doc *d)
{
    say(hunt_doc_abort(d) ? "%s-anew" : "%s-starts", d == &other ? "o" : "d");
    hunt_doc_start(d);
}

GRADED(hunt_indexer, a_drawn_day_is_as_in_the_reference,
       "Each turn indexes one page of each document")
{
    arrange(2 + (unsigned)graded_random(4));
    hunt_doc_init(&other, &ready, 1 + (unsigned)graded_random(4), say_page,
                  say_done);
    for (int i = 0; i < 40; i++) {
        struct hunt_doc *drawn = graded_random(2) ? &doc : &other;

        abort_at = (unsigned)graded_random(8);
        if (graded_random(3) == 0)
            start_anew(drawn);
        else if (graded_random(6) == 0)
            say(hunt_doc_abort(drawn) ? "aborted" : "idle");
        turns(1);
    }
    EXPECT_AS_REFERENCE("ran 40 turns in which two documents are started, and "
                        "aborted between turns or from inside `index`");
}
