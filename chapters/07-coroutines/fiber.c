/* SPDX-License-Identifier: MIT */
/* Given code: what AddressSanitizer and valgrind are told of coroutines.
 *
 * AddressSanitizer wants to hear of each switch twice: before it, where the
 * next stack is; behind it, that it has happened.  With
 * detect_stack_use_after_return each stack has a second, fake one, and `save`
 * is that; NULL says that it will not be needed again. */
#include "aw/fiber.h"

#if defined(__has_include)
#    if __has_include(<valgrind/valgrind.h>)
#        include <valgrind/valgrind.h>
#    endif
#endif

void aw__memory_is_stack(void *p, size_t n)
{
#ifdef VALGRIND_STACK_REGISTER
    /* Never deregistered: the number would have to be kept for each stack,
     * and valgrind minds memory that is registered twice no more than this. */
    (void)VALGRIND_STACK_REGISTER(p, (char *)p + n);
#else
    (void)p, (void)n;
#endif
}

#ifdef AW__ASAN
void __sanitizer_start_switch_fiber(void **save, const void *base, size_t size);
void __sanitizer_finish_switch_fiber(void *save, const void **base,
                                     size_t *size);
void __asan_poison_memory_region(void const volatile *p, size_t n);
void __asan_unpoison_memory_region(void const volatile *p, size_t n);
void *__asan_region_is_poisoned(void *p, size_t n);

#    define UNWATCHED __attribute__((no_sanitize("address", "undefined")))

UNWATCHED void aw__asan_in(struct aw_coro *coro)
{
    __sanitizer_start_switch_fiber(&coro->fiber.caller_save, coro->stack.base,
                                   coro->stack.size);
}

UNWATCHED void aw__asan_back(struct aw_coro *coro)
{
    __sanitizer_finish_switch_fiber(coro->fiber.caller_save, NULL, NULL);
}

UNWATCHED void aw__asan_begin(struct aw_coro *coro)
{
    __sanitizer_finish_switch_fiber(NULL, &coro->fiber.caller_base,
                                    &coro->fiber.caller_size);
}

UNWATCHED void aw__asan_out(struct aw_coro *coro, bool for_good)
{
    __sanitizer_start_switch_fiber(for_good ? NULL : &coro->fiber.save,
                                   coro->fiber.caller_base,
                                   coro->fiber.caller_size);
}

UNWATCHED void aw__asan_again(struct aw_coro *coro)
{
    __sanitizer_finish_switch_fiber(coro->fiber.save, &coro->fiber.caller_base,
                                    &coro->fiber.caller_size);
}

void aw__asan_forget(void *p, size_t n)
{
    /* Its notes take an eighth of the memory that they are about: none are
     * written where there is nothing to forget. */
    if (__asan_region_is_poisoned(p, n))
        __asan_unpoison_memory_region(p, n);
}

void aw__asan_forbid(void *p, size_t n)
{
    __asan_poison_memory_region(p, n);
}
#endif
