/* SPDX-License-Identifier: MIT */
/* value.h: what a check expects and has got, in words. */
#ifndef VALUE_H
#define VALUE_H

#include <stdbool.h>
#include <stddef.h>

/* "aw_list_empty(&list) is false"; where several things are said or compared
 * it is not clear which of them. */
const char *value_truth(const char *expression, char *text, size_t size);

/* A name that the reader knows from a header: AW_CANCELLED, -EINVAL. */
bool value_has_name(const char *text);

/* "-EINVAL (-22)" for what may be an error, or "22".  -1 is more often a plain
 * "no". */
const char *value_number(long long number, char *text, size_t size);

/* Its address, or "NULL". */
const char *value_pointer(const void *pointer, char *text, size_t size);

#endif
