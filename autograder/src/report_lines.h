/* SPDX-License-Identifier: MIT */
/* report_lines.h: text of others in the report that is printed. */
#ifndef REPORT_LINES_H
#define REPORT_LINES_H

#include <stddef.h>

/* Print `n` bytes of `text`; a question mark stands for what is no UTF-8,
 * and for what a terminal obeys. */
void print_text(const char *text, size_t n);

/* Print the lines of a message, indented, and not too many of them. */
void print_indented(const char *message);

#endif
