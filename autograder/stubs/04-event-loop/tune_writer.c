/* SPDX-License-Identifier: MIT */
#include "tune_writer.h"

#include <string.h>
#include <unistd.h>

static void write_all(struct tune_writer *writer)
{
    while (writer->begin < writer->end) {
        long n = aw_sys(write(writer->io->fd, writer->buffer + writer->begin,
                              writer->end - writer->begin));

        if (n == -EAGAIN) {
            if (!writer->wait.io)
                aw_io_wait(&writer->loop->poller, writer->io, AW_WRITE,
                           &writer->wait);
            return;
        }
        if (n < 0) {
            writer->error = (int)n;
            aw_io_unwait(&writer->wait);
            aw_call_soon(writer->loop, &writer->wait.handle);
            return;
        }
        writer->begin += (size_t)n;
    }
}

static int called(struct aw_handle *handle)
{
    struct tune_writer *writer =
        aw_container_of(handle, struct tune_writer, wait.handle);

    if (writer->error == 0)
        write_all(writer);
    else
        writer->failed(writer, writer->error);
    return 0;
}

void tune_writer_start(struct tune_writer *writer, struct aw_loop *loop,
                       struct aw_io *io,
                       void (*failed)(struct tune_writer *writer, int error))
{
    writer->loop = loop;
    writer->io = io;
    writer->failed = failed;
    writer->wait = (struct aw_io_wait){0};
    writer->error = 0;
    writer->begin = writer->end = 0;
    aw_handle_init(&writer->wait.handle, called);
}

int tune_put(struct tune_writer *writer, const void *data, size_t size)
{
    size_t left = writer->end - writer->begin;

    if (writer->error)
        return writer->error;
    if (size > TUNE_WRITER_BUFFER - left)
        return -ENOBUFS;
    memmove(writer->buffer, writer->buffer + writer->begin, left);
    memcpy(writer->buffer + left, data, size);
    writer->begin = 0;
    writer->end = left + size;
    if (!writer->wait.io && !aw_handle_queued(&writer->wait.handle))
        write_all(writer);
    return 0;
}

void tune_writer_stop(struct tune_writer *writer)
{
    aw_io_unwait(&writer->wait);
}
