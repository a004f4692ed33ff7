/* SPDX-License-Identifier: MIT */
#include "../kit.h"

GRADED(uv_io, a_descriptor_closed_too_early_ends_its_waits,
       "its waits end with status 0, and the next try says EBADF")
{
    struct kit k, other;

    /* A26: libuv would abort. */
    kit_open(&k);
    other.io.fd = -1;
    kit_pair(other.fd);
    kit_wait_init(&other.reader, "other");
    aw_io_open(&k.poller, &other.io, other.fd[0]);
    aw_io_wait(&k.poller, &other.io, AW_READ, &other.reader.wait);
    kit_read(&k);
    kit_write(&k);
    close(k.fd[0]);
    EXPECT_INT(kit_poll(&k, AW_NEVER), 2, "closed it behind the poller's back");
    aw_ready_run(&k.ready);
    EXPECT_SAID("r w", "closed it behind the poller's back");
    kit_put(other.fd[1]);
    EXPECT_INT(kit_turn(&k), 1, "wrote to another descriptor");
    kit_read(&k);
    EXPECT_INT(kit_turn(&k), 1, "waited for the closed one once more");
    EXPECT_INT(kit_turn(&k), 0, "nobody waits");
    aw_io_close(&k.poller, &other.io);
    close(other.fd[0]);
    close(other.fd[1]);
    kit_close(&k);
}

GRADED(uv_io, a_number_closed_too_early_is_free_after_its_close,
       "Until its aw_io_close its number cannot be watched anew: that fails "
       "with -EEXIST.")
{
    struct aw_io next;
    struct kit k;

    /* A26, A29 */
    kit_open(&k);
    kit_read(&k);
    kit_turn(&k);
    close(k.fd[0]);
    EXPECT_INT(dup2(k.fd[1], k.fd[0]), k.fd[0], "gave the number to another");
    EXPECT_INT(aw_io_open(&k.poller, &next, k.fd[0]), -EEXIST,
               "watched a number whose first owner was closed too early");
    aw_io_close(&k.poller, &k.io);
    EXPECT_INT(aw_io_open(&k.poller, &next, k.fd[0]), 0, "closed the first");
    aw_ready_run(&k.ready);
    EXPECT_INT(aw_io_wait(&k.poller, &next, AW_WRITE, &k.writer.wait), 0,
               "waited for the next owner");
    kit_turn(&k);
    EXPECT_SAID("r:EBADF w", "closed the first, waited for the next");
    aw_io_close(&k.poller, &next);
    kit_close(&k);
}

GRADED(uv_io, a_descriptor_closed_too_early_is_found_out_whenever_it_is_told,
       "So a descriptor that is closed too early, before aw_io_close, is found "
       "out there")
{
    struct kit k;

    /* A26: libuv knows it already, and is told of the writer. */
    kit_open(&k);
    kit_read(&k);
    kit_turn(&k);
    close(k.fd[0]);
    kit_write(&k);
    EXPECT_INT(kit_turn(&k), 2, "a reader waits; closed it, a writer waits");
    EXPECT_SAID("r w", "a reader waits; closed it, a writer waits");
    kit_close(&k);
}
