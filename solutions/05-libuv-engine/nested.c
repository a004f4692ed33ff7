/* SPDX-License-Identifier: MIT */
/* A loop of libuv's for an aw_loop that has none.
 *
 *      epoll <-- io: uv_backend_fd ---- a uv_loop_t
 *      prepare:  how long may you sleep, and are you alive?
 *      dispatch: if there is news, or the time is up: uv_run, without waiting
 *
 * Three numbers of libuv's are all that nesting needs: its descriptor, its
 * time limit, and whether it is alive.  On an engine that has a loop of
 * libuv's only the last is asked.  [three-questions]
 *
 * The hard thing is when to ask.  What libuv answers is as old as its last
 * run. */
#include "aw/uv_parts.h"

struct nest {
    struct aw_source source;
    struct aw_closer closer;
    struct aw_loop *loop;
    uv_loop_t *uv;
    bool alive; /* counted in loop->holds */
    /* The rest is used where the engine has no loop of libuv's. */
    uv_loop_t own;
    uv_async_t keeper; /* see run() */
    struct aw_io io;
    struct aw_io_wait wait;
};

/* ---- Whichever engine it is ---------------------------------------------*/

/* Invariant: `alive` is what this nest has added to `holds`. */
static void hold(struct nest *n, bool alive)
{
    if (alive && !n->alive)
        n->loop->holds++;
    if (!alive && n->alive)
        n->loop->holds--;
    n->alive = alive;
}

static aw_time native_prepare(struct aw_source *source)
{
    struct nest *n = aw_container_of(source, struct nest, source);

    hold(n, uv_loop_alive(n->uv) != 0);
    return AW_NEVER;
}

static void native_dispatch(struct aw_source *source)
{
    (void)source;
}

/* ---- Nested -------------------------------------------------------------*/

/* libuv's clock stands still while it does not run: it has to be asked to look
 * up, or its time limit is too long by all that has passed since. */
static int time_limit(struct nest *n)
{
    int ms;

    uv_update_time(n->uv);
    uv_ref((uv_handle_t *)&n->keeper);
    ms = uv_backend_timeout(n->uv);
    uv_unref((uv_handle_t *)&n->keeper);
    return ms;
}

/* As in the engine: without anything referenced libuv would not run. */
static void run(struct nest *n)
{
    uv_ref((uv_handle_t *)&n->keeper);
    uv_run(n->uv, UV_RUN_NOWAIT);
    uv_unref((uv_handle_t *)&n->keeper);
}

/* Has the loop anything else to wait for? */
static bool waits_anyway(struct aw_loop *loop)
{
    return loop->holds > 0 || loop->signals != 0 ||
           loop->poller.nio > loop->background ||
           aw_timers_next(&loop->timers) != AW_NEVER;
}

static aw_time nested_prepare(struct aw_source *source)
{
    struct nest *n = aw_container_of(source, struct nest, source);
    bool moves = n->loop->clock->jump != NULL;
    aw_time now = aw_loop_now(n->loop);
    int ms = time_limit(n);

    hold(n, uv_loop_alive(n->uv) != 0);
    if (ms < 0)
        return AW_NEVER;
    /* [who-keeps-it-alive] To the loop above a deadline is a reason to live.
     * Timers that are not referenced have one only while others have. */
    if (!n->alive && (moves || !waits_anyway(n->loop)))
        return AW_NEVER;
    /* A clock that can be moved knows nothing of libuv's milliseconds.  The
     * loop does not sleep for them, nor does it jump over them. */
    return moves ? now : aw_deadline(now, ms * AW_MS);
}

static void nested_dispatch(struct aw_source *source)
{
    struct nest *n = aw_container_of(source, struct nest, source);
    bool news = n->wait.io == NULL;

    /* [three-questions] Nearly always there is no news, and no time is up:
     * then libuv is not run, and costs no system call.  Wrong turn: running
     * it in each iteration; nested/an_idle_iteration_costs_no_call. */
    if (!news && time_limit(n) != 0)
        return;
    /* The wait has been pushed, but it need not run: this is its turn.  libuv
     * goes first, or the wait would find the old news again. */
    aw_io_unwait(&n->wait);
    run(n);
    aw_io_wait(&n->loop->poller, &n->io, AW_READ, &n->wait);
}

static int never_runs(struct aw_handle *handle)
{
    (void)handle;
    return 0;
}

static int nest_open(struct nest *n)
{
    struct aw_poller *poller = &n->loop->poller;
    int rc = uv_loop_init(&n->own);

    if (rc < 0)
        return rc;
    rc = uv_async_init(&n->own, &n->keeper, NULL);
    if (rc < 0)
        goto fail;
    uv_unref((uv_handle_t *)&n->keeper);
    rc = aw_io_open(poller, &n->io, uv_backend_fd(&n->own));
    if (rc < 0)
        goto fail;
    aw_handle_init(&n->wait.handle, never_runs);
    aw_io_wait(poller, &n->io, AW_READ, &n->wait);
    /* It is open, but nobody outside can bring anything to it alone. */
    n->loop->background++;
    n->uv = &n->own;
    return 0;

fail:
    aw__uv_finish(&n->own);
    return rc;
}

static void nest_close(struct nest *n)
{
    aw_io_unwait(&n->wait);
    aw_io_close(&n->loop->poller, &n->io);
    n->loop->background--;
    aw__uv_finish(&n->own);
}

/* ---- Opening and closing ------------------------------------------------*/

static void closes(struct aw_closer *closer, struct aw_loop *loop)
{
    struct nest *n = aw_container_of(closer, struct nest, closer);

    aw_list_remove(&n->source.link);
    hold(n, false);
    if (n->uv == &n->own)
        nest_close(n);
    loop->slot[AW_SLOT_UV] = NULL;
    aw__uv_memory(&loop->poller, n, sizeof(*n), 0);
}

static int make(struct aw_loop *loop, struct nest **nest)
{
    struct nest *n = aw__uv_memory(&loop->poller, NULL, 0, sizeof(*n));
    int rc;

    if (!n)
        return -ENOMEM;
    *n = (struct nest){
        .loop = loop,
        .source = {.prepare = native_prepare, .dispatch = native_dispatch},
        .closer = {.fn = closes}};
    n->uv = loop->poller.ops->native(&loop->poller);
    if (!n->uv) {
        rc = nest_open(n);
        if (rc < 0) {
            aw__uv_memory(&loop->poller, n, sizeof(*n), 0);
            return rc;
        }
        n->source.prepare = nested_prepare;
        n->source.dispatch = nested_dispatch;
    }
    aw_list_init(&n->source.link);
    aw_list_append(&loop->sources, &n->source.link);
    aw_loop_add_closer(loop, &n->closer);
    loop->slot[AW_SLOT_UV] = n;
    *nest = n;
    return 0;
}

int aw_uv_get(struct aw_loop *loop, uv_loop_t **uv)
{
    struct nest *n = loop->slot[AW_SLOT_UV];
    int rc;

    if (loop->closed)
        return -ESHUTDOWN;
    if (!n) {
        rc = make(loop, &n);
        if (rc < 0)
            return rc;
    }
    *uv = n->uv;
    return 0;
}
