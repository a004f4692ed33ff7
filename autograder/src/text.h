/* SPDX-License-Identifier: MIT */
/* text.h: what programs printed, as text that may be shown to people.
 *
 * A message may quote anything, and may be cut anywhere.  Terminals obey
 * control characters, XML forbids them, and JSON and HTML ask for UTF-8: so
 * all reports clean their text here, and in the same way. */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>
#include <stdio.h>

#include "arena.h"

/* Bytes of the character that `text` begins with, of `n` that are there.
 *
 * Returns 0 when there is none that may be shown: no UTF-8, a control
 * character other than newline and tab, one that turns the direction of
 * writing, or none of Unicode's characters. */
size_t text_character(const char *text, size_t n);

/* A copy in which each byte that belongs to no such character is a '?'. */
char *text_clean(struct arena *arena, const char *string);

/* How many bytes of `string` to show when there is room for `most`: a character
 * is shown whole or not at all.  For "%.*s". */
int text_fit(const char *string, int most);

/* Write `string` into XML or HTML, cleaned and escaped, so that it is text and
 * nothing else, in an element as well as in an attribute in quotes. */
void text_markup(FILE *out, const char *string);

/* As fprintf with %s and %% alone; whatever stands for a %s goes through
 * text_markup, and the rest is markup. */
void text_put(FILE *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
