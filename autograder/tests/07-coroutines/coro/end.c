/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <pthread.h>

/* ---- Misuse -------------------------------------------------------------*/

static void resume_misused(void *arg)
{
    EXPECT_MISUSE(aw_coro_resume(arg), "", "resumed one that runs");
    say("a");
}

GRADED(coro, resuming_itself_is_misuse,
       "Resuming a coroutine that runs is misuse")
{
    make(0, resume_misused, &coro[0]);
    aw_coro_resume(&coro[0]);
    EXPECT_SAID("a", "it resumed itself");
}

GRADED(coro, resuming_its_resumer_is_misuse,
       "Resuming a coroutine that runs is misuse")
{
    make(0, resume_given, &coro[1]);
    make(1, resume_misused, &coro[0]);
    aw_coro_resume(&coro[0]);
    EXPECT_SAID("a a", "it resumed the one that waits for it");
}

GRADED(coro, resuming_a_finished_one_is_misuse,
       "and so is resuming one that is finished")
{
    make(0, say_once, "a");
    aw_coro_resume(&coro[0]);
    EXPECT_MISUSE(aw_coro_resume(&coro[0]), "", "resumed it once more");
}

GRADED(coro, suspending_outside_is_misuse,
       "Calling it outside of any coroutine is misuse.")
{
    EXPECT_MISUSE(aw_coro_suspend(), "", "suspended the thread's own stack");
    make(0, say_and_suspend, "a");
    aw_coro_resume(&coro[0]);
    EXPECT_MISUSE(aw_coro_suspend(), "", "suspended, behind a resume");
}

/* ---- Giving up ----------------------------------------------------------*/

GRADED(coro, one_that_never_ran_can_be_given_up,
       "Give up a coroutine that is not running: it is finished.")
{
    make(0, say_once, "a");
    aw_coro_deinit(&coro[0]);
    EXPECT_INT(coro[0].state, AW_CORO_FINISHED, "gave up a new one");
    aw_coro_deinit(&coro[0]);
    EXPECT_INT(coro[0].state, AW_CORO_FINISHED, "gave it up again");
    EXPECT_SAID("", "it never ran");
}

GRADED(coro, what_is_given_up_cannot_be_resumed,
       "Give up a coroutine that is not running: it is finished.")
{
    make(0, say_and_suspend, "a");
    aw_coro_resume(&coro[0]);
    aw_coro_deinit(&coro[0]);
    EXPECT_INT(coro[0].state, AW_CORO_FINISHED, "gave up a suspended one");
    EXPECT_MISUSE(aw_coro_resume(&coro[0]), "", "resumed it after that");
}

static void deinit_misused(void *arg)
{
    EXPECT_MISUSE(aw_coro_deinit(arg), "", "gave up one that runs");
    say("a");
}

GRADED(coro, giving_up_one_that_runs_is_misuse,
       "Giving up a coroutine that runs is misuse.")
{
    make(0, deinit_misused, &coro[0]);
    aw_coro_resume(&coro[0]);
    make(0, resume_given, &coro[1]);
    make(1, deinit_misused, &coro[0]);
    aw_coro_resume(&coro[0]);
    EXPECT_SAID("a a a", "it gave up itself, and its resumer");
}

/* ---- Many ---------------------------------------------------------------*/

static void *own_chain(void *arg)
{
    static struct own own;
    struct aw_stack stack = own_stack(&own);
    struct aw_coro other;

    (void)arg;
    EXPECT_PTR(aw_coro_self(), NULL, "asked on another thread");
    aw_coro_init(&other, &stack, say_and_suspend, "t");
    aw_coro_resume(&other);
    EXPECT_PTR(aw_coro_self(), NULL, "asked on another thread");
    return NULL;
}

static void start_thread(void *arg)
{
    pthread_t thread;

    pthread_create(&thread, NULL, own_chain, NULL);
    pthread_join(thread, NULL);
    EXPECT_PTR(aw_coro_self(), arg, "the other thread has ended");
}

GRADED(coro, each_thread_has_its_own_chain,
       "The innermost coroutine that runs on this thread, or NULL.")
{
    make(0, start_thread, &coro[0]);
    aw_coro_resume(&coro[0]);
    EXPECT_SAID("t1", "another thread resumed one of its own");
}

/* Random resumes, nested at random, against a model: a stack of numbers. */
static int model[SOME], height, steps;
static bool gone[SOME];

static bool in_chain(int i)
{
    for (int k = 0; k < height; k++)
        if (model[k] == i)
            return true;
    return false;
}

static void random_step(void)
{
    int i = (int)graded_random(SOME), self = height ? model[height - 1] : -1;

    EXPECT_PTR(aw_coro_self(), self < 0 ? NULL : &coro[self],
               "at step %d of a random play", steps);
    if (in_chain(i) || gone[i])
        return;
    model[height++] = i;
    aw_coro_resume(&coro[i]);
    EXPECT_INT(height ? model[height - 1] : -1, self,
               "came back at step %d of a random play", steps);
}

static void play(void *arg)
{
    while (steps++ < 3000 && graded_random(200) > 0) {
        if (graded_random(3) > 0) {
            random_step();
        } else {
            height--;
            aw_coro_suspend();
        }
    }
    gone[(struct aw_coro *)arg - coro] = true;
    height--;
}

GRADED(coro, random_plays_agree_with_a_model, "Coroutines nest as calls do.")
{
    for (int i = 0; i < SOME; i++)
        make(i, play, &coro[i]);
    UNCOUNTED
    for (int round = 0; round < 200; round++)
        random_step();
    for (int i = 0; i < SOME; i++)
        EXPECT_INT(coro[i].state == AW_CORO_FINISHED, gone[i],
                   "looked at number %d when all was over", i);
}
