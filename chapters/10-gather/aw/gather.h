/* SPDX-License-Identifier: MIT */
/* aw/gather.h: waiting for several.
 *
 * Whoever waits for one thing has aw_await.  Whoever has started several may
 * want all of them, or the first, or each as it comes:
 *
 *      aw_gather            all, in the order in which they were named
 *      aw_wait              until enough of them are settled, or time is up
 *      aw_as_completed_*    one after the other, in the order of their ends
 *
 * What is waited for stands in an array of members, which is the caller's, so
 * nothing here allocates, however many there are:
 *
 *      struct aw_member both[] = {{&left->future}, {&right->future}};
 *
 *      rc = aw_gather(both, 2, AW_FAIL_FAST);
 *
 *      [ future ] <--watch-- [ member 0 ] \
 *      [ future ] <--watch-- [ member 1 ]  >-- [ a future ] <-- this task
 *      [ future ] <--watch-- [ member 2 ] /
 *
 * They are told of their members one turn after those are settled, and wake
 * whoever waits one turn later.
 *
 * None of them owns what it waits for.  A gathering that fails leaves the
 * others running, and so does every wait that is given up: whoever wants that
 * they end has to ask them, and to wait for that.  Chapter 11 is about those
 * who forget it.
 *
 * What begins and ends is a scope (aw/scope.h): a body that returns inside of
 * one is told which, and that is misuse.
 *
 *   Threads  the loop's.
 *
 * Source: asyncio's gather, wait and as_completed. */
#ifndef AW_GATHER_H
#define AW_GATHER_H

#include "aw/task.h"

/* ---- Members ------------------------------------------------------------*/

/* One of those that are waited for.  Set `future`, perhaps `tag`, and leave the
 * rest.
 *
 * A future may be a member several times, and of several gatherings at a time,
 * each with members of its own.
 *
 * Owns:  the caller's memory, for as long as the wait that it is given to.
 *        The future must be there until it is settled. */
struct aw_member {
    struct aw_future *future; /* yours to set; NULL: nobody, and left out */
    uintptr_t tag;            /* yours: what it is to you */
    struct aw_watch watch;    /* its outcome, once it is settled */
    struct aw_list link;      /* with others that are as far as it is */
    void *of;                 /* what it is a member of */
    uintptr_t spare[2];       /* yours, if you need room; otherwise leave it */
};

/* What has become of `member`.  It is known from the moment in which its future
 * is settled, and that need not be there any more.
 *
 * value  where to put the value, NULL included; may be NULL
 *
 * Returns the result, as aw_future_result does: 0 or more, a negative code, or
 * -ECANCELED.  -EINPROGRESS, when it was not settled while it was waited for:
 * then `*value` is left alone. */
int aw_member_result(const struct aw_member *member, void **value);

/* ---- All of them --------------------------------------------------------
 *
 *      struct aw_gather all;
 *
 *      aw_gather_begin(&all, member, n, AW_FAIL_FAST);
 *      ...                       (await, shield or gather &all.future)
 *      aw_gather_end(&all);
 */

enum aw_gather_mode {
    AW_FAIL_FAST, /* the first that fails, or was cancelled, settles it */
    AW_IN_PLACE,  /* errors are results as others are: all have to be settled */
};

struct aw_gather {
    struct aw_scope scope;
    struct aw_future future;  /* await this one */
    struct aw_member *member; /* the caller's array */
    size_t n;                 /* of them */
    size_t left;              /* not heard of yet */
    struct aw_member *failed; /* in both modes, the first heard to fail, or to
                                 be cancelled; NULL: none */
    uint8_t mode;             /* enum aw_gather_mode */
    bool asked;               /* somebody wanted it cancelled */
    bool asking;              /* its members are being asked */
    uintptr_t spare[2];       /* yours, if you need room; otherwise leave it */
};

extern const struct aw_future_ops aw_gather_ops; /* of kind "gathering" */

/* Make `gather->future` a future that is settled when all `n` members are: with
 * the result 0, and the array as its value.  Lazy tasks among them are started.
 *
 * The outcomes are in the members, each in its place.  A future that is a
 * member several times is awaited once.
 *
 * AW_FAIL_FAST  The first member that is heard to have failed settles it with
 *               its error and detail; one that was cancelled, with -ECANCELED.
 *               The others go on.  Their errors count as retrieved, also of
 *               those that fail later.
 * AW_IN_PLACE   Errors are left in the members.
 *
 * Members that are settled already are heard here, in their order and behind
 * the others' start: when all of them are, or one has failed, or there are
 * none, the future is settled when this returns, and awaiting it costs no turn.
 *
 * To cancel `gather->future` gives up each member that is not settled, in
 * their order (aw_watch_withdraw), and the future is settled when that is
 * over: with -ECANCELED in both modes, or in AW_FAIL_FAST with an error that is
 * heard before.  It refuses when there is none to give up.  Tasks that wait for
 * each other in a ring through a gathering are no endless chain: a gathering
 * that is cancelled by what it asks is settled as cancelled at once.
 * Gatherings inside of each other take some stack for each, as they are asked.
 *
 * It is a future as others are: an error of it that nobody has retrieved is
 * reported, and names the line of this call.
 *
 * Misuse outside of a task, while `gather` is begun already, and when the task
 * that runs, or a future of another loop, is a member.
 *
 * Owns:  the caller's memory, until aw_gather_end. */
#define aw_gather_begin(gather, member, n, mode)                               \
    aw__gather_begin((gather), (member), (n), (mode), AW_WHERE)
void aw__gather_begin(struct aw_gather *gather, struct aw_member *member,
                      size_t n, enum aw_gather_mode mode, const char *where);

/* Take the gathering away.  Members that are not settled go on, unobserved: no
 * watch is left in them, and an error of theirs is not reported.
 *
 * Misuse while a scope is open that was begun inside of it, when it is not open
 * in this task, and while somebody watches `gather->future`. */
void aw_gather_end(struct aw_gather *gather);

/* Gather, and wait for it.  When it returns, the members that are not settled
 * go on, unobserved, as behind aw_gather_end.
 *
 * If this task is asked to end, so are the members.  With AW_IN_PLACE it waits
 * until all of them have ended; with AW_FAIL_FAST until one has failed or was
 * cancelled, or all have ended.
 *
 * Returns 0; the error of a member; -ECANCELED, when this task was asked to
 * end or, with AW_FAIL_FAST, a member was cancelled. */
int aw_gather(struct aw_member *member, size_t n, enum aw_gather_mode mode);

/* ---- Enough of them -----------------------------------------------------*/

enum aw_until {
    AW_ALL_SETTLED,
    AW_FIRST_SETTLED,
    AW_FIRST_FAILED, /* a member that was cancelled has not failed */
};

/* Wait until all members are settled, or one is, or one has failed, or `limit`
 * has passed, whichever is first.  Lazy tasks among them are started.
 *
 * Nothing is cancelled, neither by the limit nor when this task is asked to
 * end; and no outcome is retrieved: an error still wants somebody who asks the
 * future for it.  As long as this waits, it counts as one who awaits them.
 *
 * When it returns no watch is left in any member, and no timer in the loop, and
 * aw_member_result tells who is settled: those too that were settled in the
 * turn in which this task was woken.  It waits two turns, even if all are
 * settled already.
 *
 * limit  AW_NEVER: none; 0 or less: until the next turn's timers
 *
 * Misuse outside of a task, and with a future of another loop.
 *
 * Returns how many members are settled; -ECANCELED, when this task was asked to
 * end; -EINVAL, when there is no member: that does not suspend. */
int aw_wait(struct aw_member *member, size_t n, enum aw_until until,
            aw_time limit);

/* ---- One after the other ------------------------------------------------
 *
 *      struct aw_as_completed each;
 *      struct aw_member *member;
 *
 *      aw_as_completed_begin(&each, array, n, AW_NEVER);
 *      while ((rc = aw_as_completed_next(&each, &member)) > 0)
 *          use(member);
 *      aw_as_completed_end(&each);
 */

struct aw_as_completed {
    struct aw_scope scope;
    struct aw_timer timer;  /* of the limit */
    struct aw_list pending; /* members that are not heard of, by `link` */
    struct aw_list settled; /* those to be handed over, by `link` */
    struct aw_future *next; /* of who waits for one more; or NULL */
    size_t left;            /* not handed over yet */
    bool late;              /* the time is up */
    uintptr_t spare[2];     /* yours, if you need room; otherwise leave it */
};

/* Begin to wait for the members, each by itself.  Lazy tasks among them are
 * started.  As long as it is open it counts as one who awaits them, and it
 * retrieves nothing.
 *
 * limit  for all of them, from now on; AW_NEVER: none
 *
 * Misuse outside of a task, while `each` is begun already, and with a future of
 * another loop.
 *
 * Owns:  the caller's memory, until aw_as_completed_end. */
#define aw_as_completed_begin(each, member, n, limit)                          \
    aw__as_completed_begin((each), (member), (n), (limit), AW_WHERE)
void aw__as_completed_begin(struct aw_as_completed *each,
                            struct aw_member *member, size_t n, aw_time limit,
                            const char *where);

/* One more member, within the same limit.  A lazy task is started, unless the
 * time is up: then the member is among those that are late.  Anybody in the
 * loop may call it.
 *
 * Misuse when `each` is not open, and with a future of another loop; and, which
 * is not found out, when `member` is one of those that are not handed over
 * yet. */
void aw_as_completed_add(struct aw_as_completed *each,
                         struct aw_member *member);

/* The next member that is settled, in the order in which they were; each is
 * handed over once.  It waits only if there is none.
 *
 * When the limit has passed, those that had been heard of are handed over
 * still.  Each of the rest counts as handed over with -ETIMEDOUT, one with each
 * call; it goes on, and is not watched any more.
 *
 * If this task is asked to end while it waits, nothing is handed over, nothing
 * is cancelled, and nothing is lost: the next call goes on from there.
 *
 * Misuse when `each` is not open in this task.
 *
 * Returns 1, with the member in `*member`; 0, when all have been handed over;
 * -ETIMEDOUT; -ECANCELED, when this task was asked to end.  `*member` is NULL
 * with all but the first. */
int aw_as_completed_next(struct aw_as_completed *each,
                         struct aw_member **member);

/* Be done with it.  Members that are not settled go on, and no watch is left
 * in them.
 *
 * Misuse while a scope is open that was begun inside of it, and when it is not
 * open in this task. */
void aw_as_completed_end(struct aw_as_completed *each);

/* ---- So many at a time --------------------------------------------------*/

/* Jobs that are all alike: fn(arg[i]) for each i below `n`, in a task of its
 * own called "NAME[i]", NAME being that of the task that calls. */
struct aw_jobs {
    aw_body fn;
    void *const *arg; /* n of them; NULL: each job is given NULL */
    int *result;      /* n of them: what has come of each job */
    size_t n;
};

/* Run `jobs`, `size` at a time: when all of a batch have ended, the next
 * begins.
 *
 * room  `size` members, for the runtime to work with
 *
 * An error of one job is its result, and stops no other.  When this returns,
 * no job runs.
 *
 * If this task is asked to end, so are the jobs that run; they are waited for,
 * and no further batch begins; when the request is pending at the call, none at
 * all.  The result of a job that did not begin for that reason is -ECANCELED,
 * or -ENOMEM when there was no memory for its task; then, too, none begins
 * behind it: the result of each of the rest is what this returns.
 *
 * Misuse outside of a task, and with a size of 0.
 *
 * Returns 0, -ECANCELED, or -ENOMEM.  Without jobs it does not suspend. */
int aw_in_batches(const struct aw_jobs *jobs, struct aw_member *room,
                  size_t size);

/* Run `jobs`, at most `size` at a time: when one has ended, the next one
 * begins.  Jobs begin in their order.  When a request to end this task is
 * pending at the call, the first `size` begin, and are asked to end.  All else
 * is as with aw_in_batches. */
int aw_at_most(const struct aw_jobs *jobs, struct aw_member *room, size_t size);

#endif
