/* SPDX-License-Identifier: MIT */
/* object.h: what stands in an object file, as plain arrays.
 *
 * Nobody trusts the file.  It is read once, whole, into memory of our own, so
 * that it cannot change while it is looked at; and whatever libelf says of it
 * is checked before it is believed. */
#ifndef OBJECT_H
#define OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct object_section {
    const char *name;
    uint32_t type;  /* SHT_... */
    uint64_t flags; /* SHF_... */
    uint64_t size;
};

struct object_symbol {
    const char *name;
    unsigned bind;  /* STB_... */
    unsigned type;  /* STT_... */
    size_t section; /* an index into `section`, or SHN_UNDEF, SHN_ABS,
                       SHN_COMMON */
    uint64_t value; /* where in its section it stands */
};

struct object {
    struct object_section *section;
    size_t nsections;
    struct object_symbol *symbol;
    size_t nsymbols;

    /* What the rest points into. */
    void *bytes;
    struct Elf *elf;
};

/* Read the object file at `path`.
 *
 * Returns NULL, or what is wrong with it: the end of a sentence that begins
 * with the file's name.  object_close must be called in either case. */
const char *object_open(struct object *object, const char *path);
void object_close(struct object *object);

/* The function to which the section's one pointer points.
 *
 * Returns NULL unless section `index` is one pointer, filled in by one
 * relocation, and a function of this very object begins there. */
const struct object_symbol *object_sole_pointer(const struct object *object,
                                                size_t index);

#endif
