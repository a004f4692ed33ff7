/* SPDX-License-Identifier: MIT */
#include "tune_relay.h"

#include <unistd.h>

static int can_read(struct aw_handle *handle);
static int can_write(struct aw_handle *handle);

static struct tune_relay *relay_of(struct aw_handle *handle)
{
    struct aw_io_wait *wait =
        aw_container_of(handle, struct aw_io_wait, handle);

    return aw_container_of(wait, struct tune_relay, wait);
}

static void finish(struct tune_relay *relay, int rc)
{
    tune_relay_stop(relay);
    relay->done(relay, rc);
}

static int watch(struct tune_relay *relay, struct aw_io *io, int fd,
                 enum aw_dir dir)
{
    int rc = aw_io_open(relay->poller, io, fd);

    if (rc < 0)
        return rc;
    aw_handle_init(&relay->wait.handle, dir == AW_READ ? can_read : can_write);
    return aw_io_wait(relay->poller, io, dir, &relay->wait);
}

static int can_read(struct aw_handle *handle)
{
    struct tune_relay *relay = relay_of(handle);
    long n = aw_sys(read(relay->from, relay->buffer, 256));
    int rc;

    aw_io_close(relay->poller, &relay->in);
    if (n > 0) {
        relay->begin = 0;
        relay->end = (size_t)n;
        rc = watch(relay, &relay->out, relay->to, AW_WRITE);
    } else if (n == -EAGAIN) {
        rc = watch(relay, &relay->in, relay->from, AW_READ);
    } else {
        finish(relay, (int)n);
        return 0;
    }
    if (rc < 0)
        finish(relay, rc);
    return 0;
}

static int can_write(struct aw_handle *handle)
{
    struct tune_relay *relay = relay_of(handle);
    long n = aw_sys(write(relay->to, relay->buffer + relay->begin,
                          relay->end - relay->begin));
    int rc;

    aw_io_close(relay->poller, &relay->out);
    if (n < 0 && n != -EAGAIN) {
        finish(relay, (int)n);
        return 0;
    }
    relay->begin += n > 0 ? (size_t)n : 0;
    if (relay->begin < relay->end)
        rc = watch(relay, &relay->out, relay->to, AW_WRITE);
    else
        rc = watch(relay, &relay->in, relay->from, AW_READ);
    if (rc < 0)
        finish(relay, rc);
    return 0;
}

int tune_relay_start(struct tune_relay *relay, struct aw_poller *poller,
                     int from, int to,
                     void (*done)(struct tune_relay *relay, int rc))
{
    relay->poller = poller;
    relay->from = from;
    relay->to = to;
    relay->done = done;
    relay->in.fd = relay->out.fd = -1;
    relay->wait = (struct aw_io_wait){0};
    relay->begin = relay->end = 0;
    return watch(relay, &relay->in, from, AW_READ);
}

void tune_relay_stop(struct tune_relay *relay)
{
    aw_io_unwait(&relay->wait);
    aw_io_close(relay->poller, &relay->in);
    aw_io_close(relay->poller, &relay->out);
}
