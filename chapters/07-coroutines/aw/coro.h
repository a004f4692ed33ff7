/* SPDX-License-Identifier: MIT */
/* aw/coro.h: functions that can stop in the middle.
 *
 * A coroutine is a function with a stack of its own.  It runs when somebody
 * resumes it, and stops when it suspends itself, however many calls deep it
 * is.  Its variables stay where they are, on its stack.
 *
 *                   resume              resume
 *      created  -----------> running <---------- suspended
 *                             |   |                  ^
 *             fn returns      |   +------------------+
 *      finished <-------------+        suspend
 *
 * Coroutines nest as calls do.  The one who resumes waits until the resumed
 * one suspends or ends; meanwhile it counts as running.  So the coroutines
 * that run form a chain, and aw_here()->coro is its innermost link:
 *
 *      the thread's own stack <-- outer -- a <-- outer -- b = aw_here()->coro
 *
 * `errno` is not kept over a suspension, see aw/base.h; neither is anything
 * else that belongs to the thread. */
#ifndef AW_CORO_H
#define AW_CORO_H

#include "aw/base.h"
#include "aw/stack.h"
#include "aw/switch.h"

enum aw_coro_state {
    AW_CORO_CREATED,   /* nothing of it has run */
    AW_CORO_SUSPENDED, /* it stands in aw_coro_suspend */
    AW_CORO_RUNNING,   /* it runs, or waits for one that it has resumed */
    AW_CORO_FINISHED,  /* its function has returned, or it was given up */
};

/* The sanitizers' notes; see aw/fiber.h.  There in every MODE, so that there
 * is one layout. */
struct aw__fiber {
    void *save, *caller_save;
    const void *caller_base;
    size_t caller_size;
    void *tsan, *caller_tsan;
};

/* A coroutine.
 *
 * Owns:  the caller's memory, often the extra bytes of its own stack; it must
 *        stay until it is finished. */
struct aw_coro {
    struct aw_ctx ctx;     /* where it stands, unless it runs */
    struct aw_ctx caller;  /* where its resumer stands, while it runs */
    struct aw_coro *outer; /* its resumer's coroutine, while it runs; or NULL */
    uint8_t state;         /* enum aw_coro_state */
    void (*fn)(void *arg);
    void *arg;
    const char *name; /* for people; may be NULL */
    struct aw_stack stack;
    struct aw__fiber fiber;
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Make `coro` a coroutine that will call fn(arg) on `stack`.  Nothing of it
 * runs yet; its name is NULL.
 *
 * Owns:  borrows the stack until the coroutine is finished. */
void aw_coro_init(struct aw_coro *coro, const struct aw_stack *stack,
                  void (*fn)(void *arg), void *arg);

/* Let `coro` run until it suspends or ends.
 *
 * While it runs aw_here()->coro is `coro`, and it is again what it was before
 * when the call returns.  The coroutine begins where it stands: at its
 * beginning, or behind its aw_coro_suspend.  It may be resumed from the
 * thread's own stack and from any other coroutine, and by another one each
 * time.  Once it is finished its memory and its stack may be freed.
 *
 * Resuming a coroutine that runs is misuse, and so is resuming one that is
 * finished.  No system call is made, and no memory is asked for.  A signal
 * handler must not call it. */
void aw_coro_resume(struct aw_coro *coro);

/* Stop here, and let the one go on who resumed this coroutine last.
 *
 * It returns when somebody resumes the coroutine.  Calling it outside of any
 * coroutine is misuse. */
void aw_coro_suspend(void);

/* Give up a coroutine that is not running: it is finished.
 *
 * What stands on its stack is not cleaned up, so this is for those that were
 * never resumed, and for the end of the world.  Giving up a coroutine that
 * runs is misuse.  One that is finished is left alone. */
void aw_coro_deinit(struct aw_coro *coro);

/* The innermost coroutine that runs on this thread, or NULL. */
struct aw_coro *aw_coro_self(void);

#endif
