/* SPDX-License-Identifier: MIT */
/* tune_writer.h: write to a socket, many small pieces at a time.
 *
 *      put --> [ buffer ] --write--> socket
 *
 * A server answers a hundred requests in one turn, and each answer is put
 * here.  What stands in the stub is right, and slow.  Make it fast, and keep
 * these promises:
 *
 *   All bytes arrive, in the order in which they were put, and none twice.
 *   What is put is written before the end of the next turn, unless the socket
 *   has no room.
 *   A piece is taken as a whole or not at all.  It is refused only when the
 *   socket has no room and the rest of the buffer is too small for it.
 *   Who has said EAGAIN is waited for, and nobody else; meanwhile the loop
 *   goes on.
 *   When a write fails in another way, `failed` is called once, in a turn and
 *   never from inside tune_put, and nothing is written any more.
 *   It asks for no memory.
 *
 * What the fast one costs: one write for all that was put in a turn, as long
 * as it fits into the buffer, and no other system call. */
#ifndef TUNE_WRITER_H
#define TUNE_WRITER_H

#include "aw/loop.h"

enum { TUNE_WRITER_BUFFER = 16 * 1024 };

struct tune_writer {
    struct aw_loop *loop;
    struct aw_io *io;
    void (*failed)(struct tune_writer *writer, int error);
    struct aw_io_wait wait; /* its handle may be called soon as well */
    int error;              /* what a write has said; 0: all is well */
    size_t begin, end;      /* put, but not written yet */
    char buffer[TUNE_WRITER_BUFFER];
    uintptr_t spare[4]; /* yours to use */
};

/* Begin to write to `io`, for which nobody else waits to write.
 *
 * Owns:  borrows `io` until tune_writer_stop. */
void tune_writer_start(struct tune_writer *writer, struct aw_loop *loop,
                       struct aw_io *io,
                       void (*failed)(struct tune_writer *writer, int error));

/* Put `size` bytes, at most TUNE_WRITER_BUFFER.
 *
 * Returns 0, or
 *   -ENOBUFS  there is no room for them: try again later
 *   the code with which an earlier write has failed */
int tune_put(struct tune_writer *writer, const void *data, size_t size);

/* Stop: what is not written yet is dropped, `failed` is not called, and `io`
 * is free for others. */
void tune_writer_stop(struct tune_writer *writer);

#endif
