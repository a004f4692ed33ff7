/* SPDX-License-Identifier: MIT */
/* blame.h: a test fails; in whose file is the mistake?
 *
 * The tests of a chapter run on all of its files together, so a mistake in one
 * of them may show in the exercise of another.  To find it the same tests are
 * linked again with less of the learner's, and with the reference's in its
 * place.  Whatever is found is added to the test's message; no score changes.
 *
 * Both functions return false when interrupted. */
#ifndef BLAME_H
#define BLAME_H

#include "judging.h"

/* Which other file of the same chapter is it? */
bool blame_files(struct judging *judging);

/* On the learner's earlier chapters: which of them is it? */
bool blame_chapters(struct judging *judging);

#endif
