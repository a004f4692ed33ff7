/* SPDX-License-Identifier: MIT */
#include "tune_arrivals.h"

#include "fixture.h"

static void arrived(struct tune_arrivals *arrivals, struct aw_member *member)
{
    (void)arrivals;
    say("arrived-%d@%d", (int)member->tag, now_ms());
}

static struct tune_arrivals all = {.member = m, .arrived = arrived};

static int waits(void *arg)
{
    (void)arg;
    return say_when(tune_arrivals(&all));
}

static struct aw_task *start(size_t n)
{
    static const int ms[] = {30, 10, 40, 10, 20};

    open_loop();
    all.n = n;
    for (int i = 0; i < (int)n; i++)
        start_job(i, ms[i], i);
    return spawn("W", waits, NULL);
}

static void end_of(struct aw_task *task)
{
    drop_jobs((int)all.n);
    aw_task_drop(task);
    close_clean();
}

GRADED(tune_arrivals, each_as_soon_as_it_has_come,
       "hand each over as soon as it has; those of one turn in any order")
{
    struct aw_task *task = start(5);

    run_all();
    EXPECT_SAID("b+1@10 d+3@10 arrived-1@10 arrived-3@10 e+4@20 arrived-4@20 "
                "a+0@30 arrived-0@30 c+2@40 arrived-2@40 W+0@40",
                "five arrive, two of them at once");
    end_of(task);
}

GRADED(tune_arrivals, when_none_is_to_come,
       "Wait until all members have arrived")
{
    struct aw_task *task = start(0);

    run_all();
    EXPECT_SAID("W+0@0", "waited for nobody");
    end_of(task);
}

GRADED(tune_arrivals, asked_to_end_it_hands_over_no_other,
       "When this task is asked to end while it waits, no other is handed "
       "over.")
{
    struct aw_task *task = start(3);
    struct asker asker;

    ask_at(&asker, task, 15);
    run_all();
    EXPECT_SAID("b+1@10 arrived-1@10 W=ECANCELED@15 a+0@30 c+2@40",
                "asked when one has arrived");
    for (int i = 0; i < 3; i++)
        expect_alone(&task_of[i]->future);
    end_of(task);
}

/* No two arrive in one turn: these may be handed over in any order. */
GRADED(tune_arrivals, drawn_ones_arrive_as_in_the_reference,
       "hand each over as soon as it has; those of one turn in any order")
{
    for (int round = 0; round < 10; round++) {
        struct aw_task *task;
        struct asker asker;

        open_loop();
        all.n = 1 + (size_t)graded_random(5);
        for (int i = 0; i < (int)all.n; i++)
            start_job(i, 8 * (int)graded_random(8) + i + 1, i);
        task = spawn("W", waits, NULL);
        if (graded_random(2))
            ask_at(&asker, task, 8 * (1 + (int)graded_random(8)));
        run_all();
        end_of(task);
    }
    EXPECT_AS_REFERENCE("up to five arrive within 70 ms, and some who wait "
                        "are asked to end");
}
