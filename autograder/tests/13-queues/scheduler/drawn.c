/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 3, JOBS = 40 };

static struct aw_task *task[FEW], *the_main;
static int number; /* of the latest job */
static bool is_open;

static void say_live(void *arg, void *ctx)
{
    (void)ctx;
    say("%d", of(arg));
}

static void says_counts(void)
{
    say("(%zu/%zu:%zu:%zu:%zu", s.running, s.done, s.failed, s.late,
        s.cancelled);
    aw_scheduler_each(&s, say_live, NULL);
    say(")");
}

/* Whole milliseconds and 1/128 of one for each job, so that none ends together
 * with another. */
static int draws_job(void *arg)
{
    aw_time own = of(arg) * AW_MS / 128, ms = (aw_time)graded_random(9) * AW_MS;
    int rc = aw_sleep(ms + own);

    if (rc < 0 && graded_random(2))
        aw_sleep((aw_time)graded_random(3) * AW_MS + own);
    return graded_random(4) ? rc : -EIO;
}

static void says_end(struct aw_scheduler *scheduler, void *arg, int result)
{
    (void)scheduler;
    say("%d=%s@%d", of(arg), aw_error_name(result), now_ms());
}

static void submits_or_tries(void)
{
    void *arg = num(++number);
    bool waits = graded_random(3);
    int rc;

    if (number > JOBS)
        return;
    say("%s>%d", me(), of(arg));
    rc = waits ? aw_scheduler_submit(&s, draws_job, arg)
               : aw_scheduler_try_submit(&s, draws_job, arg);
    say("%s>%d=%s@%d", me(), of(arg), aw_error_name(rc), now_ms());
}

static int submits_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 9 && is_open; i++) {
        size_t size = 1 + (size_t)graded_random(4);

        wait_for_own_moment();
        if (!is_open)
            break;
        switch (graded_random(9)) {
        case 0:
            aw_scheduler_set_size(&s, size);
            say("size%zu", size);
            break;
        case 1:
            says_counts();
            break;
        default:
            submits_or_tries();
        }
    }
    return 0;
}

static int has_a_scheduler(void *arg)
{
    int rc = 0;

    (void)arg;
    aw_scheduler_begin(&s, &options);
    is_open = true;
    for (int i = 0; i < FEW; i++)
        task[i] =
            spawn((const char[]){(char)('a' + i), '\0'}, submits_often, NULL);
    for (uint64_t n = graded_random(20); n > 0 && rc >= 0; n--)
        rc = wait_for_own_moment();
    if (graded_random(3) == 0) {
        say("%s-cancels", me());
        aw_scheduler_cancel(&s);
    }
    rc = graded_random(4) ? rc : -EPIPE;
    rc = aw_scheduler_end(&s, rc);
    is_open = false;
    say_when(rc);
    return say_when(aw_yield());
}

GRADED(scheduler, drawn_jobs_end_as_in_the_reference,
       "Unlike a group it goes on when a job fails: what came of each is "
       "counted, and told.")
{
    open_loop();
    number = 0;
    options = (struct aw_scheduler_options){
        .size = 1 + (size_t)graded_random(3),
        .limit = graded_random(3) ? 5 * AW_MS + AW_MS / 512 : 0,
        .ended = says_end};
    the_main = spawn("m", has_a_scheduler, NULL);
    for (int i = 0; i < 4; i++) {
        aw_time when = now_ms() + 1 + (aw_time)graded_random(6);
        struct aw_task *one = the_main;

        while (aw_loop_now(&loop) < when * AW_MS - AW_MS / 1024 &&
               aw_loop_run_once(&loop) > 0)
            continue;
        if (graded_random(4))
            one = task[graded_random(FEW)];
        say("-%s%d", one->name, aw_task_cancel(one, NULL));
    }
    run_all();
    says_counts();
    for (int i = 0; i < FEW; i++)
        aw_task_drop(task[i]);
    aw_task_drop(the_main);
    EXPECT_AS_REFERENCE(
        "m has a scheduler, a to c submit jobs (a>3, a>3=OK@2), "
        "which end (3=EIO@5); some are asked to end (-a1); "
        "(2/5:0:1:0 7 8 ) is running/done:failed:late:"
        "cancelled, and who lives");
    close_clean();
}
