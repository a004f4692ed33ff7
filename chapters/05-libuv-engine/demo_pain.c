/* SPDX-License-Identifier: MIT */
/* What readiness cannot do: a file, and a call that takes its time. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <uv.h>

#include "aw/engine.h"

enum { MS = 30 }; /* how long the call takes */

static struct aw_loop loop;
static struct aw_timer ticker;
static struct aw_handle start;
static int ticks, ticks_before;

static int tick(struct aw_handle *handle)
{
    (void)handle;
    ticks++;
    return aw_call_later(&loop, &ticker, AW_MS);
}

/* Any function that does not come back for a while: a name is looked up, a
 * disk is slow, a library has never heard of loops. */
static void slow_call(void)
{
    usleep(MS * 1000);
}

static int in_a_callback(struct aw_handle *handle)
{
    (void)handle;
    ticks_before = ticks;
    slow_call();
    printf("in a callback: others were called %d times meanwhile\n",
           ticks - ticks_before);
    aw_loop_stop(&loop);
    return 0;
}

static void works(uv_work_t *request)
{
    (void)request;
    slow_call();
}

static void worked(uv_work_t *request, int status)
{
    (void)request, (void)status;
    printf("in a thread of libuv's: others were called %s\n",
           ticks > ticks_before ? "meanwhile" : "0 times");
    aw_loop_stop(&loop);
}

static int in_a_thread(void)
{
    static uv_work_t request;
    uv_loop_t *uv;
    int rc = aw_uv_get(&loop, &uv);

    ticks_before = ticks;
    return rc < 0 ? rc : uv_queue_work(uv, &request, works, worked);
}

int main(void)
{
    struct aw_io io;
    int file = open("/proc/self/exe", O_RDONLY);

    if (aw_loop_init(&loop, NULL) < 0)
        return 1;
    printf("can a file be waited for? %s\n",
           aw_error_name(aw_io_open(&loop.poller, &io, file)));
    aw_timer_init(&ticker, tick);
    aw_handle_init(&start, in_a_callback);
    aw_call_later(&loop, &ticker, AW_MS);
    aw_call_soon(&loop, &start);
    aw_loop_run(&loop);
    if (in_a_thread() < 0)
        return 1;
    aw_loop_run(&loop);
    aw_loop_close(&loop);
    close(file);
    return 0;
}
