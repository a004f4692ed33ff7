/* SPDX-License-Identifier: MIT */
/* aw/engine.h: which engine a loop runs on, and libuv on either of them.
 *
 * aw/poller.h says what an engine is.  Chapter 03 has the first, on epoll;
 * this is the second, on libuv.  Whoever writes a program chooses between
 * them by a name, or leaves the choice to whoever starts it:
 *
 *      AW_ENGINE=uv ./program
 *
 * And whichever engine it is, the program can have a uv_loop_t, for what
 * readiness cannot do: files, names, child processes, work in other threads.
 *
 *      on the uv engine               on any other
 *
 *      aw_loop                        aw_loop
 *        poller                         poller <--- one aw_io ---+
 *          uv_loop_t                    sources                  |
 *            your handles                 uv_loop_t -- its descriptor
 *            its own, unreferenced          your handles
 *
 * Threads:  the loop's thread, unless a function says otherwise. */
#ifndef AW_ENGINE_H
#define AW_ENGINE_H

#include "aw/loop.h"
#include "aw/poller.h"

/* libuv's, as <uv.h> has it.  Include that where you use it: many programs
 * need an engine's name, and few need libuv. */
typedef struct uv_loop_s uv_loop_t;

/* ---- The engine ---------------------------------------------------------*/

/* The engine on libuv.  It keeps all that aw/poller.h promises.
 *
 * What is libuv's way all the same:
 *
 *   Interest reaches the kernel at the next poll.  So a descriptor that is
 *   closed too early, before aw_io_close, is found out there: its waits end
 *   with status 0, and the next try says EBADF.  Until its aw_io_close its
 *   number cannot be watched anew: that fails with -EEXIST.
 *   A number is for an aw_io or for a handle of libuv's, never for both.  Who
 *   comes second is refused with -EEXIST; where libuv cannot see it yet, it is
 *   misuse, found out at the next poll.
 *   A duplicate of a descriptor that was closed too early must not outlive
 *   it: libuv would be told of it for ever, in a busy loop.
 *   libuv's own tables are malloc's, whatever `poller->alloc` is, and without
 *   memory for them libuv aborts.
 *   Memory of a descriptor that is watched no longer comes back to
 *   `poller->alloc` with the next poll, or when the poller is closed.
 *
 * `native` gives its uv_loop_t.  From then on callbacks of others run inside
 * of polls, and any of them may end a poll early; see aw_uv_get, which is the
 * better way to ask: the loop knows then, and leaves out no poll.  Nothing of
 * the engine's own keeps that loop alive: uv_loop_alive says whether others
 * have work on it. */
extern const struct aw_poller_ops aw_uv_ops;

/* Find an engine by its name: "epoll" or "uv".
 *
 * name  NULL stands for the environment's AW_ENGINE; where that is not set,
 *       for "epoll".  An empty name, here or there, means "epoll", too
 *
 * Returns the engine, or NULL when there is none of that name.  To
 * aw_loop_init NULL means epoll, so look at the result before you go on: who
 * has mistyped a name wants to be told.
 *
 * Threads:  any. */
const struct aw_poller_ops *aw_engine_choose(const char *name);

/* ---- libuv on any engine ------------------------------------------------*/

/* Get the uv_loop_t that belongs to `loop`: always the same one.
 *
 * An engine that has one gives its own.  For any other a uv_loop_t is made on
 * the first call and nested in the loop: one descriptor, which the poller
 * watches, and a source.
 *
 * Use it as libuv's manual says, and never run it: the loop does.  Its
 * callbacks run while the loop polls, or right behind; they may push handles,
 * start timers, and do anything else that a source may.  What they push runs
 * in the same iteration.
 *
 * The loop waits for what is alive in libuv's sense: handles that are active
 * and referenced, requests, handles that are being closed.  They count as one
 * of `holds`: with them the loop is not idle, and a virtual clock stands
 * still, for libuv lives in real time.  A handle that is not referenced keeps
 * no loop going, and is served as long as something else does; its timers are
 * on time then, unless the clock is a virtual one.
 *
 * A nested loop is run when it has something to do: news, a timer that is
 * due, an idle handle.  In an iteration in which it has nothing to do it costs
 * no system call, its handles are not looked at, however many they are, and
 * its prepare and check handles are not called.
 *
 * aw_loop_close closes all that is left.  A handle that is still open there is
 * closed without a callback, one that is being closed gets its callback, and
 * requests are waited for and get theirs; what these callbacks ask of the loop
 * is refused or never runs.  So the memory of all of them must stay until
 * aw_loop_close returns.  A nested loop is closed by a closer: closers that
 * were added after the first call still find it open.
 *
 * Returns 0 and sets `*uv`, or leaves it alone and returns
 *   -ESHUTDOWN  the loop is closed
 *   -ENOMEM, -EMFILE or another negative code that libuv or the poller has
 *               for a loop that cannot be made
 *
 * Owns:  borrows; the uv_loop_t is the loop's. */
int aw_uv_get(struct aw_loop *loop, uv_loop_t **uv);

#endif
