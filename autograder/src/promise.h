/* SPDX-License-Identifier: MIT */
/* promise.h: where a promise stands, and the whole sentence.
 *
 * A test quotes what it grades, which is often half a sentence: of the contract
 * of some function that the quotation does not name. */
#ifndef PROMISE_H
#define PROMISE_H

#include "model.h"

/* In the message of a test that failed: the whole sentence in place of the
 * quotation, and behind it a line that says in which header it stands, and of
 * what it is said.  The message stays as it is where that is not clear. */
void promise_complete(const struct workbook *book,
                      const struct chapter *chapter,
                      const struct exercise *exercise, struct test *test);

#endif
