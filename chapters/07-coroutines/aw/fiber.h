/* SPDX-License-Identifier: MIT */
/* aw/fiber.h: given code.  Switches that the sanitizers can follow.
 *
 * AddressSanitizer, ThreadSanitizer and valgrind each believe that a thread
 * has one stack, and have to be told of others.  coro.c switches through the
 * four functions below, and slab.c and stack.c report their memory.  In other
 * builds nothing but the plain switch remains of it. */
#ifndef AW_FIBER_H
#define AW_FIBER_H

#include "aw/coro.h"

#if defined(__SANITIZE_ADDRESS__)
#    define AW__ASAN 1
#elif defined(__SANITIZE_THREAD__)
#    define AW__TSAN 1
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer)
#        define AW__ASAN 1
#    elif __has_feature(thread_sanitizer)
#        define AW__TSAN 1
#    endif
#endif

#ifdef AW__ASAN
void aw__asan_in(struct aw_coro *coro);
void aw__asan_back(struct aw_coro *coro);
void aw__asan_begin(struct aw_coro *coro);
void aw__asan_out(struct aw_coro *coro, bool for_good);
void aw__asan_again(struct aw_coro *coro);
void aw__asan_forget(void *p, size_t n);
void aw__asan_forbid(void *p, size_t n);
#else
#    define aw__asan_in(coro)            ((void)0)
#    define aw__asan_back(coro)          ((void)0)
#    define aw__asan_begin(coro)         ((void)(coro))
#    define aw__asan_out(coro, for_good) ((void)0)
#    define aw__asan_again(coro)         ((void)0)
#    define aw__asan_forget(p, n)        ((void)(p), (void)(n))
#    define aw__asan_forbid(p, n)        ((void)(p), (void)(n))
#endif

#ifdef AW__TSAN
/* Of the sanitizer's own header, which not every compiler brings along. */
void *__tsan_get_current_fiber(void);
void *__tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void *fiber);
void __tsan_switch_to_fiber(void *fiber, unsigned flags);
#endif

/* For the functions that tell ThreadSanitizer: it keeps a list of calls for
 * each stack, and a call that begins on one and ends on another breaks it. */
#define AW__INLINE static inline __attribute__((always_inline))

AW__INLINE void aw__tsan_in(struct aw_coro *coro)
{
#ifdef AW__TSAN
    struct aw__fiber *f = &coro->fiber;

    if (!f->tsan)
        f->tsan = __tsan_create_fiber(0);
    f->caller_tsan = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(f->tsan, 0);
#else
    (void)coro;
#endif
}

AW__INLINE void aw__tsan_out(struct aw_coro *coro)
{
#ifdef AW__TSAN
    __tsan_switch_to_fiber(coro->fiber.caller_tsan, 0);
#else
    (void)coro;
#endif
}

AW__INLINE void aw__tsan_drop(struct aw_coro *coro)
{
#ifdef AW__TSAN
    if (coro->fiber.tsan)
        __tsan_destroy_fiber(coro->fiber.tsan);
    coro->fiber.tsan = NULL;
#else
    (void)coro;
#endif
}

/* A program that is shipped may bring a switch that is inlined. */
#if defined(AW_SWITCH_HEADER) && !defined(AW__ASAN) && !defined(AW__TSAN)
#    include AW_SWITCH_HEADER
#else
#    define aw__switch aw_switch
#endif

/* ---- For coro.c ---------------------------------------------------------*/

/* Switch into `coro`; returns when it has switched out.  The switch is the
 * last thing done, so that a compiler can make it a jump. */
AW__INLINE void aw__fiber_in(struct aw_coro *coro)
{
    aw__asan_in(coro);
    aw__tsan_in(coro);
    aw__switch(&coro->caller, &coro->ctx);
#if defined(AW__ASAN) || defined(AW__TSAN)
    aw__asan_back(coro);
    if (coro->state == AW_CORO_FINISHED)
        aw__tsan_drop(coro);
#endif
}

/* The first thing to be called on the stack of `coro`. */
AW__INLINE void aw__fiber_begin(struct aw_coro *coro)
{
    aw__asan_begin(coro);
}

/* Switch out of `coro`, which runs; returns when somebody switches in. */
AW__INLINE void aw__fiber_out(struct aw_coro *coro)
{
    aw__asan_out(coro, false);
    aw__tsan_out(coro);
    aw__switch(&coro->ctx, &coro->caller);
    aw__asan_again(coro);
}

/* Switch out of `coro` for good; it does not return. */
AW__INLINE void aw__fiber_end(struct aw_coro *coro)
{
    aw__asan_out(coro, true);
    aw__tsan_out(coro);
    aw__switch(&coro->ctx, &coro->caller);
}

/* Forget what is known of `coro`, which will not run again. */
AW__INLINE void aw__fiber_drop(struct aw_coro *coro)
{
    aw__tsan_drop(coro);
}

/* ---- For slab.c and stack.c ---------------------------------------------*/

/* Say that nothing is known of the `n` bytes at `p`: memory that was mapped,
 * is about to be unmapped, or is handed out again. */
AW__INLINE void aw__memory_fresh(void *p, size_t n)
{
    aw__asan_forget(p, n);
}

/* Say that nobody may touch the `n` bytes at `p`: they rest in a pool. */
AW__INLINE void aw__memory_rests(void *p, size_t n)
{
    aw__asan_forbid(p, n);
}

/* Say that the `n` bytes at `p` will be somebody's stack. */
void aw__memory_is_stack(void *p, size_t n);

#endif
