/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>

/* ---- In the same instant ------------------------------------------------*/

/* At each moment: on x86-64 a processor can be told to stop behind each of its
 * instructions.  There another thread posts, so that no gap is too small. */
enum { MOMENTS = 4000 };

/* ---- While they are taken -----------------------------------------------*/

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
       "Push the handle of every post that has come, oldest first, and leave "
       "no post behind.")
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
    EXPECT_AT_LEAST(moments.asked, 11, "others came while it was taken");
    EXPECT_INT(posts_counted, moments.asked, "others came while it was taken");
}
