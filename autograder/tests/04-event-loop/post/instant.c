/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>

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
