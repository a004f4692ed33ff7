/* SPDX-License-Identifier: MIT */
#include "object.h"

#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No honest chapter's object comes near these. */
enum { BYTES_MAX = 64 << 20, SYMBOLS_MAX = 1 << 20 };

#ifdef __aarch64__
enum { MACHINE = EM_AARCH64, POINTER_RELOCATION = R_AARCH64_ABS64 };
#else
enum { MACHINE = EM_X86_64, POINTER_RELOCATION = R_X86_64_64 };
#endif

static const char damaged[] = "is damaged: compile it again";

/* ---- Reading ------------------------------------------------------------*/

static void *read_all(FILE *file, size_t *n)
{
    size_t room = 1 << 16;
    char *bytes = malloc(room), *larger;

    for (*n = 0; bytes; room *= 2) {
        *n += fread(bytes + *n, 1, room - *n, file);
        if (*n < room)
            return bytes;
        larger = room < BYTES_MAX ? realloc(bytes, room * 2) : NULL;
        if (!larger)
            free(bytes);
        bytes = larger;
    }
    return NULL;
}

static const char *load(struct object *object, const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t n = 0;

    if (!file)
        return "cannot be opened";
    object->bytes = read_all(file, &n);
    fclose(file);
    if (!object->bytes)
        return "is too large";
    /* The magic number first: libelf would open archives as well. */
    if (n < sizeof(Elf64_Ehdr) || memcmp(object->bytes, ELFMAG, SELFMAG) != 0)
        return "is no object file";
    elf_version(EV_CURRENT);
    object->elf = elf_memory(object->bytes, n);
    return object->elf ? NULL : damaged;
}

static const char *check_kind(struct object *object)
{
    GElf_Ehdr header;

    if (!gelf_getehdr(object->elf, &header))
        return damaged;
    if (header.e_type != ET_REL)
        return "is no object file: compile it with -c";
    if (header.e_ident[EI_CLASS] != ELFCLASS64 ||
        header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_machine != MACHINE)
        return "is made for another kind of machine";
    return NULL;
}

/* ---- Sections -----------------------------------------------------------*/

static const char *read_sections(struct object *object)
{
    size_t names;

    if (elf_getshdrnum(object->elf, &object->nsections) != 0 ||
        elf_getshdrstrndx(object->elf, &names) != 0 || object->nsections == 0)
        return damaged;
    /* Above this, section numbers mean other things. */
    if (object->nsections >= SHN_LORESERVE)
        return "is too large";
    object->section = calloc(object->nsections, sizeof(*object->section));
    if (!object->section)
        return "is too large";
    for (size_t i = 0; i < object->nsections; i++) {
        Elf_Scn *scn = elf_getscn(object->elf, i);
        struct object_section *section = &object->section[i];
        GElf_Shdr header;

        if (!scn || !gelf_getshdr(scn, &header))
            return damaged;
        section->name = elf_strptr(object->elf, names, header.sh_name);
        section->type = header.sh_type;
        section->flags = header.sh_flags;
        section->size = header.sh_size;
        if (!section->name)
            return damaged;
    }
    return NULL;
}

/* ---- Symbols ------------------------------------------------------------*/

/* The only section of a type.  NULL when there is none, or when there are
 * two, which no compiler makes and which would let one hide the other. */
static Elf_Scn *only_section(struct object *object, uint32_t type)
{
    Elf_Scn *found = NULL;

    for (size_t i = 1; i < object->nsections; i++) {
        if (object->section[i].type != type)
            continue;
        if (found)
            return NULL;
        found = elf_getscn(object->elf, i);
    }
    return found;
}

static bool read_symbol(struct object *object, Elf_Data *data, size_t names,
                        size_t i)
{
    struct object_symbol *symbol = &object->symbol[i];
    GElf_Sym from;

    if (!gelf_getsym(data, (int)i, &from))
        return false;
    symbol->name = elf_strptr(object->elf, names, from.st_name);
    symbol->bind = GELF_ST_BIND(from.st_info);
    symbol->type = GELF_ST_TYPE(from.st_info);
    symbol->section = from.st_shndx;
    symbol->value = from.st_value;
    return symbol->name &&
           (from.st_shndx < object->nsections || from.st_shndx == SHN_ABS ||
            from.st_shndx == SHN_COMMON);
}

static const char *read_symbols(struct object *object)
{
    Elf_Scn *scn = only_section(object, SHT_SYMTAB);
    Elf_Data *data = scn ? elf_getdata(scn, NULL) : NULL;
    GElf_Shdr header;
    size_t n;

    if (!data || !gelf_getshdr(scn, &header) || data->d_type != ELF_T_SYM)
        return damaged;
    n = data->d_size / sizeof(Elf64_Sym);
    if (n > SYMBOLS_MAX)
        return "is too large";
    object->symbol = calloc(n + 1, sizeof(*object->symbol));
    if (!object->symbol)
        return "is too large";
    for (size_t i = 0; i < n; i++)
        if (!read_symbol(object, data, header.sh_link, i))
            return damaged;
    object->nsymbols = n;
    return NULL;
}

const char *object_open(struct object *object, const char *path)
{
    const char *wrong;

    *object = (struct object){0};
    wrong = load(object, path);
    if (!wrong)
        wrong = check_kind(object);
    if (!wrong)
        wrong = read_sections(object);
    if (!wrong)
        wrong = read_symbols(object);
    return wrong;
}

void object_close(struct object *object)
{
    free(object->symbol);
    free(object->section);
    elf_end(object->elf);
    free(object->bytes);
    *object = (struct object){0};
}

/* ---- Pointers -----------------------------------------------------------*/

static const struct object_symbol *function_at(const struct object *object,
                                               size_t section, uint64_t value)
{
    const struct object_symbol *found = NULL;

    for (size_t i = 0; i < object->nsymbols; i++) {
        const struct object_symbol *symbol = &object->symbol[i];

        if (symbol->type != STT_FUNC || symbol->section != section ||
            symbol->value != value)
            continue;
        if (found)
            return NULL; /* a second name for it: which is the true one? */
        found = symbol;
    }
    return found;
}

/* The one relocation of section `index`, or false. */
static bool sole_relocation(const struct object *object, size_t index,
                            GElf_Rela *rela)
{
    size_t count = 0;

    for (size_t i = 1; i < object->nsections; i++) {
        Elf_Scn *scn = elf_getscn(object->elf, i);
        Elf_Data *data;
        GElf_Shdr header;

        if (object->section[i].type == SHT_REL)
            return false; /* not of this machine */
        if (object->section[i].type != SHT_RELA ||
            !gelf_getshdr(scn, &header) || header.sh_info != index)
            continue;
        data = elf_getdata(scn, NULL);
        if (!data || data->d_size != sizeof(Elf64_Rela) ||
            !gelf_getrela(data, 0, rela))
            return false;
        count++;
    }
    return count == 1;
}

const struct object_symbol *object_sole_pointer(const struct object *object,
                                                size_t index)
{
    const struct object_symbol *base;
    GElf_Rela rela;

    if (object->section[index].size != sizeof(uint64_t) ||
        !sole_relocation(object, index, &rela) || rela.r_offset != 0 ||
        GELF_R_TYPE(rela.r_info) != POINTER_RELOCATION ||
        GELF_R_SYM(rela.r_info) >= object->nsymbols)
        return NULL;
    base = &object->symbol[GELF_R_SYM(rela.r_info)];
    if (base->bind != STB_LOCAL)
        return NULL; /* another object could define it anew */
    return function_at(object, base->section,
                       base->value + (uint64_t)rela.r_addend);
}
