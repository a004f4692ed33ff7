/* SPDX-License-Identifier: MIT */
/* Slabs, with a kernel that is old, or has run out of something. */
#include "aw/slab.h"

#include <errno.h>
#include <sys/mman.h>

#include "fixture.h"
#include "memory_calls.h"

struct memory_calls calls;
struct memory_failures fail;

static int ask(int number, void *p, size_t n, int what, int refusal)
{
    if (refusal) {
        errno = refusal;
        return -1;
    }
    return (int)syscall(number, p, n, what);
}

int madvise(void *p, size_t n, int advice)
{
    calls.guard += advice == AW__GUARD_INSTALL;
    calls.forget += advice == MADV_DONTNEED;
    calls.huge += advice == MADV_NOHUGEPAGE;
    return ask(SYS_madvise, p, n, advice,
               advice == AW__GUARD_INSTALL ? fail.guard
               : advice == MADV_NOHUGEPAGE ? fail.huge
                                           : 0);
}

int mprotect(void *p, size_t n, int access)
{
    calls.protect++;
    return ask(SYS_mprotect, p, n, access, fail.protect);
}

static struct aw__slab slab;
static size_t page, block;

static void open_slab(size_t count)
{
    page = (size_t)sysconf(_SC_PAGESIZE);
    block = 5 * page;
    EXPECT_INT(aw__slab_open(&slab, block, count), 0, "mapped a slab");
    calls = (struct memory_calls){0};
}

/* ---- Opening ------------------------------------------------------------*/

GRADED(slab, a_new_slab_is_not_cut,
       "None of its blocks is cut, and none of its memory is touched.")
{
    unsigned char in_memory[64];

    open_slab(8);
    EXPECT(slab.base, "mapped a slab");
    EXPECT_INT(slab.cut, 0, "mapped a slab");
    EXPECT_INT(slab.count, 8, "mapped a slab of 8 blocks");
    EXPECT_INT(slab.block, block, "mapped a slab");
    mincore(slab.base, 8 * block, in_memory);
    for (int i = 0; i < 8 * 5; i++)
        EXPECT_INT(in_memory[i] & 1, 0, "looked at its page %d", i);
    aw__slab_close(&slab);
}

GRADED(slab, a_slab_that_cannot_be_mapped_is_not_open,
       "or a negative error code: then the slab is not open")
{
    page = (size_t)sysconf(_SC_PAGESIZE);
    EXPECT_INT(aw__slab_open(&slab, (size_t)1 << 50, 1), -ENOMEM,
               "asked for a petabyte");
    EXPECT_PTR(slab.base, NULL, "asked for a petabyte");
    EXPECT_AT_MOST(aw__slab_open(&slab, SIZE_MAX / page / 2 * page, 3), -1,
                   "asked for more bytes than a number can count");
    EXPECT_PTR(slab.base, NULL, "asked for too much");
}

GRADED(slab, large_pages_are_refused, "Large pages are refused for it")
{
    calls.huge = 0;
    page = (size_t)sysconf(_SC_PAGESIZE);
    aw__slab_open(&slab, 4 * page, 4);
    EXPECT_INT(calls.huge, 1, "mapped a slab");
    aw__slab_close(&slab);
    fail.huge = EINVAL;
    EXPECT_INT(aw__slab_open(&slab, 4 * page, 4), 0,
               "the kernel knows no large pages");
    aw__slab_close(&slab);
}

GRADED(slab, pages_are_as_large_as_the_kernel_says, "The size of a page.")
{
    EXPECT_INT(aw__page(), sysconf(_SC_PAGESIZE), "asked for a page's size");
}

/* ---- Cutting ------------------------------------------------------------*/

GRADED(slab, blocks_are_cut_from_the_lower_end,
       "Returns where the block begins, which is its guard.")
{
    open_slab(3);
    for (size_t i = 0; i < 3; i++) {
        EXPECT_PTR(aw__slab_cut(&slab), slab.base + i * block, "cut a block");
        EXPECT_INT(slab.cut, i + 1, "cut a block");
    }
    aw__slab_close(&slab);
}

GRADED(slab, no_more_are_cut_than_there_are,
       "NULL when all blocks are cut or no guard can be made")
{
    open_slab(2);
    aw__slab_cut(&slab);
    aw__slab_cut(&slab);
    EXPECT_PTR(aw__slab_cut(&slab), NULL, "cut a third of two blocks");
    EXPECT_INT(slab.cut, 2, "cut a third of two blocks");
    EXPECT_INT(calls.guard, 2, "cut a third of two blocks");
    aw__slab_close(&slab);
}

static void expect_guarded(char *at, const char *how)
{
    EXPECT(!readable(at), "guarded %s, and read the guard's first byte", how);
    EXPECT(!readable(at + page - 1), "guarded %s, and read its last", how);
    EXPECT(readable(at + page), "guarded %s, and read behind it", how);
    EXPECT(readable(at + block - 1), "guarded %s, and read the end", how);
}

GRADED(slab, the_first_page_is_a_guard,
       "Cut the next block off, and make its first page a guard.")
{
    open_slab(4);
    for (int i = 0; i < 3; i++)
        expect_guarded(aw__slab_cut(&slab), "by the kernel's best");
    memset(slab.base + page, 1, block - page);
    memset(slab.base + block + page, 1, block - page);
    aw__slab_close(&slab);
}

GRADED(slab, a_new_kernel_is_asked_once_for_each,
       "The kernel is asked with MADV_GUARD_INSTALL")
{
    open_slab(3);
    for (int i = 0; i < 3; i++)
        aw__slab_cut(&slab);
    EXPECT_INT(calls.guard, 3, "cut three blocks");
    EXPECT_INT(calls.protect, slab.protects ? 3 : 0, "cut three blocks");
    aw__slab_close(&slab);
}

GRADED(slab, an_old_kernel_protects,
       "if it says EINVAL, with mprotect, and the slab remembers")
{
    open_slab(4);
    fail.guard = EINVAL;
    for (int i = 0; i < 3; i++)
        expect_guarded(aw__slab_cut(&slab), "on an old kernel");
    EXPECT_INT(calls.guard, 1, "cut three blocks on an old kernel");
    EXPECT_INT(calls.protect, 3, "cut three blocks on an old kernel");
    EXPECT(slab.protects, "the kernel said EINVAL");
    aw__slab_close(&slab);
}

GRADED(slab, a_block_without_a_guard_is_not_cut,
       "then none was cut, and a later call may try again")
{
    open_slab(4);
    fail.guard = EINVAL;
    fail.protect = ENOMEM;
    EXPECT_PTR(aw__slab_cut(&slab), NULL, "no guard could be made");
    EXPECT_INT(slab.cut, 0, "no guard could be made");
    fail.protect = 0;
    EXPECT_PTR(aw__slab_cut(&slab), slab.base, "tried again");
    aw__slab_close(&slab);
}

GRADED(slab, another_refusal_is_no_old_kernel,
       "if it says EINVAL, with mprotect")
{
    open_slab(4);
    fail.guard = ENOMEM;
    EXPECT_PTR(aw__slab_cut(&slab), NULL, "the kernel has no memory for it");
    EXPECT_INT(calls.protect, 0, "the kernel has no memory for it");
    EXPECT(!slab.protects, "the kernel has no memory for it");
    fail.guard = 0;
    EXPECT_PTR(aw__slab_cut(&slab), slab.base, "tried again");
    aw__slab_close(&slab);
}

GRADED(slab, guards_split_no_mapping, "and the slab stays one mapping")
{
    char *cut[901];

    open_slab(1000);
    for (int i = 0; i < 901; i++)
        cut[i] = aw__slab_cut(&slab);
    EXPECT_INT(mappings_of(cut, 901), 1, "cut 901 blocks");
    aw__slab_close(&slab);
}

/* ---- Giving back --------------------------------------------------------*/

GRADED(slab, closing_unmaps_it, "Unmap the slab with all its blocks.")
{
    char *base;

    open_slab(100);
    base = slab.base;
    aw__slab_cut(&slab);
    base[page] = 1;
    aw__slab_close(&slab);
    EXPECT_PTR(slab.base, NULL, "closed it");
    EXPECT(!readable(base + page), "read in its first block");
    EXPECT(!readable(base + 100 * block - 1), "read its last byte");
}

static void expect_forgotten(const char *how)
{
    char *at = aw__slab_cut(&slab), *next = aw__slab_cut(&slab);

    memset(at + page, 1, block - page);
    memset(next + page, 1, block - page);
    calls.forget = 0;
    aw__block_forget(at, block);
    EXPECT_INT(calls.forget, 1, "gave a block back, guarded %s", how);
    for (size_t i = page; i < block; i += page)
        EXPECT_INT(at[i], 0, "read its page %zu after that", i / page);
    EXPECT_INT(at[block - 1], 0, "read its last byte after that");
    EXPECT_INT(next[block - 1], 1, "read the next block after that");
    expect_guarded(at, how);
    expect_guarded(next, how);
}

GRADED(slab, a_forgotten_block_keeps_its_guard,
       "Give the memory of a block back to the kernel. Its guard stays.")
{
    open_slab(4);
    expect_forgotten("by the kernel's best");
    fail.guard = EINVAL;
    expect_forgotten("on an old kernel");
    aw__slab_close(&slab);
}

/* ---- Drawn --------------------------------------------------------------*/

enum { MOST_CUT = 12 };

static char *cut[MOST_CUT]; /* a, b, c, ... in the order of cutting */
static int ncut;

static void draw_a_cut(void)
{
    char *p;

    fail.guard = graded_random(3) ? 0 : graded_random(4) ? ENOMEM : EINVAL;
    fail.protect = graded_random(3) ? 0 : ENOMEM;
    p = aw__slab_cut(&slab);
    fail = (struct memory_failures){0};
    if (p && ncut < MOST_CUT)
        cut[ncut++] = p;
    say("cut@%d,%zu%s", p ? (int)((p - slab.base) / (ptrdiff_t)block) : -1,
        slab.cut, slab.protects ? ",protects" : "");
}

/* Write into one, give one back, or look at one. */
static void draw_a_use(void)
{
    int i = (int)graded_random((uint64_t)ncut);
    size_t at = page + graded_random(block - page);

    switch (graded_random(5)) {
    case 0:
        aw__block_forget(cut[i], block);
        say("-%c", 'a' + i);
        break;
    case 1:
    case 2:
        memset(cut[i] + page, 1 + (int)graded_random(100), block - page);
        say("+%c", 'a' + i);
        break;
    default:
        say("%c:%d%s", 'a' + i, cut[i][at],
            readable(cut[i] + graded_random(page)) ? ",no-guard" : "");
    }
}

GRADED(slab, drawn_blocks_are_as_in_the_reference,
       "Give the memory of a block back to the kernel. Its guard stays.")
{
    size_t count = 3 + graded_random(MOST_CUT - 3);

    for (int round = 0; round < 3; round++) {
        open_slab(count);
        say("open%zu", slab.count);
        for (ncut = 0; ncut == 0;)
            draw_a_cut();
        for (int i = 0; i < 60; i++)
            if (graded_random(4) == 0)
                draw_a_cut();
            else
                draw_a_use();
        aw__slab_close(&slab);
        say("close%d", slab.base != NULL);
    }
    EXPECT_AS_REFERENCE(
        "blocks are cut, while calls may fail (cut@-1), written "
        "to (+a), forgotten (-a) and read (a:7)");
}
