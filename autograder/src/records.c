/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <string.h>

/* Undo what record.c's escape() did, in place. */
static void unescape(char *field)
{
    char *out = field;

    for (; *field; field++) {
        if (*field == '\\' && field[1]) {
            field++;
            *out++ = *field == 't' ? '\t' : *field == 'n' ? '\n' : *field;
        } else {
            *out++ = *field;
        }
    }
    *out = '\0';
}

bool record_next(struct arena *arena, const char **text, struct record *record)
{
    size_t n = strcspn(*text, "\n");
    char *line = arena_copy_n(arena, *text, n), *field;

    if (n == 0 && (*text)[n] == '\0')
        return false;
    *text += n + ((*text)[n] == '\n');
    *record = (struct record){0};
    record->kind = strsep(&line, " ");
    while (line && record->nfields < RECORD_FIELDS &&
           (field = strsep(&line, "\t"))) {
        unescape(field);
        record->field[record->nfields++] = field;
    }
    for (size_t i = record->nfields; i < RECORD_FIELDS; i++)
        record->field[i] = "";
    return true;
}
