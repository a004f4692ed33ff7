/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* ---- One coroutine ------------------------------------------------------*/

GRADED(coro, a_new_coroutine_has_not_run,
       "Nothing of it runs yet; its name is NULL.")
{
    memset(coro, 0xab, sizeof(coro));
    make(0, say_once, "a");
    EXPECT_INT(coro[0].state, AW_CORO_CREATED, "made a coroutine");
    EXPECT_PTR((void *)coro[0].name, NULL, "made a coroutine");
    EXPECT_PTR(coro[0].stack.base, memory[0].byte, "made a coroutine");
    EXPECT_SAID("", "made a coroutine");
}

GRADED(coro, a_resume_calls_its_function,
       "Make `coro` a coroutine that will call fn(arg) on `stack`.")
{
    make(0, say_once, "a");
    aw_coro_resume(&coro[0]);
    EXPECT_SAID("a", "resumed it once");
    EXPECT_INT(coro[0].state, AW_CORO_FINISHED, "its function returned");
}

static long long bytes_above_base(const char *place) /* of the first stack */
{
    return (long long)((intptr_t)place - (intptr_t)memory[0].byte);
}

static void note_place(void *arg)
{
    *(char **)arg = __builtin_frame_address(0);
}

GRADED(coro, it_runs_on_its_stack,
       "Make `coro` a coroutine that will call fn(arg) on `stack`.")
{
    char *place = NULL;

    make(0, note_place, &place);
    aw_coro_resume(&coro[0]);
    EXPECT_AT_LEAST(bytes_above_base(place), 1, "looked where it runs");
    EXPECT_AT_MOST(bytes_above_base(place), OWN - 1, "looked where it runs");
}

GRADED(coro, it_runs_below_the_end_of_its_stack,
       "Make `coro` a coroutine that will call fn(arg) on `stack`.")
{
    struct aw_stack stack = own_stack(&memory[0]);
    char *place = NULL;

    stack.size = OWN / 2;
    aw_coro_init(&coro[0], &stack, note_place, &place);
    aw_coro_resume(&coro[0]);
    EXPECT_AT_LEAST(bytes_above_base(place), 1,
                    "looked where it runs on a stack of %d bytes", OWN / 2);
    EXPECT_AT_MOST(bytes_above_base(place), OWN / 2 - 1,
                   "looked where it runs on a stack of %d bytes", OWN / 2);
}

GRADED(coro, it_goes_on_behind_its_suspend,
       "The coroutine begins where it stands: at its beginning, or behind its "
       "aw_coro_suspend.")
{
    make(0, say_and_suspend, "a");
    for (int i = 0; i < 4; i++) {
        aw_coro_resume(&coro[0]);
        say("m");
        EXPECT_INT(coro[0].state, i < 3 ? AW_CORO_SUSPENDED : AW_CORO_FINISHED,
                   "resumed it %d times", i + 1);
    }
    EXPECT_SAID("a1 m a2 m a3 m m", "resumed it four times");
}

static int deep(int depth)
{
    volatile int mine = depth;
    int below = 0;

    if (depth == 0)
        aw_coro_suspend();
    else
        below = deep(depth - 1);
    return below + mine;
}

static void go_deep(void *arg)
{
    *(int *)arg = deep(40);
}

GRADED(coro, it_stops_however_deep_it_is,
       "and stops when it suspends itself, however many calls deep it is")
{
    int sum = 0;

    make(0, go_deep, &sum);
    aw_coro_resume(&coro[0]);
    EXPECT_INT(coro[0].state, AW_CORO_SUSPENDED, "it suspended 40 calls deep");
    aw_coro_resume(&coro[0]);
    EXPECT_INT(sum, 820, "it came back through 40 calls, and added up");
}

/* Doubles, so that other registers are in use as well. */
static void add_up(void *arg)
{
    double sum = 0, term = 1;

    for (int i = 0; i < 20; i++) {
        sum += term;
        term /= 2;
        aw_coro_suspend();
    }
    *(double *)arg = sum;
}

GRADED(coro, its_variables_stay,
       "Its variables stay where they are, on its stack.")
{
    double sum[2] = {0, 0};

    make(0, add_up, &sum[0]);
    make(1, add_up, &sum[1]);
    for (int i = 0; i <= 20; i++) {
        aw_coro_resume(&coro[0]);
        aw_coro_resume(&coro[1]);
    }
    EXPECT(sum[0] > 1.999 && sum[0] < 2, "two sums, in turn; the first is %f",
           sum[0]);
    EXPECT(sum[1] == sum[0], "two sums, in turn: %f and %f", sum[0], sum[1]);
}

GRADED(coro, its_memory_can_be_used_again,
       "Once it is finished its memory and its stack may be freed.")
{
    for (int i = 0; i < 3; i++) {
        make(0, say_once, "a");
        aw_coro_resume(&coro[0]);
        memset(&memory[0], 0xab, sizeof(memory[0]));
        memset(&coro[0], 0xab, sizeof(coro[0]));
    }
    EXPECT_SAID("a a a", "three coroutines, one after another, in one place");
}

GRADED(coro, an_ended_coroutine_frees_its_memory,
       "Once it is finished its memory and its stack may be freed.")
{
    struct aw_loop loop;
    struct aw_stack stack;
    struct aw_coro *mine;

    graded_loop_init(&loop, NULL);
    mine = aw_stack_new(&loop, 0, sizeof(*mine), &stack);
    aw_coro_init(mine, &stack, say_once, "a");
    aw_coro_resume(mine);
    EXPECT_INT(mine->state, AW_CORO_FINISHED, "its function returned");
    aw_stack_free(&loop, mine->stack);
    EXPECT_SAID("a", "a coroutine at the top of its own stack");
    aw_loop_close(&loop);
}

/* ---- Who runs -----------------------------------------------------------*/

static void note_self(void *arg)
{
    (void)arg;
    EXPECT_PTR(aw_here()->coro, &coro[0], "asked who runs, from inside");
    EXPECT_PTR(aw_coro_self(), &coro[0], "asked who runs, from inside");
    EXPECT_INT(coro[0].state, AW_CORO_RUNNING, "looked from inside");
    aw_coro_suspend();
    EXPECT_PTR(aw_here()->coro, &coro[0], "asked again after a suspension");
}

GRADED(coro, the_running_one_is_known,
       "While it runs aw_here()->coro is `coro`")
{
    make(0, note_self, NULL);
    EXPECT_PTR(aw_coro_self(), NULL, "asked before anything ran");
    aw_coro_resume(&coro[0]);
    EXPECT_PTR(aw_here()->coro, NULL, "it has suspended");
    aw_coro_resume(&coro[0]);
    EXPECT_PTR(aw_here()->coro, NULL, "it has ended");
    EXPECT_PTR(aw_coro_self(), NULL, "it has ended");
}

static void resume_next(void *arg)
{
    struct aw_coro *mine = aw_coro_self(), *next = arg;

    say("%ld+", (long)(mine - coro));
    if (next) {
        EXPECT_PTR(mine->outer, mine == coro ? NULL : mine - 1, "nested");
        aw_coro_resume(next);
        EXPECT_PTR(aw_here()->coro, mine,
                   "an inner one has ended or suspended");
        EXPECT_INT(mine->state, AW_CORO_RUNNING, "the inner one gave back");
    } else {
        for (int i = 0; i < SOME; i++)
            EXPECT_INT(coro[i].state, AW_CORO_RUNNING, "%d deep", i + 1);
    }
    aw_coro_suspend();
    say("%ld-", (long)(mine - coro));
}

GRADED(coro, resumes_nest,
       "it is again what it was before when the call returns")
{
    for (int i = 0; i < SOME; i++)
        make(i, resume_next, i + 1 < SOME ? &coro[i + 1] : NULL);
    aw_coro_resume(&coro[0]);
    say("m");
    for (int i = 0; i < SOME; i++)
        aw_coro_resume(&coro[i]);
    EXPECT_SAID("0+ 1+ 2+ 3+ m 0- 1- 2- 3-", "four, each resumed the next");
    EXPECT_PTR(aw_here()->coro, NULL, "all have ended");
}

GRADED(coro, each_resumer_gets_it_back,
       "let the one go on who resumed this coroutine last")
{
    make(0, resume_given, &coro[1]);
    make(1, say_and_suspend, "b");
    aw_coro_resume(&coro[1]);
    say("m");
    aw_coro_resume(&coro[0]);
    say("m");
    aw_coro_resume(&coro[1]);
    say("m");
    EXPECT_SAID("b1 m b2 a m b3 m", "resumed b from here, from a, from here");
}

static void resume_twice(void *arg)
{
    aw_coro_resume(arg);
    aw_coro_resume(arg);
    say("a");
    EXPECT_PTR(aw_here()->coro, &coro[0], "an inner one has ended");
    aw_coro_suspend();
    say("z");
}

static void suspend_once(void *arg)
{
    say("%s1", (const char *)arg);
    aw_coro_suspend();
    say("%s2", (const char *)arg);
}

GRADED(coro, an_inner_end_goes_back_to_its_resumer,
       "Let `coro` run until it suspends or ends.")
{
    make(0, resume_twice, &coro[1]);
    make(1, suspend_once, "b");
    aw_coro_resume(&coro[0]);
    say("m");
    aw_coro_resume(&coro[0]);
    EXPECT_SAID("b1 b2 a m z", "a let b end, and then suspended");
    EXPECT_PTR(aw_here()->coro, NULL, "all have ended");
}

static void make_another(void *arg)
{
    (void)arg;
    make(1, suspend_once, "b");
    aw_coro_resume(&coro[1]);
    say("a");
}

GRADED(coro, a_coroutine_makes_another,
       "It may be resumed from the thread's own stack and from any other "
       "coroutine, and by another one each time.")
{
    make(0, make_another, NULL);
    aw_coro_resume(&coro[0]);
    EXPECT_INT(coro[1].state, AW_CORO_SUSPENDED, "its maker has ended");
    aw_coro_resume(&coro[1]);
    EXPECT_SAID("b1 a b2", "a made b, and ended before b did");
}

static int resume_handle(struct aw_handle *handle)
{
    (void)handle;
    aw_coro_resume(&coro[0]);
    return 0;
}

GRADED(coro, a_callback_resumes_it,
       "It may be resumed from the thread's own stack and from any other "
       "coroutine, and by another one each time.")
{
    struct aw_ready ready;
    struct aw_handle handle;

    aw_ready_init(&ready);
    aw_handle_init(&handle, resume_handle);
    make(0, suspend_once, "a");
    for (int i = 0; i < 2; i++) {
        aw_ready_push(&ready, &handle);
        aw_ready_run(&ready);
        say("m");
    }
    EXPECT_SAID("a1 m a2 m", "resumed by a callback in each of two turns");
}
