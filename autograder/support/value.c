/* SPDX-License-Identifier: MIT */
#include "value.h"

#include <stdio.h>
#include <string.h>

const char *value_truth(const char *expression, char *text, size_t size)
{
    bool negated = *expression == '!';

    snprintf(text, size, "%s is %s", expression + negated,
             negated ? "true" : "false");
    for (const char *p = expression; *p; p++)
        if (strchr("=<|?", *p) || (*p == '>' && p[-1] != '-') ||
            strncmp(p, "&&", 2) == 0)
            return "that is not so";
    return text;
}

bool value_has_name(const char *text)
{
    size_t known = strncmp(text, "AW_", 3) == 0  ? 3
                   : strncmp(text, "-E", 2) == 0 ? 2
                                                 : 0;

    return known > 0 &&
           text[known + strspn(text + known,
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] ==
               '\0';
}

const char *value_number(long long number, char *text, size_t size)
{
    const char *name =
        number < -1 && number > -4096 ? strerrorname_np((int)-number) : NULL;

    if (name)
        snprintf(text, size, "-%s (%lld)", name, number);
    else
        snprintf(text, size, "%lld", number);
    return text;
}

const char *value_pointer(const void *pointer, char *text, size_t size)
{
    if (pointer)
        snprintf(text, size, "%p", pointer);
    else
        snprintf(text, size, "NULL");
    return text;
}
