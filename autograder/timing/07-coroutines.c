/* SPDX-License-Identifier: MIT */
/* Switches, resumes, stacks taken and freed, and the volley. */
#include "aw/coro.h"
#include "graded_loop.h"
#include "timing.h"
#include "tune_volley.h"

static uint64_t seen;

/* ---- Away from the thread's stack ---------------------------------------
 *
 * Where that one begins is drawn anew for each process, and two stacks that
 * end at the same place of a page disturb each other. */

static _Alignas(4096) char apart[64 * 1024];
static struct aw_ctx back, away;

static void carry_out(void *work)
{
    void (*fn)(void) = *(void (**)(void))work;

    fn();
    aw_switch(&away, &back);
}

static void far_away(void (*work)(void))
{
    aw_ctx_init(&away, apart + sizeof(apart) - 2048, carry_out, &work);
    aw_switch(&back, &away);
}

/* ---- switch: round and round --------------------------------------------
 *
 * Each switches at two places, in turn.  So the next one goes on behind the
 * other place: that is easy to guess for a jump, and never what the processor
 * expects of a `ret`. */

enum { RING = 8, LAPS = 500000 };

static struct aw_ctx here, ring[RING];
static char ring_stack[RING][16 * 1024];

static struct aw_ctx *next_of(struct aw_ctx *mine)
{
    if (++seen >= (uint64_t)RING * LAPS)
        return &here;
    return mine + 1 < ring + RING ? mine + 1 : ring;
}

static void pass_on(void *arg)
{
    struct aw_ctx *mine = arg;

    for (;;) {
        aw_switch(mine, next_of(mine));
        aw_switch(mine, next_of(mine));
    }
}

static void switching(void)
{
    for (int i = 0; i < RING; i++)
        aw_ctx_init(&ring[i], ring_stack[i + 1] - 192 * i, pass_on, &ring[i]);
    timing_start();
    aw_switch(&here, &ring[0]);
    timing_stop();
    TIMING_CHECK(seen == (uint64_t)RING * LAPS);
}

/* ---- resume: a hundred coroutines in turn -------------------------------*/

enum { CROWD = 100, RESUMES = 800000 };

static void count(void *arg)
{
    for (;;) {
        ++*(uint64_t *)arg;
        aw_coro_suspend();
    }
}

static void resume_all(void)
{
    static struct aw_coro coro[CROWD];
    static uint64_t counts[CROWD];
    struct aw_stack stack;
    struct aw_loop loop;

    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    for (int i = 0; i < CROWD; i++) {
        TIMING_CHECK(aw_stack_new(&loop, 0, 0, &stack));
        aw_coro_init(&coro[i], &stack, count, &counts[i]);
        aw_coro_resume(&coro[i]);
    }
    timing_start();
    for (int i = 0; i < RESUMES / CROWD; i++)
        for (int k = 0; k < CROWD; k++)
            aw_coro_resume(&coro[k]);
    timing_stop();
    for (int i = 0; i < CROWD; i++)
        TIMING_CHECK(counts[i] == RESUMES / CROWD + 1);
}

static void resume(void)
{
    far_away(resume_all);
}

/* ---- stacks: a few in use, taken and freed ------------------------------*/

enum { DEPTH = 20, TURNS = 50000 };

static void stacks(void)
{
    struct aw_stack stack[DEPTH];
    struct aw_loop loop;

    TIMING_CHECK(graded_loop_init(&loop, NULL) == 0);
    timing_start();
    for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < DEPTH; i++)
            seen += aw_stack_new(&loop, 0, 200, &stack[i]) != NULL;
        for (int i = 0; i < DEPTH; i++)
            aw_stack_free(&loop, stack[i]);
    }
    timing_stop();
    TIMING_CHECK(seen == (uint64_t)DEPTH * TURNS);
    TIMING_CHECK(loop.live[AW_STACKS] == 0);
    aw_loop_close(&loop);
}

/* ---- volley -------------------------------------------------------------*/

enum { ROUNDS = 4000000 };

enum { OWN = 64 * 1024 };
static _Alignas(4096) char own[OWN];

static uint64_t add_one(uint64_t ball)
{
    return ball + 1;
}

static uint64_t add_two(uint64_t ball)
{
    return ball + 2;
}

static void play(void)
{
    static struct tune_volley v;
    uint64_t ball;

    tune_volley_init(&v, own + OWN, add_one, add_two);
    timing_start();
    ball = tune_volley_play(&v, 0, ROUNDS);
    timing_stop();
    TIMING_CHECK(ball == 3ULL * ROUNDS);
}

static void volley(void)
{
    far_away(play);
}

int main(int argc, char **argv)
{
    static const struct timing_target targets[] = {
        {"switch", switching}, {"resume", resume}, {"stacks", stacks},
        {"volley", volley},    {NULL, NULL},
    };
    return timing_main(argc, argv, targets);
}
