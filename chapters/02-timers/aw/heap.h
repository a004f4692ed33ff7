/* SPDX-License-Identifier: MIT */
/* aw/heap.h: the heap in which timers are filed.
 *
 * Only heap.c, timer.c, expire.c and their tests include it.  Everybody else
 * uses aw/timer.h.
 *
 * A heap is a tree in an array.  Every timer goes before its children, and
 * that is all the order there is: enough to find the first timer at once, and
 * cheap to keep when a timer comes or leaves.  With four children to a node
 * the children of slot i stand at 4i + 1 to 4i + 4, and a million timers are
 * ten levels deep:
 *
 *      slot      0 |  1  2  3  4 |  5  6  7  8 |  9 ...
 *      when     10 | 40 20 15 90 | 41 60 55 44 | 21 ...
 *      parent      |      0      |      1      |  2
 *
 * Order: a timer goes before another when its deadline is earlier, or when
 * their deadlines are equal and its `seq` is smaller.
 *
 * The fields of struct aw_timers that belong to the heap are `heap`, whose
 * shape is yours, `len`, `cap` and `alloc`.  `slot` tells where in the heap a
 * timer stands: so it can leave from the middle, without a search.
 * Staging and counting the living is the business of timer.c. */
#ifndef AW_HEAP_H
#define AW_HEAP_H

#include "aw/timer.h"

/* Make sure that one more timer can be pushed.  O(1), but for the growth.
 *
 * It asks for memory only when `len` has reached `cap`, and then for at least
 * twice the room.
 *
 * Returns true when there is room, and false when there is no memory: then
 * the heap is as it was. */
bool aw__heap_room(struct aw_timers *timers);

/* File `timer` by its `when` and its `seq`.  O(log n).
 *
 * Allocates nothing, and counts in `len`.  Pushing to a heap without room is
 * misuse, and so is pushing a timer that is filed already.  `when` and `seq`
 * must not change while the timer is filed. */
void aw__heap_push(struct aw_timers *timers, struct aw_timer *timer);

/* Find the timer that goes before all others.  O(1).
 *
 * Returns the timer, which stays filed, or NULL when none is filed. */
struct aw_timer *aw__heap_first(const struct aw_timers *timers);

/* Find the timer that is filed at `slot`, which must be below `len`.  O(1).
 *
 * Returns the timer, which stays filed. */
struct aw_timer *aw__heap_at(const struct aw_timers *timers, size_t slot);

/* Take `timer` out, wherever in the heap it stands.  O(log n).
 *
 * Its `slot` is AW_TIMER_UNFILED afterwards.  The room stays.  Removing a
 * timer that is not filed in this heap is misuse. */
void aw__heap_remove(struct aw_timers *timers, struct aw_timer *timer);

/* Take out every timer, and give all memory back.  O(n).
 *
 * The `slot` of each is AW_TIMER_UNFILED afterwards, as after a removal.
 * `heap` is NULL afterwards, `len` and `cap` are 0. */
void aw__heap_clear(struct aw_timers *timers);

#endif
