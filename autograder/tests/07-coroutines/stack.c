/* SPDX-License-Identifier: MIT */
/* The pool of stacks.  What slab.c asks of the kernel is counted there. */
#include "aw/stack.h"

#include "fixture.h"
#include "memory_calls.h"

struct world {
    struct graded_alloc alloc;
    struct aw_loop loop;
};

static struct world w;
static int reports, last_error;

static void on_error(struct aw_loop *loop, const struct aw_report *report)
{
    (void)loop;
    reports++;
    last_error = report->error;
}

static void world_open(void)
{
    struct aw_loop_options options = {.alloc = &w.alloc.alloc};

    graded_alloc_init(&w.alloc);
    EXPECT_INT(graded_loop_init(&w.loop, &options), 0, "made a loop");
    w.loop.on_error = on_error;
}

/* All must be given back by then. */
static void world_close(void)
{
    EXPECT_INT(w.loop.live[AW_STACKS], 0, "counted the stacks in use");
    aw_loop_close(&w.loop);
    EXPECT_INT(w.alloc.blocks, 0, "closed the loop");
    EXPECT_INT(w.alloc.bytes, 0, "closed the loop");
    EXPECT_INT(reports, 0, "closed the loop");
}

static struct aw_stack take(void)
{
    struct aw_stack stack = {0};

    EXPECT(aw_stack_new(&w.loop, 0, 0, &stack), "took a stack");
    return stack;
}

static void put(struct aw_stack stack)
{
    aw_stack_free(&w.loop, stack);
}

static char *end_of(struct aw_stack stack)
{
    return (char *)stack.base + stack.size;
}

/* ---- One stack ----------------------------------------------------------*/

GRADED(stack, all_of_it_can_be_used, "stack is filled in")
{
    struct aw_stack stack;

    world_open();
    stack = take();
    EXPECT(stack.base, "took a stack");
    memset(stack.base, 0x5a, stack.size);
    EXPECT(readable(stack.base) && readable(end_of(stack) - 1), "wrote to it");
    put(stack);
    world_close();
}

GRADED(stack, it_is_as_large_as_was_asked_for,
       "size usable bytes at least; 0 stands for AW_STACK_DEFAULT, and less "
       "than AW_STACK_LEAST for that much")
{
    static const size_t asked[] = {0, 1, 16384, 16385, 40000, 65536, 1 << 20};
    struct aw_stack stack;

    world_open();
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        size_t least = asked[i] == 0 ? AW_STACK_DEFAULT : asked[i];

        least = least < AW_STACK_LEAST ? AW_STACK_LEAST : least;
        EXPECT(aw_stack_new(&w.loop, asked[i], 100, &stack), "took a stack");
        EXPECT(stack.size >= least, "asked for %zu bytes", asked[i]);
        EXPECT_AT_MOST(stack.size, least + 16384, "asked for %zu bytes",
                       asked[i]);
        memset(stack.base, 0x5a, stack.size);
        put(stack);
    }
    world_close();
}

GRADED(stack, the_extra_bytes_lie_right_above,
       "Returns the extra bytes, which begin at base + size, aligned to 64.")
{
    static const size_t extra[] = {0, 1, 64, 100, 1000, 5000};
    struct aw_stack stack;

    world_open();
    for (size_t i = 0; i < 60; i++) {
        size_t n = extra[i % 6];
        char *above = aw_stack_new(&w.loop, 0, n, &stack);

        EXPECT_PTR(above, end_of(stack), "asked for %zu extra bytes", n);
        EXPECT_INT((uintptr_t)above % 64, 0, "%zu extra bytes", n);
        EXPECT(stack.size >= AW_STACK_DEFAULT, "with %zu extra bytes", n);
        memset(above, 0x5a, n);
        memset(stack.base, 0x5a, stack.size);
        if (i % 2)
            put(stack);
    }
    w.loop.live[AW_STACKS] -= 30; /* the others are lost */
    world_close();
}

GRADED(stack, a_guard_is_below, "Each has a guard of one page below it.")
{
    struct aw_stack stack[20];

    world_open();
    for (int i = 0; i < 20; i++) {
        stack[i] = take();
        EXPECT_INT(stack[i].guard, sysconf(_SC_PAGESIZE), "took a stack");
        EXPECT(!readable((char *)stack[i].base - 1), "read right below it");
        EXPECT(!readable((char *)stack[i].base - stack[i].guard),
               "read the guard's lowest byte");
    }
    for (int i = 0; i < 20; i++)
        put(stack[i]);
    world_close();
}

GRADED(stack, stacks_do_not_overlap, "stack is filled in")
{
    struct aw_stack stack[50];
    unsigned char *above[50];

    world_open();
    for (int i = 0; i < 50; i++) {
        above[i] = aw_stack_new(&w.loop, 0, 300, &stack[i]);
        memset(stack[i].base, i, stack[i].size + 300);
    }
    for (int i = 0; i < 50; i++) {
        EXPECT_INT(*(unsigned char *)stack[i].base, i, "wrote to fifty");
        EXPECT_INT(above[i][0], i, "wrote to fifty");
        EXPECT_INT(above[i][299], i, "wrote to fifty");
        put(stack[i]);
    }
    world_close();
}

GRADED(stack, sixteen_end_at_sixteen_places,
       "The first sixteen stacks of a size end at sixteen different places of "
       "a page")
{
    static const size_t size[] = {0, 16384, 20000, 40960, 100000};
    uintptr_t place[16];
    struct aw_stack stack;

    world_open();
    for (int s = 0; s < 5; s++) {
        for (int i = 0; i < 16; i++) {
            EXPECT(aw_stack_new(&w.loop, size[s], 0, &stack), "took a stack");
            place[i] = (uintptr_t)end_of(stack) % 4096;
            for (int k = 0; k < i; k++)
                EXPECT(place[k] != place[i],
                       "number %d and number %d of %zu "
                       "bytes end at the same place",
                       k, i, size[s]);
        }
    }
    w.loop.live[AW_STACKS] = 0; /* they are lost */
    world_close();
}

GRADED(stack, stacks_are_counted, "It counts up loop->live[AW_STACKS].")
{
    struct aw_stack a, b;

    world_open();
    a = take();
    b = take();
    EXPECT_INT(w.loop.live[AW_STACKS], 2, "took two stacks");
    put(a);
    EXPECT_INT(w.loop.live[AW_STACKS], 1, "freed one of two");
    put(b);
    world_close();
}

/* ---- The pool -----------------------------------------------------------*/

GRADED(stack, the_one_freed_last_is_handed_out_first,
       "Of the stacks of one size, the one that was freed last is handed out "
       "first")
{
    struct aw_stack a, b, c;

    world_open();
    a = take();
    b = take();
    c = take();
    put(a);
    put(c);
    put(b);
    EXPECT_PTR(take().base, b.base, "freed a, c, b, and took one");
    EXPECT_PTR(take().base, c.base, "took another");
    EXPECT_PTR(take().base, a.base, "took a third");
    put(a), put(b), put(c);
    world_close();
}

#ifdef __SANITIZE_ADDRESS__
int __asan_address_is_poisoned(void const volatile *p);
#    define FORBIDDEN(p) (__asan_address_is_poisoned(p) != 0)
#else
#    define FORBIDDEN(p) true
#endif

GRADED(stack, what_rests_in_the_pool_is_nobodys,
       "Put a stack back into the pool, and its extra bytes with it.")
{
    struct aw_stack stack;
    char *extra;

    world_open();
    extra = aw_stack_new(&w.loop, 0, 300, &stack);
    EXPECT(extra, "took a stack");
    put(stack);
    EXPECT(FORBIDDEN(stack.base) && FORBIDDEN(end_of(stack) - 1),
           "AddressSanitizer is to find who uses a stack that rests");
    EXPECT(FORBIDDEN(extra) && FORBIDDEN(extra + 299), "or the bytes above it");
    world_close();
}

GRADED(stack, sizes_are_kept_apart,
       "Of the stacks of one size, the one that was freed last is handed out "
       "first")
{
    struct aw_stack small, large, again;

    world_open();
    aw_stack_new(&w.loop, 16384, 0, &small);
    aw_stack_new(&w.loop, 262144, 0, &large);
    put(large);
    put(small);
    aw_stack_new(&w.loop, 262144, 0, &again);
    EXPECT_PTR(again.base, large.base, "freed a large and a small one");
    EXPECT(again.size >= 262144, "took a large one");
    put(again);
    aw_stack_new(&w.loop, 16384, 0, &again);
    EXPECT_PTR(again.base, small.base, "took a small one");
    put(again);
    world_close();
}

GRADED(stack, a_pooled_stack_costs_no_call_and_no_memory,
       "Taking one out of the pool makes no system call and asks for no "
       "memory.")
{
    struct aw_stack stack[40];
    size_t asked;

    world_open();
    for (int i = 0; i < 40; i++)
        stack[i] = take();
    asked = w.alloc.calls;
    calls = (struct memory_calls){0};
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 40; i++)
            put(stack[i]);
        for (int i = 0; i < 40; i++)
            stack[i] = take();
    }
    EXPECT_INT(w.alloc.calls - asked, 0, "freed and took forty, three times");
    EXPECT_INT(calls.guard + calls.protect + calls.forget, 0,
               "freed and took forty, three times");
    for (int i = 0; i < 40; i++)
        put(stack[i]);
    world_close();
}

GRADED(stack, freeing_cannot_fail,
       "It cannot fail, makes no system call and asks for no memory.")
{
    static struct aw_stack stack[3000];

    world_open();
    for (int i = 0; i < 3000; i++)
        stack[i] = take();
    w.alloc.fail_from = 1; /* from here on there is no memory */
    for (int i = 0; i < 3000; i++)
        put(stack[i]);
    for (int i = 0; i < 3000; i++)
        take();
    for (int i = 0; i < 3000; i++)
        put(stack[i]);
    world_close();
}

static int by_address(const void *a, const void *b)
{
    const char *const *one = a, *const *other = b;

    return (*one > *other) - (*one < *other);
}

GRADED(stack, thousands_are_few_mappings,
       "In 100,000 stacks there are no more than 40 mappings, where the "
       "kernel knows MADV_GUARD_INSTALL.")
{
    static char *base[20000];

    world_open();
    for (int i = 0; i < 20000; i++)
        base[i] = take().base;
    EXPECT_INT(w.loop.live[AW_STACKS], 20000, "took 20,000 stacks");
    qsort(base, 20000, sizeof(base[0]), by_address);
    EXPECT_AT_MOST(mappings_of(base, 20000), 40, "took 20,000 stacks");
    w.loop.live[AW_STACKS] = 0; /* they are lost */
    world_close();
}

/* ---- Failures -----------------------------------------------------------*/

GRADED(stack, absurd_sizes_fail,
       "NULL when there is no memory, no guard to be had, or the loop is "
       "closed")
{
    static const size_t size[] = {
        SIZE_MAX, SIZE_MAX - 4096, SIZE_MAX / 2, (size_t)1 << 50, 0, 0};
    static const size_t extra[] = {0, 0,        SIZE_MAX / 2,
                                   0, SIZE_MAX, SIZE_MAX - 100000};
    struct aw_stack stack = {.size = 7};

    world_open();
    for (int i = 0; i < 6; i++) {
        EXPECT_PTR(aw_stack_new(&w.loop, size[i], extra[i], &stack), NULL,
                   "asked for %zu and %zu bytes", size[i], extra[i]);
        EXPECT_INT(stack.size, 7, "asked for too much");
    }
    world_close();
}

GRADED(stack, every_failure_of_memory_leaves_all_as_it_was,
       "then nothing is counted and `*stack` is as it was")
{
    UNCOUNTED
    for (size_t n = 1; n < 8; n++) {
        struct aw_stack stack = {.size = 7}, other;

        world_open();
        w.alloc.fail_once = w.alloc.calls + n;
        if (aw_stack_new(&w.loop, 0, 0, &stack)) {
            put(stack);
        } else {
            EXPECT_INT(stack.size, 7, "request %zu for memory failed", n);
            EXPECT_INT(w.loop.live[AW_STACKS], 0, "request %zu failed", n);
        }
        EXPECT(aw_stack_new(&w.loop, 0, 0, &other), "tried again");
        put(other);
        world_close();
    }
}

GRADED(stack, without_a_guard_there_is_no_stack,
       "NULL when there is no memory, no guard to be had, or the loop is "
       "closed")
{
    struct aw_stack stack = {.size = 7};

    world_open();
    fail.guard = fail.protect = ENOMEM;
    EXPECT_PTR(aw_stack_new(&w.loop, 0, 0, &stack), NULL, "no guard");
    EXPECT_INT(stack.size, 7, "no guard could be made");
    EXPECT_INT(w.loop.live[AW_STACKS], 0, "no guard could be made");
    fail.guard = fail.protect = 0;
    put(take());
    world_close();
}

GRADED(stack, freeing_the_stack_one_runs_on_is_misuse,
       "Freeing the stack on which the call is made is misuse.")
{
    struct aw_stack mine = {.size = 2 * OWN}, one;

    /* K2: it looks as if this test ran on a stack of the pool. */
    mine.base = (char *)__builtin_frame_address(0) - OWN;
    world_open();
    one = take();
    mine.guard = one.guard;
    mine.shelf = one.shelf;
    put(one);
    EXPECT_MISUSE(put(mine), "", "freed the stack of this very test");
}

/* ---- Trimming -----------------------------------------------------------*/

static bool warm(struct aw_stack stack)
{
    char *top = (char *)((uintptr_t)(end_of(stack) - 1) & ~(uintptr_t)4095);
    unsigned char in_memory = 0;

    syscall(SYS_mincore, top, 1, &in_memory);
    return in_memory & 1;
}

static struct aw_stack some[8];

/* Eight stacks that were written to; then number 0 is freed first. */
static void fill_pool(void)
{
    world_open();
    for (int i = 0; i < 8; i++) {
        some[i] = take();
        memset(some[i].base, 1, some[i].size);
    }
    for (int i = 0; i < 8; i++)
        put(some[i]);
}

GRADED(stack, trimming_gives_memory_back,
       "Give the memory of pooled stacks back to the kernel.")
{
    fill_pool();
    EXPECT(warm(some[0]) && warm(some[7]), "freed eight");
    EXPECT_INT(aw_stack_trim(&w.loop, 0), 8, "trimmed eight");
    for (int i = 0; i < 8; i++)
        EXPECT(!warm(some[i]), "trimmed, and looked at number %d", i);
    world_close();
}

GRADED(stack, trimming_keeps_the_last,
       "keep how many of each size keep theirs: the ones that were freed last")
{
    fill_pool();
    EXPECT_INT(aw_stack_trim(&w.loop, 3), 5, "trimmed all but three of eight");
    for (int i = 0; i < 8; i++)
        EXPECT_INT(warm(some[i]), i >= 5, "looked at number %d", i);
    EXPECT_INT(aw_stack_trim(&w.loop, 8), 0, "kept more than were warm");
    EXPECT_INT(aw_stack_trim(&w.loop, SIZE_MAX), 0, "kept all");
    world_close();
}

GRADED(stack, nothing_is_trimmed_twice,
       "A stack whose memory has been given back is not given back again.")
{
    fill_pool();
    aw_stack_trim(&w.loop, 4);
    calls.forget = 0;
    EXPECT_INT(aw_stack_trim(&w.loop, 4), 0, "trimmed again");
    EXPECT_INT(calls.forget, 0, "trimmed again");
    EXPECT_INT(aw_stack_trim(&w.loop, 1), 3, "trimmed to one");
    EXPECT_INT(calls.forget, 3, "trimmed to one");
    world_close();
}

GRADED(stack, a_trimmed_stack_has_its_guard,
       "The stacks stay in the pool, and their guards stay in place.")
{
    struct aw_stack stack;

    fill_pool();
    aw_stack_trim(&w.loop, 0);
    for (int i = 7; i >= 0; i--) {
        stack = take();
        EXPECT_PTR(stack.base, some[i].base, "took a trimmed one");
        EXPECT(!readable((char *)stack.base - 1), "read right below it");
        memset(stack.base, 2, stack.size);
    }
    for (int i = 0; i < 8; i++)
        put(some[i]);
    world_close();
}

GRADED(stack, what_was_cold_and_is_used_is_warm,
       "A stack whose memory has been given back is not given back again.")
{
    fill_pool();
    aw_stack_trim(&w.loop, 0);
    for (int i = 0; i < 3; i++)
        *(char *)take().base = 1;
    for (int i = 5; i < 8; i++)
        put(some[i]);
    EXPECT_INT(aw_stack_trim(&w.loop, 1), 2, "three of eight were used again");
    EXPECT_INT(aw_stack_trim(&w.loop, 0), 1, "trimmed the last one");
    world_close();
}

GRADED(stack, every_size_is_trimmed,
       "keep how many of each size keep theirs: the ones that were freed last")
{
    struct aw_stack large[3];

    fill_pool();
    for (int i = 0; i < 3; i++)
        aw_stack_new(&w.loop, 300000, 0, &large[i]);
    for (int i = 0; i < 3; i++)
        put(large[i]);
    EXPECT_INT(aw_stack_trim(&w.loop, 2), 6 + 1, "eight of one, three of one");
    world_close();
}

GRADED(stack, there_may_be_nothing_to_trim,
       "Returns how many stacks gave theirs.")
{
    struct aw_stack stack;

    world_open();
    EXPECT_INT(aw_stack_trim(&w.loop, 0), 0, "trimmed before the first stack");
    stack = take();
    *(char *)stack.base = 1;
    EXPECT_INT(aw_stack_trim(&w.loop, 0), 0, "trimmed with one in use");
    EXPECT_INT(*(char *)stack.base, 1, "trimmed with one in use");
    put(stack);
    world_close();
}

/* ---- The end ------------------------------------------------------------*/

GRADED(stack, closing_the_loop_gives_all_back,
       "When the loop is closed all stacks go back to the kernel, and the "
       "lists to the allocator.")
{
    struct aw_stack stack;

    world_open();
    stack = take();
    put(stack);
    aw_loop_close(&w.loop);
    EXPECT(!readable(stack.base), "read in a stack of a closed loop");
    EXPECT_INT(w.alloc.blocks, 0, "closed the loop");
    EXPECT_INT(w.alloc.bytes, 0, "closed the loop");
    EXPECT_PTR(w.loop.slot[AW_SLOT_STACKS], NULL, "closed the loop");
}

GRADED(stack, a_closed_loop_has_no_stacks,
       "NULL when there is no memory, no guard to be had, or the loop is "
       "closed")
{
    struct aw_stack stack;

    world_open();
    put(take());
    aw_loop_close(&w.loop);
    EXPECT_PTR(aw_stack_new(&w.loop, 0, 0, &stack), NULL, "after the close");
    EXPECT_INT(w.loop.live[AW_STACKS], 0, "after the close");
}

GRADED(stack, a_stack_in_use_at_the_end_is_reported,
       "instead `on_error` is told, with -EBUSY")
{
    struct aw_stack stack;

    world_open();
    put(take());
    stack = take();
    aw_loop_close(&w.loop);
    EXPECT_INT(reports, 1, "closed the loop with a stack in use");
    EXPECT_INT(last_error, -EBUSY, "closed the loop with a stack in use");
    EXPECT(readable(stack.base), "read in the stack");
    EXPECT(w.alloc.blocks > 0, "looked whether the lists are there");
    memset(stack.base, 1, stack.size);
}

GRADED(stack, each_loop_has_its_own_pool, "Take a stack out of the loop's pool")
{
    struct aw_loop other;
    struct aw_stack mine, its;

    world_open();
    graded_loop_init(&other, NULL);
    mine = take();
    put(mine);
    EXPECT(aw_stack_new(&other, 0, 0, &its), "took one of another loop");
    EXPECT(its.base != mine.base, "took one of another loop");
    EXPECT_INT(w.loop.live[AW_STACKS], 0, "the other loop counts it");
    EXPECT_INT(other.live[AW_STACKS], 1, "the other loop counts it");
    aw_stack_free(&other, its);
    aw_loop_close(&other);
    EXPECT(readable(mine.base), "the other loop is closed");
    world_close();
}

/* ---- Chance -------------------------------------------------------------*/

GRADED(stack, random_plays_overlap_nowhere, "stack is filled in")
{
    enum { MOST = 60 };
    struct aw_stack stack[MOST];
    int used = 0;

    world_open();
    UNCOUNTED
    for (int step = 0; step < 2000; step++) {
        int i = used ? (int)graded_random((uint64_t)used) : 0;

        if (used < MOST && graded_random(5) > 1) {
            size_t size = 16384 + 8192 * graded_random(3);

            EXPECT(aw_stack_new(&w.loop, size, 0, &stack[used]), "took one");
            *(size_t *)stack[used].base = stack[used].size;
            used++;
        } else if (used) {
            EXPECT(*(size_t *)stack[i].base == stack[i].size,
                   "somebody else wrote to it, before step %d", step);
            put(stack[i]);
            stack[i] = stack[--used];
        }
        if (graded_random(100) == 0)
            aw_stack_trim(&w.loop, graded_random(10));
        EXPECT_INT(w.loop.live[AW_STACKS], used, "at step %d", step);
    }
    while (used)
        put(stack[--used]);
    world_close();
}
