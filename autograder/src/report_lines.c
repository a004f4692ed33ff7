/* SPDX-License-Identifier: MIT */
#include "report_lines.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

enum { MESSAGE_LINES = 17 }; /* with its frame, a message stays within 24 */

void print_text(const char *text, size_t n)
{
    while (n > 0) {
        size_t length = text_character(text, n);

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
