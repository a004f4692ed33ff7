/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <stdarg.h>
#include <string.h>

/* How long a character is whose first byte is `c`, and where those of its
 * length begin: the same character in a longer form is a trick. */
static size_t length_of(unsigned char c, unsigned long *first)
{
    *first = c < 0x80 ? 0 : c < 0xe0 ? 0x80 : c < 0xf0 ? 0x800 : 0x10000;
    return c < 0x80                ? 1
           : c >= 0xc2 && c < 0xe0 ? 2
           : c >= 0xe0 && c < 0xf0 ? 3
           : c >= 0xf0 && c < 0xf5 ? 4
                                   : 0;
}

/* What turns the direction of writing shows a text as it is not. */
static int turns(unsigned long c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static int may_be_shown(unsigned long c)
{
    if (c < 0xa0)
        return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t';
    return (c < 0xd800 || c > 0xdfff) && c < 0x110000 &&
           (c & 0xfffe) != 0xfffe && !turns(c);
}

size_t text_character(const char *text, size_t n)
{
    unsigned char c = (unsigned char)*text;
    unsigned long first, point;
    size_t length = n ? length_of(c, &first) : 0;

    if (length == 0 || length > n)
        return 0;
    point = length == 1 ? c : c & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        c = (unsigned char)text[i];
        if ((c & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (c & 0x3f);
    }
    return point >= first && may_be_shown(point) ? length : 0;
}

char *text_clean(struct arena *arena, const char *string)
{
    char *copy = arena_copy(arena, string);
    size_t n = strlen(copy), length;

    for (char *p = copy; n > 0; p += length, n -= length) {
        length = text_character(p, n);
        if (length == 0) {
            *p = '?';
            length = 1;
        }
    }
    return copy;
}

int text_fit(const char *string, int most)
{
    int n = (int)strnlen(string, (size_t)most);

    /* What follows within a character begins with the bits 10. */
    for (int i = 0; i < 3 && n > 0 && (string[n] & 0xc0) == 0x80; i++)
        n--;
    return n;
}

static const char *escape(char c)
{
    return c == '&'    ? "&amp;"
           : c == '<'  ? "&lt;"
           : c == '>'  ? "&gt;"
           : c == '"'  ? "&quot;"
           : c == '\'' ? "&#39;"
                       : NULL;
}

/* Most of a text is plain, and written in one go. */
static size_t plain(const char *string)
{
    size_t n = 0;

    while ((string[n] >= ' ' && string[n] < 0x7f && !escape(string[n])) ||
           string[n] == '\n')
        n++;
    return n;
}

void text_markup(FILE *out, const char *string)
{
    size_t n = strlen(string), length;

    for (; n > 0; string += length, n -= length) {
        length = plain(string);
        if (length == 0 && escape(*string)) {
            fputs(escape(*string), out);
            length = 1;
            continue;
        }
        if (length == 0)
            length = text_character(string, n);
        if (length == 0) {
            fputc('?', out);
            length = 1;
        } else {
            fwrite(string, 1, length, out);
        }
    }
}

void text_put(FILE *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    for (; *format; format++) {
        if (format[0] == '%' && format[1] == 's') {
            text_markup(out, va_arg(args, const char *));
            format++;
        } else {
            format += format[0] == '%'; /* which is said twice */
            fputc(*format, out);
        }
    }
    va_end(args);
}
