/* SPDX-License-Identifier: MIT */
/* The meter, mended.  Its three mistakes are classics of event loops.
 *
 * It counted each period from the moment at which the last line was written,
 * so that every delay stayed for good. [drift]  It waited for the collector
 * with poll(2), and everybody on the loop waited with it. [blocked-loop]  And
 * it kept the first loop that it saw in a variable of the program, so that
 * every later meter was made outside of its own loop. [made-outside] */
#include "hunt_meter.h"

#include <stdio.h>
#include <unistd.h>

/* [drift] From the moment of opening, and not from now.  A moment in the past
 * is fine: that line is due at once. */
static int wait_for_next_line(struct hunt_meter *meter)
{
    aw_time after = (aw_time)(meter->number + 1) * meter->period;

    return aw_call_at(meter->loop, &meter->timer, meter->opened + after);
}

/* [blocked-loop] Who gets EAGAIN goes home, and is called when there is room.
 * What is left of the line waits in the meter. */
static int write_line(struct hunt_meter *meter)
{
    while (meter->begin < meter->end) {
        long n = aw_sys(write(meter->fd, meter->line + meter->begin,
                              meter->end - meter->begin));

        if (n == -EAGAIN)
            n = aw_io_wait(&meter->loop->poller, &meter->io, AW_WRITE,
                           &meter->wait);
        else if (n > 0)
            meter->begin += (size_t)n;
        if (n < 0)
            hunt_meter_close(meter);
        if (n <= 0)
            return (int)n;
    }
    return 0;
}

static int there_is_room(struct aw_handle *handle)
{
    struct hunt_meter *meter =
        aw_container_of(handle, struct hunt_meter, wait.handle);

    return write_line(meter);
}

static int line_is_due(struct aw_handle *handle)
{
    struct hunt_meter *meter =
        aw_container_of(handle, struct hunt_meter, timer.handle);
    int rc = 0;

    meter->number++;
    /* Wrong turn: beginning the next line while one is half written; the
     * collector reads a line that is made of two.
     * hunt_meter/a_line_is_written_to_its_end. */
    if (meter->begin == meter->end) {
        meter->begin = 0;
        meter->end = (size_t)snprintf(meter->line, sizeof(meter->line),
                                      "%u %lu\n", meter->number, meter->count);
        meter->count = 0;
        rc = write_line(meter);
    }
    return rc < 0 ? rc : wait_for_next_line(meter);
}

int hunt_meter_open(struct hunt_meter *meter, struct aw_loop *loop, int fd,
                    aw_time period)
{
    int rc;

    *meter = (struct hunt_meter){.loop = loop, .fd = -1, .period = period};
    meter->opened = aw_loop_now(loop);
    aw_timer_init(&meter->timer, line_is_due);
    aw_handle_init(&meter->wait.handle, there_is_room);
    rc = aw_io_open(&loop->poller, &meter->io, fd);
    if (rc < 0)
        return rc;
    meter->fd = fd;
    return wait_for_next_line(meter);
}

void hunt_meter_count(struct hunt_meter *meter)
{
    meter->count++;
}

void hunt_meter_close(struct hunt_meter *meter)
{
    if (meter->fd < 0)
        return;
    aw_timer_stop(&meter->loop->timers, &meter->timer);
    aw_io_unwait(&meter->wait);
    aw_io_close(&meter->loop->poller, &meter->io);
    meter->fd = -1;
}
