/* SPDX-License-Identifier: MIT */
/* Callbacks from other threads. */
#include "fixture.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>

/* ---- On one thread ------------------------------------------------------*/

GRADED(post, a_post_runs_in_a_turn_to_come,
       "Call `post`'s handle in a turn of the loop that is to come")
{
    open_loop();
    post("b");
    EXPECT_SAID("", "posted b");
    EXPECT(!aw_handle_queued(&of('b')->post.handle), "posted b, no turn yet");
    soon("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b", "posted b, called a soon");
    EXPECT_INT(aw_loop_run(&loop), 0, "ran on");
    EXPECT_SAID("a b", "ran on");
}

GRADED(post, posts_keep_their_order,
       "Posts of one thread run in the order in which they were posted.")
{
    /* A43 */
    open_loop();
    post("acbd");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c b d", "posted a, c, b, d");
    post("hg");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a c b d h g", "posted h, g");
}

GRADED(post, taking_pushes_the_oldest_first,
       "Push the handle of every post that has come, oldest first, and leave "
       "no post behind.")
{
    open_loop();
    aw__posts_take(&loop);
    post("abc");
    EXPECT(loop.posts != NULL, "posted three");
    aw__posts_take(&loop);
    EXPECT(loop.posts == NULL, "posted three, took them");
    EXPECT_SAID("", "took them: nothing runs");
    post("d");
    EXPECT_INT(aw_ready_run(&loop.ready), 3, "ran the queue");
    EXPECT_SAID("a b c", "ran the queue");
    aw__posts_take(&loop);
    aw__posts_take(&loop);
    EXPECT_INT(aw_ready_run(&loop.ready), 1, "took the fourth");
}

GRADED(post, a_burst_rings_once,
       "However many come before the loop looks, the engine's `wake` is called "
       "once for them.")
{
    /* A42 */
    open_loop();
    post("abcdefgh");
    EXPECT_INT(spy.wakes, 1, "posted eight");
    aw_loop_run_once(&loop);
    EXPECT_INT(spy.wakes, 1, "posted eight, took an iteration");
    post("a");
    EXPECT_INT(spy.wakes, 2, "posted one more");
    post("b");
    EXPECT_INT(spy.wakes, 2, "posted one more");
    aw_loop_run(&loop);
    EXPECT_SAID("a b c d e f g h a b", "ran");
}

static struct aw_source source;

static aw_time prepares(struct aw_source *s)
{
    (void)s;
    return AW_NEVER;
}

static void dispatches(struct aw_source *s)
{
    (void)s;
    soon("d");
}

GRADED(post, posts_come_between_input_and_sources,
       "posts are pushed, in the order in which they came")
{
    struct line line;

    /* A4 */
    open_loop();
    line_open(&line);
    source = (struct aw_source){.prepare = prepares, .dispatch = dispatches};
    aw_list_init(&source.link);
    aw_list_append(&loop.sources, &source.link);
    at('e', 1000);
    post("c");
    wait_for('b', &line, AW_READ);
    line_send(&line);
    soon("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b c d e", "a queued, b readable, c posted, d from a source, "
                             "e due");
}

GRADED(post, a_post_alone_is_work,
       "Call `post`'s handle in a turn of the loop that is to come")
{
    open_loop();
    post("a");
    EXPECT_INT(aw_loop_run_once(&loop), 1, "posted a, took an iteration");
    EXPECT_SAID("a", "posted a, took an iteration");
    EXPECT_INT(aw_loop_run_once(&loop), 0, "took one more");
    post("b");
    EXPECT_INT(aw_loop_run(&loop), 0, "posted b, ran");
    EXPECT_SAID("a b", "posted b, ran");
}

static void post_comes(void)
{
    if (spy.polls == 1)
        post("a");
}

GRADED(post, a_post_comes_before_the_jump,
       "when a poll without waiting has brought nothing, and nothing is held, "
       "the clock jumps")
{
    open_loop();
    at('b', 2000);
    spy.before = post_comes;
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "a was posted during the poll");
    EXPECT_INT(clock_.time, 1000, "a was posted during the poll");
    aw_loop_run(&loop);
    EXPECT_SAID("a b", "ran on");
}

static void posts_itself(struct step *me)
{
    if (++me->result <= 5)
        post((char[]){me->name, '\0'});
    else
        me->result = 0;
}

GRADED(post, a_post_may_be_posted_from_its_own_handle,
       "A post may be posted again from its own handle.")
{
    struct line line;

    /* A43 */
    open_loop();
    line_open(&line);
    of('a')->act = posts_itself;
    post("a");
    aw_loop_run_once(&loop);
    EXPECT_SAID("a", "a posts itself");
    wait_for('b', &line, AW_READ);
    line_send(&line);
    at('c', 1000);
    aw_loop_run_once(&loop);
    EXPECT_SAID("a b a c", "b is readable, and c is due");
    line_close(&line);
    EXPECT_INT(aw_loop_run(&loop), 0, "ran on");
    EXPECT_SAID("a b a c a a a a", "ran on");
}

enum { MANY = 100000 };
static struct aw_post many[MANY];
static int ran, out_of_order;

static int counts(struct aw_handle *handle)
{
    struct aw_post *one = aw_container_of(handle, struct aw_post, handle);

    out_of_order += one - many != ran;
    ran++;
    return 0;
}

GRADED(post, a_hundred_thousand_starve_nobody,
       "However many come, timers and descriptors have their turn between.")
{
    int bad = 0;

    /* A43 */
    open_loop();
    for (int i = 0; i < MANY; i++) {
        aw_handle_init(&many[i].handle, counts);
        bad += aw_loop_post(&loop, &many[i]) != 0;
    }
    at('a', 1000);
    EXPECT_INT(bad, 0, "posted 100000");
    EXPECT_INT(spy.wakes, 1, "posted 100000");
    aw_loop_run_once(&loop);
    EXPECT_INT(ran, MANY, "posted 100000, took an iteration");
    EXPECT_INT(out_of_order, 0, "posted 100000, took an iteration");
    EXPECT_SAID("a", "timer a is due in the same iteration");
}

static void cancels_c(struct step *me)
{
    (void)me;
    say(aw_handle_cancel(&of('c')->post.handle) ? "yes" : "no");
}

static int told_error;

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    told_error = report->error;
}

GRADED(post, a_post_is_a_callback_like_others,
       "Call `post`'s handle in a turn of the loop that is to come")
{
    open_loop();
    loop.on_error = hears;
    of('a')->result = -EPIPE;
    of('b')->act = cancels_c;
    post("abcd");
    aw_loop_run(&loop);
    EXPECT_SAID("a b yes d", "a failed, b cancelled c");
    EXPECT_INT(told_error, -EPIPE, "a failed");
    post("c");
    aw_loop_run(&loop);
    EXPECT_SAID("a b yes d c", "posted the one that was cancelled");
}

/* ---- Closing ------------------------------------------------------------*/

GRADED(post, a_closed_loop_refuses,
       "-ESHUTDOWN after aw_loop_close, even if that runs at the same time: "
       "then the handle is not called.")
{
    /* A8, A43 */
    open_loop();
    aw_loop_close(&loop);
    EXPECT_INT(aw_loop_post(&loop, &of('a')->post), -ESHUTDOWN, "posted late");
    EXPECT_INT(aw_loop_post(&loop, &of('a')->post), -ESHUTDOWN, "posted again");
    EXPECT_INT(spy.wakes, 0, "posted late: a closed engine was woken");
    EXPECT(!aw_handle_queued(&of('a')->post.handle), "posted late");
    open_loop();
    post("a");
    aw_loop_run(&loop);
    EXPECT_SAID("a", "posted it to another loop");
}

static void posts_b(struct aw_closer *closer, struct aw_loop *l)
{
    (void)closer, (void)l;
    post("b");
}

GRADED(post, a_closer_may_post,
       "the loop is still open, but what they push is "
       "not run")
{
    struct aw_closer closer = {.fn = posts_b};

    open_loop();
    aw_loop_add_closer(&loop, &closer);
    aw_loop_close(&loop);
    EXPECT_SAID("", "a closer posted b");
    EXPECT(!aw_handle_queued(&of('b')->post.handle), "a closer posted b");
}

static int refuses(struct aw_poller *poller)
{
    (void)poller;
    return -EMFILE;
}

GRADED(post, a_loop_that_was_never_open_refuses,
       "After a failure the loop is closed")
{
    struct aw_poller_ops ops = *spied();
    struct aw_loop_options options = {.engine = &ops};

    ops.open = refuses;
    steps_init();
    EXPECT_INT(aw_loop_init(&loop, &options), -EMFILE, "made a loop");
    EXPECT_INT(aw_loop_post(&loop, &of('a')->post), -ESHUTDOWN, "posted");
    EXPECT_INT(spy.wakes, 0, "failed to make a loop: wakes");
}

GRADED(post, what_has_not_run_is_dropped, "posts that have not run are dropped")
{
    open_loop();
    post("ab");
    aw__posts_take(&loop);
    post("cd");
    aw_loop_close(&loop);
    EXPECT_SAID("", "closed with two posts pushed and two that are not");
    for (char name = 'a'; name < 'e'; name++)
        EXPECT(!aw_handle_queued(&of(name)->post.handle),
               "closed: is %c queued", name);
    open_loop();
    post("abcd");
    aw_loop_run(&loop);
    EXPECT_SAID("a b c d", "posted them to another loop");
}

GRADED(post, closing_for_posts_alone,
       "Refuse every post from now on, and forget those that have come: their "
       "handles are not pushed.")
{
    open_loop();
    post("ab");
    aw__posts_close(&loop);
    EXPECT(!aw_handle_queued(&of('a')->post.handle), "posted a, closed");
    EXPECT_INT(aw_loop_post(&loop, &of('c')->post), -ESHUTDOWN, "posted c");
    EXPECT_INT(aw_ready_run(&loop.ready), 0, "ran the queue");
    aw__posts_close(&loop);
    EXPECT_INT(aw_loop_post(&loop, &of('c')->post), -ESHUTDOWN, "closed twice");
    EXPECT_INT(loop.posting, 0, "closed twice: threads that are posting");
}

/* ---- With other threads -------------------------------------------------*/

static pthread_t start(void *(*fn)(void *), void *arg)
{
    pthread_t thread;

    EXPECT_INT(pthread_create(&thread, NULL, fn, arg), 0, "started a thread");
    return thread;
}

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

static void answers(struct step *me)
{
    (void)me;
    answered++;
}

/* One at a time: each post finds the loop asleep, or falling asleep. */
static void *asks(void *arg)
{
    for (int i = 0; i < ROUNDS; i++) {
        if (aw_loop_post(arg, &of('a')->post) != 0)
            return NULL;
        while (answered <= i)
            sched_yield();
    }
    aw_loop_post(arg, &of('b')->post);
    return arg;
}

/* In the same instant: a post whose memory cannot be written to.  Whoever links
 * it is stopped right there, and goes on when another thread has posted.  One
 * who has a lock cannot be stopped so: then the other one spins, or sleeps, and
 * after 5 ms of its CPU time, or 20,000 naps, nobody waits any longer. */
static struct {
    pthread_t thread;
    sem_t go;
    atomic_int done;
    struct aw_post *post; /* the one that cannot be written to */
    int faults;
    unsigned inside; /* threads that were counted in at that instant */
} instant;

static aw_time cpu_of(pthread_t thread)
{
    struct timespec t = {0};
    clockid_t clock;

    pthread_getcpuclockid(thread, &clock);
    clock_gettime(clock, &t);
    return t.tv_sec * AW_SEC + t.tv_nsec;
}

static int posts_counted;

static int counts_a_post(struct aw_handle *handle)
{
    (void)handle;
    return ++posts_counted;
}

static void *posts_in_the_instant(void *arg)
{
    sem_wait(&instant.go);
    aw_loop_post(&loop, arg);
    atomic_store(&instant.done, 1);
    return NULL;
}

static void let_the_other_post(int signo)
{
    const struct timespec nap = {.tv_nsec = AW_MS / 10};
    aw_time begun = cpu_of(instant.thread);

    if (instant.faults++ > 0) { /* it was another mistake */
        signal(signo, SIG_DFL);
        return;
    }
    mprotect(instant.post, 4096, PROT_READ | PROT_WRITE);
    instant.inside = atomic_load(&loop.posting);
    sem_post(&instant.go);
    for (int naps = 0; naps < 20000 && !atomic_load(&instant.done) &&
                       cpu_of(instant.thread) - begun < 5 * AW_MS;
         naps++)
        nanosleep(&nap, NULL);
}

static void map_the_post(void)
{
    instant.post = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    EXPECT(instant.post != MAP_FAILED, "mapped a page");
    *instant.post = (struct aw_post){.next = NULL};
    aw_handle_init(&instant.post->handle, counts_a_post);
}

GRADED(post, two_in_the_same_instant,
       "Call `post`'s handle in a turn of the loop that is to come")
{
    struct sigaction fault = {.sa_handler = let_the_other_post};

    open_loop();
    map_the_post();
    sem_init(&instant.go, 0, 0);
    pthread_create(&instant.thread, NULL, posts_in_the_instant, &of('b')->post);
    sigaction(SIGSEGV, &fault, NULL);
    mprotect(instant.post, 4096, PROT_READ);
    EXPECT_INT(aw_loop_post(&loop, instant.post), 0, "posted one");
    sem_post(&instant.go); /* if nothing was written to it at all */
    pthread_join(instant.thread, NULL);
    signal(SIGSEGV, SIG_DFL);
    for (int i = 0; i < 3; i++)
        aw_loop_run_once(&loop);
    EXPECT_INT(posts_counted, 1, "ran: the first");
    EXPECT_SAID("b", "ran: the one that came while the first was linked");
    munmap(instant.post, 4096);
}

GRADED(
    post, who_pushes_is_counted_in,
    "Afterwards nobody is inside of the engine's `wake` on behalf of a post, "
    "and it may be closed.")
{
    struct sigaction fault = {.sa_handler = let_the_other_post};

    open_loop();
    map_the_post();
    atomic_store(&instant.done, 1); /* there is no other one to wait for */
    instant.thread = pthread_self();
    sem_init(&instant.go, 0, 0);
    sigaction(SIGSEGV, &fault, NULL);
    mprotect(instant.post, 4096, PROT_READ);
    EXPECT_INT(aw_loop_post(&loop, instant.post), 0, "posted one");
    signal(SIGSEGV, SIG_DFL);
    /* Whoever closes the loop waits for those that are counted in. */
    EXPECT_INT(instant.faults ? instant.inside : 1, 1,
               "in `posting`, while a post is linked");
    EXPECT_INT(loop.posting, 0, "and behind it");
    munmap(instant.post, 4096);
}

/* At each moment: on x86-64 a processor can be told to stop behind each of its
 * instructions.  There another thread posts, so that no gap is too small. */
enum { MOMENTS = 4000 };

static struct {
    pthread_t thread;
    struct aw_post post[MOMENTS];
    sem_t go;
    atomic_int asked, posted;
    atomic_bool over;
} moments;

static void *posts_when_asked(void *arg)
{
    for (;;) {
        sem_wait(&moments.go);
        if (atomic_load(&moments.over))
            return NULL;
        aw_loop_post(arg, &moments.post[atomic_load(&moments.posted)]);
        atomic_fetch_add(&moments.posted, 1);
    }
}

/* Who takes a lock for the list lets nobody in here: not waited for long. */
static void let_one_come(int signo)
{
    const struct timespec nap = {.tv_nsec = AW_MS / 10};
    aw_time begun = cpu_of(moments.thread);
    int asked = atomic_load(&moments.asked);

    (void)signo;
    if (asked == MOMENTS || atomic_load(&moments.posted) < asked)
        return; /* the last one is still under way */
    atomic_store(&moments.asked, asked + 1);
    sem_post(&moments.go);
    for (int naps = 0; naps < 20000 && atomic_load(&moments.posted) <= asked &&
                       cpu_of(moments.thread) - begun < AW_MS;
         naps++)
        if (naps < 1000)
            sched_yield();
        else
            nanosleep(&nap, NULL);
}

#ifdef __x86_64__
#    define STEPPING(how)                                                      \
        __asm__ volatile("lea -128(%%rsp), %%rsp\n\t"                          \
                         "pushfq\n\t" how "\n\t"                               \
                         "popfq\n\t"                                           \
                         "lea 128(%%rsp), %%rsp"                               \
                         :                                                     \
                         :                                                     \
                         : "memory", "cc")

static void take_step_by_step(void)
{
    signal(SIGTRAP, let_one_come);
    STEPPING("orq $0x100, (%%rsp)");
    aw__posts_take(&loop);
    STEPPING("andq $~0x100, (%%rsp)");
}
#else
/* Elsewhere somebody posts as fast as he can, and chance has to do it. */
static void take_step_by_step(void)
{
    for (int i = 0; i < MOMENTS; i++) {
        atomic_fetch_add(&moments.asked, 1);
        sem_post(&moments.go);
        aw__posts_take(&loop);
    }
}
#endif

GRADED(post, taking_loses_none_that_come_meanwhile,
       "`posts` is NULL afterwards, unless others have come since.")
{
    open_loop();
    sem_init(&moments.go, 0, 0);
    for (int i = 0; i < MOMENTS; i++)
        aw_handle_init(&moments.post[i].handle, counts_a_post);
    moments.thread = start(posts_when_asked, &loop);
    aw_loop_post(&loop, &of('a')->post);
    take_step_by_step();
    while (atomic_load(&moments.posted) < atomic_load(&moments.asked))
        sched_yield();
    atomic_store(&moments.over, true);
    sem_post(&moments.go);
    pthread_join(moments.thread, NULL);
    aw__posts_take(&loop);
    aw_ready_run(&loop.ready);
    EXPECT_SAID("a", "one was there");
    EXPECT(moments.asked > 10, "others came while it was taken");
    EXPECT_INT(posts_counted, moments.asked, "others came while it was taken");
}

GRADED(post, no_wake_up_is_lost, "wake the loop if it sleeps")
{
    void *result = NULL;
    pthread_t thread;

    /* A40, A41 */
    open_waiting();
    spy.waits = true;
    of('a')->act = answers;
    of('b')->act = releases;
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
        while (answered <= i)
            sched_yield();
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
    loop.holds = 1;
    thread = start(posts_and_rings_slowly, &loop);
    EXPECT_INT(aw_loop_run(&loop), 0, "answered a thread's posts");
    pthread_join(thread, NULL);
    EXPECT_INT(answered, 50, "posted 50 times, each after the answer");
    aw_loop_close(&loop);
}

static atomic_bool in_wake;
static atomic_int engine_was_closed;

/* Stays inside for a while, and looks whether the engine is closed. */
static void lingers(struct aw_poller *poller)
{
    (void)poller;
    in_wake = true;
    for (int i = 0; i < 20000 && !engine_was_closed; i++)
        sched_yield();
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
