/* SPDX-License-Identifier: MIT */
#include "hunt_meter.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

/* The server's loop. */
static struct aw_loop *server;

static void write_line(struct hunt_meter *meter)
{
    while (meter->fd >= 0 && meter->begin < meter->end) {
        long n = aw_sys(write(meter->fd, meter->line + meter->begin,
                              meter->end - meter->begin));

        if (n == -EAGAIN) {
            struct pollfd room = {.fd = meter->fd, .events = POLLOUT};

            poll(&room, 1, -1);
        } else if (n < 0) {
            hunt_meter_close(meter);
        } else {
            meter->begin += (size_t)n;
        }
    }
}

static int line_is_due(struct aw_handle *handle)
{
    struct hunt_meter *meter =
        aw_container_of(handle, struct hunt_meter, timer.handle);
    int n;

    n = snprintf(meter->line, sizeof(meter->line), "%u %lu\n", ++meter->number,
                 meter->count);
    meter->begin = 0;
    meter->end = (size_t)n;
    meter->count = 0;
    write_line(meter);
    if (meter->fd >= 0)
        aw_call_later(server, &meter->timer, meter->period);
    return 0;
}

int hunt_meter_open(struct hunt_meter *meter, struct aw_loop *loop, int fd,
                    aw_time period)
{
    if (!server)
        server = loop;
    *meter = (struct hunt_meter){.loop = loop, .fd = fd, .period = period};
    meter->opened = aw_loop_now(loop);
    aw_timer_init(&meter->timer, line_is_due);
    aw_call_later(server, &meter->timer, period);
    return 0;
}

void hunt_meter_count(struct hunt_meter *meter)
{
    meter->count++;
}

void hunt_meter_close(struct hunt_meter *meter)
{
    if (meter->fd < 0)
        return;
    aw_timer_stop(&server->timers, &meter->timer);
    meter->fd = -1;
}
