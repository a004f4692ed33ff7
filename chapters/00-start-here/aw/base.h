/* SPDX-License-Identifier: MIT */
/* aw/base.h: what every other header of the runtime starts from.
 *
 * Three things live here: the intrusive list that carries every queue of the
 * runtime, the rule for error codes, and the assertion that stops a program
 * which breaks a contract.
 *
 * These defaults hold in every header of the workbook, unless it says
 * otherwise:
 *
 *   Memory   nothing here allocates; the caller owns every struct it passes.
 *   Errors   0 or more is success, a negative errno value is failure.
 *   Threads  a struct belongs to one thread; no call takes a lock.
 */
#ifndef AW_BASE_H
#define AW_BASE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Time ---------------------------------------------------------------
 *
 * A moment, or a length of time, in nanoseconds.  A moment is read off one
 * clock and means nothing on another.  AW_NEVER lies after every moment. */
typedef int64_t aw_time;

#define AW_US    ((aw_time)1000)
#define AW_MS    ((aw_time)1000 * AW_US)
#define AW_SEC   ((aw_time)1000 * AW_MS)
#define AW_NEVER INT64_MAX

/* ---- The list -----------------------------------------------------------
 *
 * A circular doubly linked list, built into what it holds.  The list itself
 * is one more node, the head, which holds nothing:
 *
 *      +------+     +------+     +------+
 *   +->| head |<--->|  a   |<--->|  b   |<-+
 *   |  +------+     +------+     +------+  |
 *   +--------------------------------------+
 *
 * A node that is in no list is linked to itself.  So is an empty head.
 * That is the whole trick: no operation below has a special case for the
 * first, the last or the only node, and none can fail.
 *
 * Owns:  the caller owns every node; a list only links them. */
struct aw_list {
    struct aw_list *next;
    struct aw_list *prev;
};

/* Make `node` an empty list, or a node that is in no list.  O(1).
 *
 * Every node and every head must pass through here before any other call. */
void aw_list_init(struct aw_list *node);

/* Tell whether a head has no nodes, or a node is in no list.  O(1).
 *
 * Returns true when `node` is linked to nothing but itself. */
bool aw_list_empty(const struct aw_list *node);

/* Put `node` behind the last node of `list`.  O(1).
 *
 * Given any linked node in place of the head, it puts `node` right before
 * that one.  `node` must be in no list: appending a linked node is misuse. */
void aw_list_append(struct aw_list *list, struct aw_list *node);

/* Put `node` in front of the first node of `list`.  O(1).
 *
 * `node` must be in no list: prepending a linked node is misuse. */
void aw_list_prepend(struct aw_list *list, struct aw_list *node);

/* Take `node` out of whatever list it is in.  O(1).
 *
 * Afterwards the node is linked to itself, so removing it again does
 * nothing.  The list need not be known. */
void aw_list_remove(struct aw_list *node);

/* Take the first node out of `list`.  O(1).
 *
 * Returns the node, which is in no list afterwards, or NULL when the list
 * is empty. */
struct aw_list *aw_list_pop(struct aw_list *list);

/* Move all nodes of `from` behind the last node of `to`.  O(1).
 *
 * Their order is kept, and `from` is empty afterwards.  Splicing an empty
 * list changes nothing.  `to` and `from` must be two different lists:
 * splicing a list onto itself is misuse. */
void aw_list_splice(struct aw_list *to, struct aw_list *from);

/* The struct of type `type` whose member `member` stands at `pointer`. */
#define aw_container_of(pointer, type, member)                                 \
    ((type *)((void *)(((char *)(pointer)) - offsetof(type, member))))

/* Visit every node of `list`, first to last.  The body must not remove
 * `node`; it may append behind it. */
#define aw_list_each(node, list)                                               \
    for ((node) = (list)->next; (node) != (list); (node) = (node)->next)

/* The same, where the body may remove `node`, but no other node. */
#define aw_list_each_safe(node, after, list)                                   \
    for ((node) = (list)->next, (after) = (node)->next; (node) != (list);      \
         (node) = (after), (after) = (node)->next)

/* ---- Errors -------------------------------------------------------------
 *
 * A function that can fail returns an int (or a longer integer): 0 or more
 * is success, and a failure is a negative errno value such as -EINVAL.
 * These are libuv's UV_E* values on Unix too, so a code passes through
 * every layer untranslated.
 *
 * `errno` itself is read in one place, aw_sys, right behind the system call:
 * by the time a suspended task runs again, other tasks have overwritten it. */

/* Several tasks of a group failed.  Used from chapter 11. */
#define AW_EGROUP (-5001)

/* Turn what a system call returned into the house convention.  O(1).
 *
 * result  what the call returned: -1 means failure, and errno says which
 *
 * Returns `result` itself unless it is -1, and -errno when it is -1.  Call
 * it with nothing between it and the system call. */
long aw_sys(long result);

/* Name an error code for people.  O(1), allocates nothing, never NULL.
 *
 * Returns
 *   "OK"                when `code` is 0 or more
 *   "EINVAL" and so on  the symbolic name, when `code` is a negative errno;
 *                       where a number has two names, EAGAIN, EDEADLK and
 *                       EOPNOTSUPP
 *   "AW_EGROUP"         for AW_EGROUP
 *   "unknown error"     for any other negative code */
const char *aw_error_name(int code);

/* ---- Memory -------------------------------------------------------------
 *
 * The few modules that need memory of their own take it from an allocator
 * that the caller hands in.  Where a contract accepts NULL, NULL means
 * malloc, realloc and free. */
struct aw_alloc {
    /* Make the block at `p`, of `old` bytes, `size` bytes long.
     *
     * p == NULL, old == 0 asks for a new block; size == 0 frees `p`.
     *
     * Returns the block, possibly at a new address, or NULL when there is
     * no memory: then the old block stands as it was.  NULL after a free. */
    void *(*resize)(struct aw_alloc *alloc, void *p, size_t old, size_t size);
};

/* ---- Given code: not yours to write -------------------------------------*/

/* Who runs at this moment on this thread.  Each field is written by one
 * chapter, `name` by 08; assertions, fault reports and debuggers read them. */
struct aw_here {
    const char *name; /* the running task's name; NULL outside of tasks */
    void *loop;       /* used from 04 */
    void *task;       /* used from 08 */
    void *coro;       /* used from 07 */
    /* Told before the program is stopped.  Used by tests; leave NULL. */
    void (*misuse)(const char *sentence);
    void (*todo)(const char *sentence);
};
struct aw_here *aw_here(void);

/* Stop the program when a contract is broken: print the sentence, where it
 * was found and the running task's name, and abort.  Always compiled in. */
#define AW_ASSERT(condition, ...)                                              \
    do {                                                                       \
        if (!(condition))                                                      \
            aw_misuse(__FILE__, __LINE__, __VA_ARGS__);                        \
    } while (0)

_Noreturn void aw_misuse(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Stands where code is still missing: says which function is yours to
 * write, and ends the program with status 77. */
#define AW_TODO() aw_todo(__FILE__, __LINE__, __func__)

_Noreturn void aw_todo(const char *file, int line, const char *function);

#endif
