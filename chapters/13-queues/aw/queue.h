/* SPDX-License-Identifier: MIT */
/* aw/queue.h: things that go from task to task.
 *
 *      put --> [ item | item | item |      ] --> get
 *                                   max
 *
 * A queue that is full makes those who put wait, and so they cannot be faster
 * than those who get: that is backpressure, and all of it.
 *
 * A wake-up is a hint here, and no promise: who is woken looks again, and finds
 * perhaps that somebody else was quicker, who did not wait.  So a get that does
 * not have to wait never waits.  When somebody is woken and asked to end, the
 * next one is woken: no item lies there while somebody waits for it.  If he had
 * not been woken, or what he was woken for is gone, nobody else is: all others
 * keep their places in line.
 *
 * What a task waits for is called "queue to fill" in aw_queue_get, and "queue
 * to drain" in aw_queue_put.  What waits is misuse outside of a task, even if
 * it need not wait.  Misuse is found before anything else is done.
 *
 *   Memory   the caller's room, or loop->alloc; see aw_queue_init.
 *   Threads  the loop's.
 *
 * Source: asyncio's queues.py. */
#ifndef AW_QUEUE_H
#define AW_QUEUE_H

#include "aw/sync.h"

#define AW_QUEUE_UNLIMITED SIZE_MAX

struct aw_queue;

/* Where an item lies. */
struct aw_queue_slot {
    void *item;
    uint64_t seq; /* how many were put before it */
};

/* In which order items leave.  One of these three; or one of your own.
 *
 * They arrange queue->slot, and read queue->len; the queue counts.  When it
 * gets more room, what lies in slot[0] to slot[len - 1] lies there still. */
struct aw_queue_order {
    const char *name;
    /* Add `slot`.  There is room: queue->len is below queue->cap, and counts
     * this one afterwards. */
    void (*push)(struct aw_queue *queue, struct aw_queue_slot slot);
    /* Take the next one out.  There is one: queue->len is above 0, and counts
     * it still. */
    struct aw_queue_slot (*pop)(struct aw_queue *queue);
};

extern const struct aw_queue_order aw_queue_fifo; /* first in, first out */
extern const struct aw_queue_order aw_queue_lifo; /* last in, first out */
/* The first by options.before; of equal ones, the first that was put.  One in
 * or out of n costs O(log n); with the others O(1). */
extern const struct aw_queue_order aw_queue_priority;

/* How a queue is to be.  Zeroes stand for the defaults. */
struct aw_queue_options {
    const struct aw_queue_order *order; /* NULL: aw_queue_fifo */
    size_t max; /* most items in it; 0: AW_QUEUE_UNLIMITED */
    /* Room for `max` items, borrowed until aw_queue_deinit; NULL: it is taken
     * of loop->alloc as it is needed.  For n items that costs O(n) in all. */
    struct aw_queue_slot *room;
    /* For aw_queue_priority: does `a` leave before `b`?  It must not use the
     * queue. */
    bool (*before)(const void *a, const void *b);
    /* Given each item that leaves without having been got; or NULL.  The queue
     * is shut when it is called.  It must not suspend. */
    void (*drop)(void *item);
    const char *name; /* for people; borrowed; or NULL */
};

struct aw_queue {
    struct aw_loop *loop;
    struct aw_waiters getters, putters;
    struct aw_event finished; /* set while nothing is unfinished */
    struct aw_queue_options options;
    struct aw_queue_slot *slot;
    size_t cap, len;   /* of `slot`; items in it */
    size_t head;       /* of the oldest, in aw_queue_fifo */
    uint64_t seq;      /* items put so far */
    size_t unfinished; /* put, and not said to be done */
    bool shut;
    uintptr_t spare[2]; /* yours, if you need room; otherwise leave it */
};

/* Make `queue` an empty queue for the tasks of `loop`.
 *
 * options  copied; NULL stands for the defaults
 *
 * With `room` nothing here ever allocates.  Misuse with room for an unlimited
 * number, and with aw_queue_priority without `before`. */
void aw_queue_init(struct aw_queue *queue, struct aw_loop *loop,
                   const struct aw_queue_options *options);

/* Be done with it: items that are left are dropped, and count as done.  Misuse
 * while somebody waits. */
void aw_queue_deinit(struct aw_queue *queue);

/* ---- Putting and getting ------------------------------------------------*/

/* Put `item`, as soon as there is room.  NULL is an item like others.  It is
 * handed over with 0; otherwise it is the caller's still.  It wakes the one who
 * has waited longest for an item, and nobody else.
 *
 * Returns 0; -ESHUTDOWN, when the queue is shut, be it while this task waits;
 * -ENOMEM; -ECANCELED, when this task was asked to end. */
int aw_queue_put(struct aw_queue *queue, void *item);

/* The same without waiting; a callback may do it.
 *
 * Returns 0, -EAGAIN when there is no room, -ESHUTDOWN, or -ENOMEM. */
int aw_queue_try_put(struct aw_queue *queue, void *item);

/* Get the next item, as soon as there is one.  That wakes the one who has
 * waited longest for room, and nobody else.
 *
 * item  where to put it; NULL with any error
 *
 * Returns 0; -ESHUTDOWN, when the queue is shut and empty; -ECANCELED, when
 * this task was asked to end: then none was taken. */
int aw_queue_get(struct aw_queue *queue, void **item);

/* The same without waiting; a callback may do it.
 *
 * Returns 0, -EAGAIN when it is empty, or -ESHUTDOWN when it is shut as
 * well. */
int aw_queue_try_get(struct aw_queue *queue, void **item);

/* How many items are in it. */
size_t aw_queue_len(const struct aw_queue *queue);

/* ---- Being done ---------------------------------------------------------*/

/* An item that was got has been dealt with: once for each.  Misuse more often
 * than that. */
void aw_queue_done(struct aw_queue *queue);

/* Wait until each item that was put is done; not at all if that is so.
 *
 * Returns 0, or -ECANCELED, when this task was asked to end. */
int aw_queue_join(struct aw_queue *queue);

/* ---- Shutting -----------------------------------------------------------*/

/* Shut it: nothing more can be put, and what is in it can still be got.  All
 * who wait are woken, to see it.  Doing so twice is harmless. */
void aw_queue_shutdown(struct aw_queue *queue);

/* The same, and what is in it is dropped, and counts as done.  aw_queue_join
 * waits for those that are being dealt with still.
 *
 * Items are dropped in the order of leaving, and before all who wait are woken:
 * so who joins goes on before who puts. */
void aw_queue_shutdown_now(struct aw_queue *queue);

#endif
