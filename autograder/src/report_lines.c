/* SPDX-License-Identifier: MIT */
#include "report_lines.h"

#include <stdio.h>
#include <string.h>

enum { MESSAGE_LINES = 18 }; /* with its frame, a message stays within 24 */

/* Bytes of the character at `text`, or 0 when there is none, or one that a
 * terminal obeys: a message may quote what a program printed, and may be cut
 * anywhere. */
static size_t character(const char *text, size_t n)
{
    unsigned char c = (unsigned char)*text;
    size_t length = c == '\t'               ? 1
                    : c < ' ' || c == 0x7f  ? 0
                    : c < 0x80              ? 1
                    : c >= 0xc2 && c < 0xe0 ? 2
                    : c >= 0xe0 && c < 0xf0 ? 3
                    : c >= 0xf0 && c < 0xf5 ? 4
                                            : 0;

    for (size_t i = 1; i < length; i++)
        if (i >= n || ((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
    if (c == 0xc2 && (unsigned char)text[1] < 0xa0) /* the other controls */
        return 0;
    return length;
}

void print_text(const char *text, size_t n)
{
    while (n > 0) {
        size_t length = character(text, n);

        if (length == 0)
            putchar('?');
        else
            fwrite(text, 1, length, stdout);
        text += length ? length : 1;
        n -= length ? length : 1;
    }
}

void print_indented(const char *message)
{
    for (int lines = 0; *message && lines < MESSAGE_LINES; lines++) {
        size_t n = strcspn(message, "\n");

        printf("    ");
        print_text(message, n < 400 ? n : 400);
        putchar('\n');
        message += n + (message[n] == '\n');
    }
    if (*message)
        printf("    ...\n");
}
