/* SPDX-License-Identifier: MIT */
/* fixture.h: chapter 09's bodies, and jobs to be waited for: a, b, c and so
 * on, each of them a member. */
#ifndef GATHER_FIXTURE_H
#define GATHER_FIXTURE_H

#include "../09-cancellation/fixture.h"
#include "aw/gather_parts.h"

enum { MOST = 8 };

struct job {
    int ms, result;
    int cleans;    /* milliseconds, when it is asked to end */
    bool stubborn; /* and its result is the same */
};

static struct job job[MOST];
static struct aw_task *task_of[MOST];
static struct aw_member m[MOST];

/* Says "a+3@5" or "a=EIO@5" at its end. */
static inline int works(void *arg)
{
    const struct job *j = arg;
    int rc = aw_sleep(j->ms * AW_MS);

    if (rc < 0 && j->cleans > 0)
        aw_sleep(j->cleans * AW_MS);
    return say_when(rc < 0 && !j->stubborn ? rc : j->result);
}

/* Job `i`, which takes `ms` milliseconds, is member `i`. */
static inline void start_job(int i, int ms, int result)
{
    static const char *const name[] = {"a", "b", "c", "d", "e", "f", "g", "h"};

    job[i] = (struct job){.ms = ms, .result = result};
    task_of[i] = spawn(name[i], works, &job[i]);
    m[i] =
        (struct aw_member){.future = &task_of[i]->future, .tag = (uintptr_t)i};
}

static inline void drop_jobs(int n)
{
    for (int i = 0; i < n; i++)
        aw_task_drop(task_of[i]);
}

/* a, b and c, which take 10, 20 and 30 ms. */
static inline void open_three(int a, int b, int c)
{
    open_loop();
    start_job(0, 10, a);
    start_job(1, 20, b);
    start_job(2, 30, c);
}

/* Let go of so many jobs, and look what is left. */
static inline void end(int jobs)
{
    drop_jobs(jobs);
    close_clean();
}

/* `f` and `g` are members 0 and 1. */
static inline void futures_are_members(void)
{
    m[0] = (struct aw_member){.future = &f};
    m[1] = (struct aw_member){.future = &g, .tag = 1};
}

/* A future of another loop is member 0. */
static inline void foreign_is_member(void)
{
    static struct aw_loop other;
    static struct aw_future foreign;

    open_loop();
    EXPECT_INT(graded_loop_init(&other, NULL), 0, "made another loop");
    aw_future_init(&foreign, &other, NULL);
    m[0] = (struct aw_member){.future = &foreign};
}

/* What the members say: "3 EIO -", the last one being one that is not
 * settled. */
static inline void say_members_of(const struct aw_member *member, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int rc = aw_member_result(&member[i], NULL);

        if (rc == -EINPROGRESS)
            say("-");
        else if (rc < 0)
            say("%s", aw_error_name(rc));
        else
            say("%d", rc);
    }
}

static inline void say_members(size_t n)
{
    say_members_of(m, n);
}

/* The name is gone when its task is. */
static inline void note_name(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("reported-%s-%s", r->name ? r->name : "?", aw_error_name(r->error));
}

/* ---- Jobs that are drawn ------------------------------------------------*/

enum { POOL = 40 };

static struct job pool_job[POOL];
static struct aw_task *pool[POOL];
static int npool;

/* The number of a new job, "0", "1" and so on, or of one of the latest four. */
static inline int draw_job(void)
{
    static const int result[] = {0, 1, 2, -EIO, -ENOENT, -ECANCELED};
    int i = npool - 1 - (int)graded_random(4);
    char name[16];

    if (i >= 0 && (npool == POOL || graded_random(3) == 0))
        return i;
    i = npool++;
    pool_job[i] = (struct job){.ms = (int)graded_random(8),
                               .result = result[graded_random(6)],
                               .cleans = (int)graded_random(3),
                               .stubborn = graded_random(4) == 0};
    snprintf(name, sizeof(name), "%d", i);
    pool[i] = aw_spawn(&loop, works, &pool_job[i],
                       AW_NAMED(name, .lazy = graded_random(4) == 0));
    return i;
}

/* Make `member` one that is drawn, or nobody; say which. */
static inline void draw_member(struct aw_member *member)
{
    int i = draw_job();

    *member =
        (struct aw_member){.future = &pool[i]->future, .tag = (uintptr_t)i};
    if (graded_random(9) == 0)
        member->future = NULL;
    say(member->future ? "%s>%d" : "%s>none", me(), i);
}

static inline void drop_pool(void)
{
    while (npool > 0)
        aw_task_drop(pool[--npool]);
}

static struct aw_task *few[4];

/* Tasks "A", "B" and so on run `fn`; now and then one of them is asked to
 * end. */
static inline void run_drawn(int n, aw_body fn)
{
    for (int i = 0; i < n; i++)
        few[i] = spawn((const char[]){(char)('A' + i), '\0'}, fn, num(i));
    for (int i = 0; i < 80; i++) {
        int drawn = (int)graded_random(4 * (uint64_t)n);

        turn();
        if (drawn < n && few[drawn]->state != AW_TASK_ENDED)
            say("-%s%d", few[drawn]->name, aw_task_cancel(few[drawn], NULL));
    }
    run_all();
    while (n > 0)
        aw_task_drop(few[--n]);
    drop_pool();
}

/* ---- Memory that runs out -----------------------------------------------*/

static struct aw_task *held[4096];
static size_t nheld;

static inline int does_nothing(void *arg)
{
    (void)arg;
    return 0;
}

/* From here on there is memory for `n` tasks, and no more.  One that has ended
 * keeps its stack as long as it is held. */
static inline void leave_memory_for(intptr_t n)
{
    struct graded_alloc *a =
        aw_container_of(loop.alloc, struct graded_alloc, alloc);
    struct aw_task *task;

    a->fail_from = a->calls + 1;
    nheld = 0;
    while ((task = aw_spawn(&loop, does_nothing, NULL, NULL)))
        held[nheld++] = task;
    aw_yield();
    while (n-- > 0)
        aw_task_drop(held[--nheld]);
}

static inline void have_memory_again(void)
{
    while (nheld > 0)
        aw_task_drop(held[--nheld]);
    aw_container_of(loop.alloc, struct graded_alloc, alloc)->fail_from = 0;
}

/* For a body that leaves memory for some: its own stack is of another size,
 * and some of theirs are there. */
static inline struct aw_task *spawn_apart(const char *name, aw_body fn,
                                          void *arg)
{
    launch("first", does_nothing, NULL);
    run_all();
    return aw_spawn(&loop, fn, arg, AW_NAMED(name, .stack = 256 * 1024));
}

/* ---- What is left -------------------------------------------------------*/

/* Nobody has left a watch in it, or counts as awaiting it. */
static inline void expect_alone(const struct aw_future *future)
{
    EXPECT(aw_list_empty(&future->watches),
           "looked for a watch that is left in a member's future");
    EXPECT_INT(future->awaits, 0, "counted who awaits a member's future still");
}

#endif
