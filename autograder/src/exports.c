/* SPDX-License-Identifier: MIT */
#include "exports.h"

#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <unistd.h>

static void add_symbols(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                        struct arena *arena, struct strings *out)
{
    Elf_Data *data = elf_getdata(section, NULL);
    GElf_Sym symbol;

    for (int i = 0; data && gelf_getsym(data, i, &symbol); i++) {
        int binding = GELF_ST_BIND(symbol.st_info);
        const char *name = elf_strptr(elf, header->sh_link, symbol.st_name);

        if (name && *name && symbol.st_shndx != SHN_UNDEF &&
            (binding == STB_GLOBAL || binding == STB_WEAK))
            strings_add(arena, out, arena_copy(arena, name));
    }
}

bool exports_read(const char *path, struct arena *arena, struct strings *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    Elf *elf = NULL;
    Elf_Scn *section = NULL;
    GElf_Shdr header;
    bool found = false;

    elf_version(EV_CURRENT);
    if (fd >= 0)
        elf = elf_begin(fd, ELF_C_READ, NULL);
    while (elf && (section = elf_nextscn(elf, section))) {
        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_SYMTAB)
            continue;
        add_symbols(elf, section, &header, arena, out);
        found = true;
    }
    if (elf)
        elf_end(elf);
    if (fd >= 0)
        close(fd);
    return found;
}

static bool contains(const struct strings *list, const char *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->item[i], name) == 0)
            return true;
    return false;
}

const char *exports_missing(const struct strings *names,
                            const struct strings *among)
{
    for (size_t i = 0; i < names->n; i++)
        if (!contains(among, names->item[i]))
            return names->item[i];
    return NULL;
}
