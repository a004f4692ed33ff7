/* SPDX-License-Identifier: MIT */
/* The writer, made fast.
 *
 * A write costs a system call, however small it is, and a turn in which a
 * hundred answers are put has a hundred of them.  So put only puts, and asks
 * the loop for one call in the next turn; that call writes what has come
 * together until then. [end-of-turn]
 *
 * The hard thing is the handle: it serves for the call and for the wait, and
 * may be in one of the two places only. */
#include "tune_writer.h"

#include <string.h>
#include <unistd.h>

/* Write until all is written or the socket has no room, and wait for room
 * then.  Returns 0, or the code with which the write has failed. */
static int flush(struct tune_writer *w)
{
    while (w->begin < w->end && w->error == 0) {
        long n =
            aw_sys(write(w->io->fd, w->buffer + w->begin, w->end - w->begin));

        if (n == -EAGAIN) {
            /* A handle that is queued cannot wait. */
            aw_handle_cancel(&w->wait.handle);
            w->error = aw_io_wait(&w->loop->poller, w->io, AW_WRITE, &w->wait);
            return w->error;
        }
        if (n < 0)
            w->error = (int)n;
        else
            w->begin += (size_t)n;
    }
    w->begin = w->end = 0;
    return w->error;
}

static int called(struct aw_handle *handle)
{
    struct tune_writer *w =
        aw_container_of(handle, struct tune_writer, wait.handle);
    int rc = w->error ? w->error : flush(w);

    /* Last of all: `failed` may free the writer. */
    if (rc < 0)
        w->failed(w, rc);
    return 0;
}

/* Waiting or called soon: in both cases it will come to the writing. */
static void be_called(struct tune_writer *w)
{
    if (!w->wait.io && !aw_handle_queued(&w->wait.handle))
        aw_call_soon(w->loop, &w->wait.handle);
}

/* Move what is left to the front, so that all room is at the end. */
static void close_up(struct tune_writer *w)
{
    memmove(w->buffer, w->buffer + w->begin, w->end - w->begin);
    w->end -= w->begin;
    w->begin = 0;
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
    if (writer->error)
        return writer->error;
    /* Wrong turn: refusing what does not fit without a try.  The socket may
     * have all the room in the world;
     * tune_writer/more_than_the_buffer_in_one_turn. */
    if (size > TUNE_WRITER_BUFFER - writer->end && !writer->wait.io)
        flush(writer);
    if (size > TUNE_WRITER_BUFFER - writer->end)
        close_up(writer);
    if (writer->error == 0 && size > TUNE_WRITER_BUFFER - writer->end)
        return -ENOBUFS;
    if (writer->error == 0) {
        memcpy(writer->buffer + writer->end, data, size);
        writer->end += size;
    }
    be_called(writer);
    return writer->error;
}

void tune_writer_stop(struct tune_writer *writer)
{
    aw_io_unwait(&writer->wait);
}
