/* SPDX-License-Identifier: MIT */
/* What do gatherings, locks and queues cost?
 *
 *      hand-over     from one task to another, through a lock, a semaphore, a
 *                    queue; the yardstick is a round trip of await and resolve
 *      free          the same when nobody waits: no memory, no switch
 *      gather        of futures that are settled: for each of 100,000 against
 *                    each of a tenth of them.  Those are in a cache, and that
 *                    is worth two or three times; if it were not linear, it
 *                    would be ten times
 *
 * Both sides of a hand-over are inlined, as the yardstick is: behind a switch
 * each return is guessed wrong, and three of those cost more than the rest.
 *
 * Required: at most 1.5 round trips; nothing at all; at most 5 times as long.
 * Ends with 1 when that is missed. */
#include "tasks_work.h"

#include "aw/gather.h"
#include "aw/queue.h"

enum { PAIRS = 15, OVERS = 100000, MANY = 100000 };

static bool verdict(bool reached)
{
    puts(reached ? "reached" : "MISSED");
    fflush(stdout);
    return reached;
}

/* ---- Hand-overs ---------------------------------------------------------*/

static struct aw_lock lock;
static struct aw_sem sem[2];
static struct aw_queue queue[2];
static struct aw_queue_slot room[2];

/* Who releases it while another one waits is behind him the next time. */
static HOT int locks(void *arg)
{
    must(aw_lock_wait(&lock));
    if (!arg)
        aw_yield(); /* the other one gets in line */
    while (todo-- > 0) {
        aw_lock_release(&lock);
        must(aw_lock_wait(&lock));
    }
    aw_lock_release(&lock);
    return 0;
}

static HOT int signals(void *arg)
{
    int me = (int)(intptr_t)arg;

    for (int i = 0; i < OVERS / 2; i++) {
        must(aw_sem_wait(&sem[me]));
        aw_sem_release(&sem[!me]);
    }
    return 0;
}

static HOT int passes(void *arg)
{
    int me = (int)(intptr_t)arg;
    void *item;

    for (int i = 0; i < OVERS / 2; i++) {
        must(aw_queue_get(&queue[me], &item));
        must(aw_queue_put(&queue[!me], item));
    }
    return 0;
}

/* CPU time of one hand-over between two tasks that do this. */
static double hand_over(aw_body fn)
{
    double ns;

    must(aw_loop_init(&loop, NULL));
    aw_lock_init(&lock, NULL);
    for (int i = 0; i < 2; i++) {
        aw_sem_init(&sem[i], i == 0, AW_SEM_UNLIMITED, NULL);
        aw_queue_init(&queue[i], &loop,
                      &(struct aw_queue_options){.max = 1, .room = &room[i]});
    }
    must(aw_queue_try_put(&queue[0], NULL));
    todo = OVERS;
    for (intptr_t i = 0; i < 2; i++)
        aw_task_drop(aw_spawn(&loop, fn, (void *)i, NULL));
    ns = until_idle() / OVERS;
    for (int i = 0; i < 2; i++)
        aw_queue_deinit(&queue[i]);
    aw_loop_close(&loop);
    return ns;
}

static bool handing_over(const char *what, aw_body fn)
{
    double ratio[PAIRS], a[PAIRS], b[PAIRS], times;

    for (int i = 0; i < PAIRS; i++) {
        if (i % 2)
            a[i] = hand_over(fn);
        b[i] = round_trip(OVERS);
        if (i % 2 == 0)
            a[i] = hand_over(fn);
        ratio[i] = a[i] / b[i];
    }
    times = median(ratio, PAIRS);
    printf("hand-over, %-10s %5.2f round trips  [%.2f-%.2f]  %d pairs  %.0f ns "
           "to %.0f ns  required 1.5: ",
           what, times, ratio[0], ratio[PAIRS - 1], PAIRS, median(a, PAIRS),
           median(b, PAIRS));
    return verdict(times <= 1.5);
}

/* ---- Nobody waits -------------------------------------------------------*/

static unsigned long allocations;

static void *counts(struct aw_alloc *alloc, void *p, size_t old, size_t size)
{
    (void)alloc, (void)old;
    allocations += size > 0;
    if (size > 0)
        return realloc(p, size);
    free(p);
    return NULL;
}

static uint32_t steps;

static int takes_what_is_free(void *arg)
{
    struct aw_task *self = aw_task_self();
    void *item;

    (void)arg;
    allocations = 0;
    steps = self->steps;
    for (int i = 0; i < OVERS; i++) {
        must(aw_lock_wait(&lock));
        aw_lock_release(&lock);
        must(aw_sem_wait(&sem[0]));
        aw_sem_release(&sem[0]);
        must(aw_queue_put(&queue[0], NULL));
        must(aw_queue_get(&queue[0], &item));
    }
    steps = self->steps - steps;
    return 0;
}

static bool nobody_waits(void)
{
    struct aw_alloc alloc = {counts};

    must(aw_loop_init(&loop, &(struct aw_loop_options){.alloc = &alloc}));
    aw_lock_init(&lock, NULL);
    aw_sem_init(&sem[0], 1, 1, NULL);
    aw_queue_init(&queue[0], &loop,
                  &(struct aw_queue_options){.max = 1, .room = &room[0]});
    aw_task_drop(aw_spawn(&loop, takes_what_is_free, NULL, NULL));
    must(aw_loop_run_once(&loop));
    printf("free lock, semaphore, queue  %lu allocations and %u switches in "
           "%d of each  required 0 and 0: ",
           allocations, steps, OVERS);
    must(aw_loop_run(&loop));
    aw_queue_deinit(&queue[0]);
    aw_loop_close(&loop);
    return verdict(allocations == 0 && steps == 0);
}

/* ---- Gathering ----------------------------------------------------------*/

static struct aw_future settled[MANY];
static struct aw_member member[MANY];
static double gathered_ns;

static int gathers(void *arg)
{
    size_t n = (size_t)(intptr_t)arg, times = MANY / n;
    double begun = cpu_ns();

    for (size_t i = 0; i < times; i++)
        must(aw_gather(member, n, AW_FAIL_FAST));
    gathered_ns = (cpu_ns() - begun) / (double)(n * times);
    return 0;
}

static double gather_of(size_t n)
{
    must(aw_loop_init(&loop, NULL));
    for (size_t i = 0; i < n; i++) {
        aw_future_init(&settled[i], &loop, NULL);
        aw_future_resolve(&settled[i], NULL);
        member[i].future = &settled[i];
    }
    aw_task_drop(aw_spawn(&loop, gathers, (void *)n, NULL));
    must(aw_loop_run(&loop));
    aw_loop_close(&loop);
    return gathered_ns;
}

static bool gathering(void)
{
    double few[PAIRS], many[PAIRS], ratio[PAIRS], times;

    for (int i = 0; i < PAIRS; i++) {
        few[i] = gather_of(MANY / 10);
        many[i] = gather_of(MANY);
        ratio[i] = many[i] / few[i];
    }
    times = median(ratio, PAIRS);
    printf(
        "gather, settled       %5.2f times as long for each of 100,000 as of "
        "10,000  [%.2f-%.2f]  %.1f ns to %.1f ns  required 5: ",
        times, ratio[0], ratio[PAIRS - 1], median(many, PAIRS),
        median(few, PAIRS));
    return verdict(times <= 5);
}

int main(void)
{
    bool reached = handing_over("lock", locks);

    reached &= handing_over("semaphore", signals);
    reached &= handing_over("queue", passes);
    reached &= nobody_waits();
    reached &= gathering();
    return reached ? 0 : 1;
}
