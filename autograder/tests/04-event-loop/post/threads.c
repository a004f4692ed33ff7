/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <pthread.h>
#include <sched.h>

static int out_of_order;

/* ---- With other threads -------------------------------------------------*/

static void releases(struct step *me)
{
    (void)me;
    loop.holds--;
}

static void *posts_a(void *arg)
{
    return aw_loop_post(arg, &of('a')->post) == 0 ? arg : NULL;
}

GRADED(post, a_post_wakes_a_loop_that_sleeps, "wake the loop if it sleeps")
{
    void *result = NULL;
    pthread_t thread;

    /* A40: without the wake-up it sleeps for ever. */
    open_waiting();
    spy.waits = true;
    of('a')->act = releases;
    loop.holds = 1;
    thread = start(posts_a, &loop);
    EXPECT_INT(aw_loop_run(&loop), 0, "slept until a thread posts");
    pthread_join(thread, &result);
    EXPECT_PTR(result, &loop, "posted from a thread");
    EXPECT_SAID("a", "slept until a thread posts");
    EXPECT_INT(spy.wakes, 1, "posted once");
    aw_loop_close(&loop);
}

enum { THREADS = 4, EACH = 20000 };

struct sender {
    struct aw_post post[EACH];
    int ran;
};
static struct sender sender[THREADS];
static int refused;

static int sender_ran(struct aw_handle *handle)
{
    struct aw_post *one = aw_container_of(handle, struct aw_post, handle);
    size_t at = (size_t)((char *)one - (char *)sender) / sizeof(struct sender);

    out_of_order += one != &sender[at].post[sender[at].ran];
    if (++sender[at].ran == EACH)
        loop.holds--;
    return 0;
}

static void *posts_many(void *arg)
{
    struct sender *me = arg;

    for (int i = 0; i < EACH; i++) {
        aw_handle_init(&me->post[i].handle, sender_ran);
        if (aw_loop_post(&loop, &me->post[i]) != 0)
            refused++;
    }
    return NULL;
}

GRADED(post, many_threads_lose_nothing,
       "Posts of one thread run in the order in which they were posted.")
{
    pthread_t thread[THREADS];
    int all = 0;

    /* A43 */
    open_waiting();
    spy.waits = true;
    loop.holds = THREADS;
    for (int i = 0; i < THREADS; i++)
        thread[i] = start(posts_many, &sender[i]);
    EXPECT_INT(aw_loop_run(&loop), 0, "ran until all had posted all");
    for (int i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
        all += sender[i].ran;
    }
    EXPECT_INT(all, THREADS * EACH, "four threads posted 20000 each");
    EXPECT_INT(out_of_order + refused, 0, "out of order, or refused");
    EXPECT_AT_MOST(spy.wakes, all, "four threads posted 20000 each: wakes");
    aw_loop_close(&loop);
}

enum { ROUNDS = 20000 };
static atomic_int answered;
static sem_t answer;

static void answers(struct step *me)
{
    (void)me;
    answered++;
    sem_post(&answer);
}

/* Spins, for the loop is to be found falling asleep; but not for ever: where a
 * wake-up is lost all sleep, and that is seen at once. */
static void await_answer(void)
{
    for (int i = 0; i < 1000; i++) {
        if (sem_trywait(&answer) == 0)
            return;
        sched_yield();
    }
    sem_wait(&answer);
}

/* One at a time: each post finds the loop asleep, or falling asleep. */
static void *asks(void *arg)
{
    for (int i = 0; i < ROUNDS; i++) {
        if (aw_loop_post(arg, &of('a')->post) != 0)
            return NULL;
        await_answer();
    }
    aw_loop_post(arg, &of('b')->post);
    return arg;
}

/* ---- The bell -----------------------------------------------------------*/

GRADED(post, no_wake_up_is_lost, "wake the loop if it sleeps")
{
    void *result = NULL;
    pthread_t thread;

    /* A40, A41 */
    open_waiting();
    spy.waits = true;
    of('a')->act = answers;
    of('b')->act = releases;
    sem_init(&answer, 0, 0);
    loop.holds = 1;
    thread = start(asks, &loop);
    EXPECT_INT(aw_loop_run(&loop), 0, "answered a thread's posts");
    pthread_join(thread, &result);
    EXPECT_PTR(result, &loop, "posted 20000 times, each after the answer");
    EXPECT_INT(answered, ROUNDS, "posted 20000 times, each after the answer");
    aw_loop_close(&loop);
}

/* The loop has time to wake, to look and to fall asleep again before the
 * thread comes back from ringing. */
static void rings_slowly(struct aw_poller *poller)
{
    int before = spy.polls;

    ENGINE->wake(poller);
    for (int i = 0; i < 5000 && spy.polls == before; i++)
        sched_yield();
}

static void *posts_and_rings_slowly(void *arg)
{
    for (int i = 0; i < 50; i++) {
        aw_loop_post(arg, &of('a')->post);
        await_answer();
    }
    aw_loop_post(arg, &of('b')->post);
    return NULL;
}

GRADED(post, the_bell_comes_behind_the_push, "wake the loop if it sleeps")
{
    pthread_t thread;

    /* A40.  Who rings first finds the loop asleep again when it pushes. */
    open_waiting();
    spy.waits = true;
    spy_ops.wake = rings_slowly;
    of('a')->act = answers;
    of('b')->act = releases;
    sem_init(&answer, 0, 0);
    loop.holds = 1;
    thread = start(posts_and_rings_slowly, &loop);
    EXPECT_INT(aw_loop_run(&loop), 0, "answered a thread's posts");
    pthread_join(thread, NULL);
    EXPECT_INT(answered, 50, "posted 50 times, each after the answer");
    aw_loop_close(&loop);
}

static atomic_bool in_wake;
static atomic_int engine_was_closed;

/* Stays inside for a while, and looks whether the engine is closed.  It sleeps:
 * who only yields can be kept waiting for each of thousands of turns, while
 * the one that closes spends CPU time on waiting. */
static void lingers(struct aw_poller *poller)
{
    const struct timespec nap = {0, 50000};

    (void)poller;
    in_wake = true;
    for (int i = 0; i < 200 && !engine_was_closed; i++)
        nanosleep(&nap, NULL);
    in_wake = false;
}

static void notes_the_close(struct aw_poller *poller)
{
    engine_was_closed = in_wake ? 2 : 1;
    ENGINE->close(poller);
}

GRADED(post, closing_waits_for_a_thread_that_rings,
       "Afterwards nobody is inside of the engine's `wake` on behalf of a "
       "post, and it may be closed.")
{
    pthread_t thread;

    open_loop();
    spy_ops.wake = lingers;
    spy_ops.close = notes_the_close;
    thread = start(posts_a, &loop);
    while (!in_wake)
        sched_yield();
    aw_loop_close(&loop);
    EXPECT_INT(engine_was_closed, 1,
               "closed while a thread rang the bell: 2 "
               "is too early");
    pthread_join(thread, NULL);
    EXPECT_SAID("", "closed before the post could run");
}

enum { RACES = 300, HEADS = 200 };
static atomic_int ready_threads, strange;

/* Posts until it is refused; then it must be refused for good. */
static void *races(void *arg)
{
    struct sender *me = arg;
    int rc = 0;

    ready_threads++;
    for (int i = 0; i < HEADS; i++) {
        int before = rc;

        aw_handle_init(&me->post[i].handle, sender_ran);
        rc = aw_loop_post(&loop, &me->post[i]);
        strange += rc != before && rc != -ESHUTDOWN;
    }
    return NULL;
}

GRADED(post, closing_races_with_posting,
       "What another thread posts at the same time is either forgotten or "
       "refused.")
{
    pthread_t thread[2];
    int bad = 0;

    /* A43 */
    for (int round = 0; round < RACES; round++) {
        bad += try_open(NULL) != 0;
        ready_threads = 0;
        for (int i = 0; i < 2; i++)
            bad += pthread_create(&thread[i], NULL, races, &sender[i]) != 0;
        while (ready_threads < 1 + round % 2)
            sched_yield();
        aw_loop_close(&loop);
        for (int i = 0; i < 2; i++)
            pthread_join(thread[i], NULL);
        bad += !aw_list_empty(&loop.ready.next);
    }
    EXPECT_INT(bad, 0, "closed 300 loops while two threads posted");
    EXPECT_INT(strange, 0, "a post went through behind one that was refused");
    EXPECT_INT(sender[0].ran + sender[1].ran, 0, "posts that have run");
}
