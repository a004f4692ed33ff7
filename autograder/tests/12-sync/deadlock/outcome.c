/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- Rings of others ----------------------------------------------------*/

static struct aw_task *ring[3];

/* Task i of a ring of `n` waits for the next one, and the first has lock 0. */
static int ring_size;

static int waits_in_a_ring(void *arg)
{
    int i = (int)(intptr_t)arg;

    if (i == 0)
        aw_lock_wait(&lock[0]);
    say_result(aw_await(&ring[(i + 1) % ring_size]->future, NULL));
    if (i == 0)
        aw_lock_release(&lock[0]);
    return 0;
}

static void asks_behind_a_ring(int n)
{
    struct aw_task *w;

    open_locks(1);
    ring_size = n;
    for (int i = 0; i < n; i++)
        ring[i] = spawn("r", waits_in_a_ring, num(i));
    turn();
    w = spawn("w", wants_the_first, num(0));
    turns(3);
    EXPECT_STR(described(w), "waiting for lock \"a\"",
               "the lock is in a ring of %d others", n);
    EXPECT_SAID("", "the lock is in a ring of %d others", n);
    aw_task_cancel(ring[0], NULL);
    run_all();
    EXPECT_INT(w->future.result, 0, "and the ring was broken");
    for (int i = 0; i < n; i++)
        aw_task_drop(ring[i]);
    aw_task_drop(w);
    close_locks(1);
}

GRADED(deadlock, a_ring_of_two_others_ends_the_search,
       "because whoever has it waits for a lock or a task that waits for this "
       "one in turn")
{
    asks_behind_a_ring(2);
}

GRADED(deadlock, a_ring_of_three_others_ends_the_search,
       "because whoever has it waits for a lock or a task that waits for this "
       "one in turn")
{
    asks_behind_a_ring(3);
}

/* ---- What becomes of it -------------------------------------------------*/

GRADED(deadlock, who_is_told_is_not_in_line, "this does not wait")
{
    open_locks(2);
    launch("book", takes_two, &(struct plan){1, 0, 0});
    launch("pay", takes_two, &(struct plan){0, 1, 0});
    turns(2);
    EXPECT_INT(lock[1].waiters.n, 0, "one was told of a ring: those in line");
    EXPECT_INT(loop.live[AW_WAITERS], 1, "and waiters");
    close_locks(2);
}

static int does(void *arg)
{
    (void)arg;
    say("done");
    return 0;
}

static int does_within(void *arg)
{
    say_result(aw_lock_with(&lock[0], does, arg));
    return 0;
}

static int does_twice(void *arg)
{
    return say_result(aw_lock_with(&lock[0], does_within, arg));
}

GRADED(deadlock, a_function_under_the_same_lock_is_not_called,
       "Returns what fn returns, or what aw_lock_wait does when that is "
       "negative: then fn was not called.")
{
    open_locks(1);
    launch("a", does_twice, NULL);
    run_all();
    EXPECT_SAID("reported-EDEADLK a=EDEADLK a+0", "one lock, taken twice");
    close_locks(1);
}

GRADED(deadlock, a_limit_does_not_hide_it,
       "That one in the ring might be asked to end, or waits within a limit, "
       "does not: the locks are taken in a wrong order.")
{
    open_locks(2);
    launch("book", takes_two, &(struct plan){1, 0, AW_SEC});
    launch("pay", takes_two, &(struct plan){0, 1, AW_SEC});
    run_all();
    EXPECT_SAID("reported-EDEADLK pay=EDEADLK book+0",
                "two locks, two orders, and a limit for each wait");
    close_locks(2);
}

static int tries_the_other(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock[0]);
    aw_yield();
    say(aw_lock_try(&lock[1]) ? "yes" : "no");
    aw_lock_release(&lock[0]);
    return 0;
}

GRADED(deadlock, who_only_tries_is_in_no_ring,
       "Take `lock` if that is possible at once; never suspends.")
{
    open_locks(2);
    launch("book", takes_two, &(struct plan){1, 0, 0});
    launch("t", tries_the_other, NULL);
    run_all();
    EXPECT_SAID("no book+0", "tried what would close a ring");
    close_locks(2);
}

GRADED(deadlock, locks_without_names, "A lock without a name is called \"?\".")
{
    open_locks(0);
    aw_lock_init(&lock[0], NULL);
    launch("a", takes_it_twice, NULL);
    run_all();
    EXPECT_STR(reported,
               "a deadlock: \"a\" waits for lock \"?\", which \"a\" has",
               "a lock without a name");
    close_locks(1);
}

static struct plan plans[MOST];

GRADED(deadlock, a_long_ring_is_found,
       "because whoever has it waits for a lock or a task that waits for this "
       "one in turn")
{
    open_locks(MOST);
    for (int i = 0; i < MOST; i++) {
        plans[i] = (struct plan){i, (i + 1) % MOST, 0};
        launch("link", takes_two, &plans[i]);
    }
    turns(2);
    EXPECT_SAID("reported-EDEADLK link=EDEADLK", "a thousand in a ring");
    run_all();
    close_locks(MOST);
}

enum { NAMED = 26 }; /* locks that have a name */

/* What is said of a ring of all of those, each with a task called "link". */
static const char *words_of_a_long_ring(void)
{
    static char words[2000];
    int n = snprintf(words, sizeof(words), "a deadlock: \"link\"");

    for (int i = 0; i < NAMED; i++)
        n += snprintf(words + n, sizeof(words) - (size_t)n,
                      "%s waits for lock \"%s\", which \"link\" has",
                      i == 0 ? "" : ", who", lock[i].waiters.name);
    return words;
}

static int right_bytes(const char *words)
{
    int n = 0;

    while (n < 500 && reported[n] && reported[n] == words[n])
        n++;
    return n;
}

GRADED(deadlock, it_is_told_for_500_bytes,
       "Words behind the first 500 bytes may be missing.")
{
    open_locks(NAMED);
    for (int i = 0; i < NAMED; i++) {
        plans[i] = (struct plan){i, (i + 1) % NAMED, 0};
        launch("link", takes_two, &plans[i]);
    }
    run_all();
    reported[500] = '\0';
    EXPECT_INT(right_bytes(words_of_a_long_ring()), 500,
               "26 in a ring; bytes that are right in the report: %s",
               reported);
    close_locks(NAMED);
}

static int has_it_and_ends(void *arg)
{
    (void)arg;
    return aw_lock_wait(&lock[0]);
}

static int waits_for_who_has_ended(void *arg)
{
    (void)arg;
    EXPECT_MISUSE(aw_lock_wait(&lock[0]), "",
                  "waited for a lock whose owner has ended");
    say("found");
    return 0;
}

GRADED(deadlock, who_ends_with_a_lock_is_found,
       "Whoever has a lock and ends without having released it is found when "
       "the next one waits for it, which is misuse.")
{
    open_locks(1);
    launch("gone", has_it_and_ends, NULL);
    run_all();
    launch("w", waits_for_who_has_ended, NULL);
    turn();
    EXPECT_SAID("found", "one has ended with the lock");
}

GRADED(deadlock, who_was_asked_to_end_does_not_hide_it,
       "That one in the ring might be asked to end, or waits within a limit, "
       "does not: the locks are taken in a wrong order.")
{
    struct aw_task *book;

    open_locks(2);
    book = spawn("book", takes_two, &(struct plan){1, 0, 0});
    launch("pay", takes_two, &(struct plan){0, 1, 0});
    turn();
    aw_task_cancel(book, NULL); /* he does not care */
    run_all();
    EXPECT_SAID("reported-EDEADLK pay=EDEADLK book+0",
                "two locks, two orders, and one was asked to end before");
    EXPECT_INT(aw_cancelling(book), 1, "and counted his requests");
    aw_task_drop(book);
    close_locks(2);
}

static int has_it_until_f_and_ends(void *arg)
{
    (void)arg;
    aw_lock_wait(&lock[0]);
    return aw_await(&f, NULL);
}

/* w wants lock 1, which x has, who waits for lock 0. */
GRADED(deadlock, who_has_ended_further_on_ends_the_search,
       "Who has ended with another lock on the way ends the search.")
{
    struct aw_task *w;

    open_locks(2);
    launch("gone", has_it_until_f_and_ends, NULL);
    launch("x", takes_two, &(struct plan){1, 0, 0});
    turns(2);
    aw_future_resolve(&f, NULL);
    turns(2);
    w = spawn("w", wants_the_first, num(1));
    turns(3);
    EXPECT_STR(described(w), "waiting for lock \"b\"",
               "one has ended with a lock that the owner waits for");
    aw_task_drop(w);
    EXPECT_MISUSE(aw_lock_deinit(&lock[0]), "", "and still has it");
}
