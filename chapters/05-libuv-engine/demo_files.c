/* SPDX-License-Identifier: MIT */
/* Files and names on the epoll engine, by a nested loop of libuv's: make a
 * file, write, read, take it away, look up an address.  Each step is a request
 * whose callback starts the next.  A timer of ours ticks meanwhile. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>

#include "aw/engine.h"

static struct aw_loop loop;
static struct aw_timer ticker;
static uv_loop_t *uv;
static uv_fs_t request;
static uv_getaddrinfo_t lookup;
static uv_file file;
static char text[] = "three words here", copy[64], path[] = "/tmp/aw-XXXXXX";
static long ticks;

static int tick(struct aw_handle *handle)
{
    (void)handle;
    ticks++;
    return aw_call_later(&loop, &ticker, AW_MS / 10);
}

static void looked_up(uv_getaddrinfo_t *l, int status, struct addrinfo *found)
{
    char name[64] = "nobody";

    (void)l;
    if (status == 0)
        uv_ip4_name((const struct sockaddr_in *)found->ai_addr, name,
                    sizeof(name));
    printf("127.0.0.1 is %s\n", name);
    uv_freeaddrinfo(found);
    printf("the loop went on meanwhile: %s\n", ticks > 0 ? "yes" : "no");
    aw_timer_stop(&loop.timers, &ticker);
}

static void removed(uv_fs_t *r)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};

    printf("took the file away: %s\n", r->result < 0 ? "no" : "yes");
    uv_fs_req_cleanup(r);
    uv_getaddrinfo(uv, &lookup, looked_up, "127.0.0.1", NULL, &hints);
}

static void was_read(uv_fs_t *r)
{
    int words = 1;

    for (const char *c = copy; *c; c++)
        words += *c == ' ';
    printf("read %d bytes: %s (%d words)\n", (int)r->result, copy, words);
    uv_fs_req_cleanup(r);
    uv_fs_close(uv, r, file, NULL);
    uv_fs_req_cleanup(r);
    uv_fs_unlink(uv, r, path, removed);
}

static void was_written(uv_fs_t *r)
{
    uv_buf_t buffer = uv_buf_init(copy, sizeof(copy) - 1);

    printf("wrote %d bytes\n", (int)r->result);
    uv_fs_req_cleanup(r);
    uv_fs_read(uv, r, file, &buffer, 1, 0, was_read);
}

static void was_opened(uv_fs_t *r)
{
    uv_buf_t buffer = uv_buf_init(text, sizeof(text) - 1);

    file = (uv_file)r->result;
    strcpy(path, r->path);
    printf("made a file: %s\n", file < 0 ? "no" : "yes");
    uv_fs_req_cleanup(r);
    uv_fs_write(uv, r, file, &buffer, 1, 0, was_written);
}

int main(void)
{
    if (aw_loop_init(&loop, NULL) < 0 || aw_uv_get(&loop, &uv) < 0)
        return 1;
    aw_timer_init(&ticker, tick);
    aw_call_later(&loop, &ticker, 0);
    uv_fs_mkstemp(uv, &request, path, was_opened);
    aw_loop_run(&loop);
    aw_loop_close(&loop);
    return 0;
}
