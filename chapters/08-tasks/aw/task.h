/* SPDX-License-Identifier: MIT */
/* aw/task.h: functions that wait.
 *
 * A task runs a function, its body, on a stack of its own (chapter 07).  The
 * body may wait: for a future, for another task, for time.  While it waits
 * others run, and when what it waits for is there the loop goes on with it.
 *
 *      spawn --> ready --> running --> ended
 *                  ^          |
 *                yield      await, sleep
 *                  |          v
 *                  +------ waiting
 *
 * A task is a future, which is its first member: it is settled with what the
 * body returns.  So everything that waits for futures waits for tasks.
 *
 * There is one way to stop and one way to go on.  A task stops on a future or
 * for one turn, and goes on when its handle has its turn in the ready queue:
 * never from inside the call that makes it ready.
 *
 * Order is asyncio's.  A task that is spawned begins in the next turn, and
 * those spawned first begin first.  A wake-up costs one turn.  Those who await
 * the same go on in the order in which they began to.  Awaiting what is settled
 * already costs none.
 *
 *   Memory   a task stands at the top of its own stack: one block for both.
 *            Waiting asks for no memory, and sleeping for no more than its
 *            timer does.
 *   Threads  the loop's.
 *
 * Source: asyncio's Task, its __step and __wakeup above all. */
#ifndef AW_TASK_H
#define AW_TASK_H

#include "aw/coro.h"
#include "aw/future.h"
#include "aw/scope.h"

struct aw_locals;

/* What a task runs.
 *
 * Returns 0 or more, which is its result, or a negative error code, with
 * which it has failed.  -ECANCELED stands for "I was cancelled".
 *
 * It has to end its scopes (aw/scope.h) before it returns, or that is misuse;
 * and to stop its timers.  One on its stack that is still started is stopped
 * and reported, with the task's name and -EBUSY.  It is looked for while no
 * more than 64 timers are live, so that an end costs the same however many
 * there are. */
typedef int (*aw_body)(void *arg);

/* ---- What a task is doing -----------------------------------------------*/

enum aw_task_state {
    AW_TASK_CREATED, /* made, and not started; a lazy one stays so */
    AW_TASK_READY,   /* queued: it has not begun, or has yielded */
    AW_TASK_RUNNING, /* it runs now */
    AW_TASK_WAITING, /* it awaits something, until it runs again */
    AW_TASK_ENDED,   /* its future is settled */
};

enum { AW_TASK_HISTORY = 16 };

/* The last states of one task.  Zeroes to begin with.  Every task is created
 * first; one that is not lazy is ready in the same moment. */
struct aw_task_history {
    struct {
        aw_time when; /* on the loop's clock */
        enum aw_task_state state;
    } entry[AW_TASK_HISTORY];
    size_t n; /* changes so far; the newest: entry[(n - 1) % 16] */
};

/* ---- A task -------------------------------------------------------------*/

/* Read what you like; writing is for the runtime.
 *
 * Owns:  the runtime, until the last reference is dropped. */
struct aw_task {
    struct aw_future future; /* first: a task is a future */
    /* Each step touches the end of that and what follows as far as wake.fn,
     * and the beginning of the coroutine: two lines of the cache. */
    uint32_t steps;                  /* how often it was let run */
    bool must_cancel;                /* a request is still to be delivered */
    uint8_t state;                   /* enum aw_task_state */
    struct aw_task_history *history; /* NULL: none is kept */
    const char *name;                /* never NULL; lives as long as the task */
    struct aw_watch wake; /* wake.future: what it waits for, or NULL */
    aw_body fn;
    void *arg;
    void (*drop)(void *arg); /* given `arg` if the body never runs */
    struct aw_coro coro;
    uint32_t refs;          /* 1 from its start to its end, 1 for each hold */
    uint32_t ncancel;       /* requests to cancel it, and not taken back */
    const char *reason;     /* of the latest request to cancel; or NULL */
    uint64_t id, parent_id; /* 1, 2, ...; parent 0: spawned by no task */
    struct aw_locals *locals;
    struct aw_list all;     /* the loop's list of live tasks */
    struct aw_scope *scope; /* used from 09; NULL to begin with */
    /* Used from 11; leave them alone, `owner` and `farewell` at NULL. */
    struct aw_watch owner_watch;
    struct aw_list owner_link;
    void *owner;
    void (*farewell)(struct aw_task *task); /* right before it is freed */
    uintptr_t spare[4]; /* yours, if you need room; otherwise leave it */
};

extern const struct aw_future_ops aw_task_ops; /* of kind "task" */

/* How a task is to be.  Zeroes stand for the defaults. */
struct aw_spawn_options {
    const char *name;        /* copied, cut at 31 bytes; NULL: "task-ID" */
    void (*drop)(void *arg); /* releases `arg` when the body never runs */
    size_t stack;            /* usable bytes; 0: AW_STACK_DEFAULT */
    struct aw_task_history *history; /* borrowed until the task has ended */
    bool lazy; /* nobody starts it but aw_await, aw_join, aw_task_start */
};

/* Options on the spot: a name, and what else there is to be set.
 *
 *      AW_NAMED("fetch")       AW_NAMED("fetch", .drop = free) */
#define AW_NAMED(...) (&(struct aw_spawn_options){.name = __VA_ARGS__})

/* Make a task that runs fn(arg), from the next turn on.
 *
 * options  NULL stands for the defaults
 *
 * Its memory may have been another task's, of which nothing is left in it.
 *
 * It is its loop's youngest live task, and counts in live[AW_TASKS] until it
 * has ended.  Its id is the next one, and its parent the task that spawns it.
 * A task that is spawned into another loop has no parent, and inherits nothing.
 * A probe hears AW_PROBE_SPAWN: the subject is the task, the argument its
 * parent's id.
 *
 * If the body never runs, because the task has to end before or because there
 * is no task, `drop` is given `arg`, once.
 *
 * Returns the task, which the caller holds.  NULL when there is no memory or
 * the loop is closed. */
#define aw_spawn(loop, fn, arg, ...)                                           \
    aw__spawn((loop), (fn), (arg), (__VA_ARGS__), AW_WHERE)
struct aw_task *aw__spawn(struct aw_loop *loop, aw_body fn, void *arg,
                          const struct aw_spawn_options *options,
                          const char *where);

/* Let a lazy task begin in the next turn.  One that was started already is
 * left alone. */
void aw_task_start(struct aw_task *task);

/* Hold `task` once more. */
void aw_task_hold(struct aw_task *task);

/* Let go of `task`.  If it has not ended it goes on all the same.
 *
 * A task that has ended and that nobody holds is freed, and an error that
 * nobody has retrieved is reported then, with the task's name and where it was
 * spawned.  Right before that its `farewell` is called, if there is one; it may
 * still look at everything.  A lazy task that nobody has started ends as
 * cancelled when nobody holds it, and is reported as never awaited, with its
 * name and where it was spawned, and -ECANCELED.
 *
 * Letting go more often than holding is misuse. */
void aw_task_drop(struct aw_task *task);

/* The task that runs now, or NULL outside of any. */
struct aw_task *aw_task_self(void);

/* Set the value that goes with the result of this task's body.  The latest
 * one counts, and none when the body fails.  Misuse outside of a task. */
void aw_task_return(void *value);

/* ---- Waiting ------------------------------------------------------------
 *
 * These may suspend the task that calls them, however deep in calls it is;
 * other tasks run meanwhile.  Each returns -ECANCELED when this task was asked
 * to end (see below).  Calling one outside of a task is misuse, and so is
 * calling it in a coroutine that the task runs: the two would suspend each
 * other. */

/* Wait until `future` is settled, and retrieve the outcome.
 *
 * value  where to put the value, NULL when there is none; may be NULL
 *
 * What is settled already does not suspend, even if a request to cancel is
 * pending: that is delivered by the next call that suspends.  A lazy task is
 * started.  Once it is settled the future need not be there any more.
 *
 * Returns the result of the future, or
 *   -ECANCELED  this task was asked to end, or the future was cancelled
 *   -EDEADLK    it is this very task
 *   -EINVAL     it belongs to another loop
 * The last two cost a turn, as in asyncio.  A wait that is refused delivers a
 * request that is pending. */
int aw_await(struct aw_future *future, void **value);

/* The same, for a value that somebody has to release; NULL counts as one.
 *
 * If the future is settled with a value, and this task is asked to end before
 * it goes on, aw_await loses the value.  Here `undelivered` is given it, right
 * before -ECANCELED is returned. */
int aw_await_owned(struct aw_future *future, void **value,
                   void (*undelivered)(void *value));

/* Wait for `task` as aw_await does, and let go of it in any case. */
int aw_join(struct aw_task *task, void **value);

/* Let all others that are ready have their turn, and go on in the next one. */
int aw_yield(void);

/* Wait for `delay`, and never less.  Zero and less: as aw_yield. */
int aw_sleep(aw_time delay);

/* Wait until the loop's clock shows `when`, and never less.  If it does
 * already: as aw_yield.  AW_NEVER: until this task is asked to end. */
int aw_sleep_until(aw_time when);

/* ---- Asking a task to end -----------------------------------------------
 *
 * This is the mechanism.  Chapter 09 is how to live with it. */

/* Ask `task` to end.
 *
 * If it waits, what it waits for is cancelled as far as this task is
 * concerned: aw_watch_withdraw.  So a task that it alone awaits is asked to
 * end in its turn, and so on down the chain; one that others await as well
 * goes on for them.  The call in which it waits returns -ECANCELED when that
 * is over, or whatever came of it.  If what it waits for refuses, it waits on,
 * and the call returns -ECANCELED when that is settled.
 *
 * If it is woken already, or yields, that call returns -ECANCELED all the same.
 * If it runs, the next call that suspends does: it begins to wait, and what it
 * waits for is cancelled.  One request or several that have not been delivered
 * are delivered once.  To cancel a task's future is to ask the task, without a
 * reason.
 *
 * A task that has not begun never runs its body.  It ends in its next turn: so
 * a lazy one is started by the request, and is not reported.  One whose body
 * returns 0 or more with a request undelivered has been cancelled; one that
 * returns an error has failed with that.
 *
 * Tasks that await each other in a ring are no endless chain: the last of them
 * before `task` alone stops waiting.
 *
 * Each task that is asked counts it in `ncancel` and notes the reason; a probe
 * hears AW_PROBE_CANCEL for each, with the task as subject and the count as
 * argument.  A request that is delivered only when its task begins to wait
 * reaches what that awaits without a reason.  The length of a chain needs no
 * stack.
 *
 * reason  for people; borrowed for as long as the task lives; may be NULL
 *
 * Returns true, or false when it has ended already: then nothing changes. */
bool aw_task_cancel(struct aw_task *task, const char *reason);

/* ---- Locals -------------------------------------------------------------*/

/* Set this task's value for `key`, the address of some static object.
 *
 * A task inherits what the one that spawns it has at that moment.  What either
 * of them sets later is seen by nobody else.  Inheriting is O(1) and needs no
 * memory; setting needs some of loop->alloc, until the tasks that see it have
 * gone.
 *
 * Misuse outside of a task.
 *
 * Returns 0, or -ENOMEM: then nothing has changed. */
int aw_local_set(const void *key, void *value);

/* This task's value for `key`; NULL when there is none, and outside of
 * tasks. */
void *aw_local_get(const void *key);

/* ---- Looking ------------------------------------------------------------*/

/* Call `fn` for each live task of the loop, the oldest first.
 *
 * `fn` may start and cancel tasks and spawn others, which are not visited.  It
 * must let none go. */
void aw_tasks_each(struct aw_loop *loop,
                   void (*fn)(struct aw_task *task, void *ctx), void *ctx);

/* Say in one line what `task` does, in up to `size` bytes with the final NUL:
 *
 *      fetch (#7) not started        fetch (#7) ended: 3
 *      fetch (#7) ready              fetch (#7) failed: EIO
 *      fetch (#7) running            fetch (#7) cancelled
 *      fetch (#7) waiting for a sleep         (always "a")
 *      fetch (#7) waiting for task "read" (#9)
 *      fetch (#7) waiting for lock "db"
 *
 * One that is woken counts as ready.  What it waits for is called by its kind,
 * and by its name where the kind has names.
 *
 * Returns `text`. */
const char *aw_task_describe(const struct aw_task *task, char *text,
                             size_t size);

/* The word for a state: "created", "ready", "running", "waiting", "ended". */
const char *aw_task_state_name(enum aw_task_state state);

/* ---- When the loop is closed --------------------------------------------
 *
 * A task that has not begun ends as cancelled; one that nobody has started is
 * reported as never awaited.  Of a task that has begun nothing can be cleaned
 * up from outside: it is reported as lost, with -ECANCELED, its name and where
 * it was spawned, and its stack is left alone.  aw_run lets it come to neither.
 */

/* ---- A whole program ----------------------------------------------------*/

struct aw_run_options {
    struct aw_loop_options loop;
    const char *name; /* of the main task; NULL: "main" */
    aw_time grace;    /* how long the others may take to end; 0: ten seconds */
};

/* Make a loop, run fn(arg) in its main task, and take the loop down.
 *
 * When the main task has ended, the loop finishes the turn in which it hears
 * of that.  Then all tasks that live are asked to end, the oldest first, and
 * the loop runs until they have; then those that were spawned meanwhile, and so
 * on, for up to 100 rounds.  All this takes `grace` at the most, on the loop's
 * clock.  Those that live even then are reported as lost, by name, when the
 * loop is closed.
 *
 * When the main task waits and nothing can ever happen any more, that is a
 * deadlock: each task that waits is reported with -EDEADLK, as
 * aw_task_describe describes it, the oldest first, and the main task is asked
 * to end.  If it waits again for what cannot come, the same happens again, but
 * no more than 100 times.  When the loop is stopped before the main task has
 * ended, or its poller fails, the main task is asked to end with the others.
 *
 * The main task is only watched, and not awaited: a task that alone awaits it
 * may end it.
 *
 * While it runs, a task that overflows its stack is named (aw/fault.h).
 * Calling it while a loop runs on this thread is misuse.
 *
 * options  NULL stands for the defaults.  An engine that they leave open is
 *          the one that the environment's AW_ENGINE names (aw/engine.h); a
 *          name that nobody has is reported, and nothing runs
 *
 * Returns the main task's result or error; the poller's error; -EINVAL, when
 * AW_ENGINE names no engine; -ENOMEM, when there is no memory for the main
 * task; -EDEADLK, when that does not end.
 *
 * Threads:  any, each with a program of its own. */
#define aw_run(fn, arg, ...) aw__run((fn), (arg), (__VA_ARGS__), AW_WHERE)
int aw__run(aw_body fn, void *arg, const struct aw_run_options *options,
            const char *where);

#endif
