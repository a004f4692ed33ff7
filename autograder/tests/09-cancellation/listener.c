/* SPDX-License-Identifier: MIT */
/* Who does not listen is found out, and nobody else. */
#include "fixture.h"

static struct aw_listener listener;

static void open_and_listen(void)
{
    open_loop();
    loop.on_error = note_report;
    aw_listener_start(&listener, &loop);
}

static void ask_and_run(aw_body fn)
{
    struct aw_task *task = spawn("a", fn, num(10));

    turn();
    aw_task_cancel(task, "once");
    run_all();
    aw_task_drop(task);
}

GRADED(listener, who_swallows_a_request_is_reported,
       "Each task that swallows is reported to the loop with -ECANCELED, the "
       "task as subject, its name, and where it was spawned.")
{
    struct aw_task *task;

    open_and_listen();
    task = spawn("a", ignores, num(10));
    turn();
    aw_task_cancel(task, "once");
    run_all();
    EXPECT_SAID("a+7@0 reported-ECANCELED", "asked one who returns 7");
    EXPECT_STR(told.name, "a", "and looked who is reported");
    EXPECT_PTR(told.subject, task, "and what");
    EXPECT(told.where, "and where");
    EXPECT_HAS(told.where, "fixture.h", "and where");
    EXPECT_INT(listener.swallowed, 1, "and how many");
    aw_task_drop(task);
    close_clean();
}

static int ends_as_asked(void *arg)
{
    return aw_sleep((intptr_t)arg * AW_MS);
}

static int fails_when_asked(void *arg)
{
    return aw_sleep((intptr_t)arg * AW_MS) < 0 ? -EIO : 0;
}

static int takes_it_back(void *arg)
{
    if (aw_sleep((intptr_t)arg * AW_MS) < 0)
        aw_uncancel(aw_task_self());
    return 3;
}

GRADED(listener, who_ends_as_asked_is_not_reported,
       "a task whose end is AW_DONE while aw_cancelling is above 0")
{
    static const struct {
        aw_body body;
        const char *does;
    } innocent[] = {
        {ends_as_asked, "returns -ECANCELED"},
        {fails_when_asked, "returns -EIO"},
        {takes_it_back, "takes the request back"},
    };

    open_and_listen();
    loop.on_error = NULL;
    for (size_t i = 0; i < 3; i++) {
        ask_and_run(innocent[i].body);
        EXPECT_INT(listener.swallowed, 0, "asked one who %s", innocent[i].does);
    }
    launch("b", passes, num(1));
    run_all();
    EXPECT_INT(listener.swallowed, 0, "and let one run whom nobody asks");
    close_clean();
}

static int hears(void)
{
    return (int)listener.swallowed;
}

static int is_limited(void *arg)
{
    struct aw_timeout t;

    aw_timeout_begin(&t, aw_from_now(AW_MS));
    aw_timeout_end(&t, aw_sleep((intptr_t)arg * AW_MS));
    return 3;
}

GRADED(listener, a_limit_takes_its_own_request_back,
       "they return as if nothing had been asked of them, and nobody has taken "
       "the request back")
{
    open_and_listen();
    launch("a", is_limited, num(10));
    run_all();
    EXPECT_INT(hears(), 0, "ran out of time, and went on");
    close_clean();
}

static int events;

static void counts(struct aw_probe *probe, enum aw_probe_event event,
                   const void *subject, uint64_t arg)
{
    (void)probe, (void)event, (void)subject, (void)arg;
    events++;
}

GRADED(listener, the_probe_from_before_hears_all, "hears all events, too")
{
    struct aw_probe before = {counts};
    int alone;

    open_loop();
    aw_loop_set_probe(&loop, &before);
    launch("a", sleeps, num(1));
    run_all();
    alone = events;
    EXPECT_AT_LEAST(alone, 6, "a task came and went");
    aw_listener_start(&listener, &loop);
    EXPECT_PTR(listener.before, &before, "began to listen");
    EXPECT_PTR(loop.ready.probe, &listener.probe, "who hears the queue?");
    events = 0;
    launch("a", sleeps, num(1));
    run_all();
    EXPECT_INT(events, alone, "another one came and went");
    aw_listener_stop(&listener);
    EXPECT_PTR(loop.probe, &before, "stopped");
    ask_and_run(ignores);
    EXPECT_INT(hears(), 0, "swallowed behind the end");
    close_clean();
}

GRADED(listener, stopping_under_another_is_misuse,
       "Misuse when another probe was set since.")
{
    struct aw_probe another = {counts};

    open_and_listen();
    aw_loop_set_probe(&loop, &another);
    EXPECT_MISUSE(aw_listener_stop(&listener), "",
                  "stopped under another probe");
}

GRADED(listener, several_are_reported_each_once,
       "Each task that swallows is reported to the loop")
{
    open_and_listen();
    for (int i = 0; i < 3; i++)
        ask_and_run(ignores);
    EXPECT_INT(hears(), 3, "asked three who return 7");
    aw_listener_stop(&listener);
    aw_listener_start(&listener, &loop);
    EXPECT_INT(hears(), 0, "stopped, and began anew");
    EXPECT_SAID("a+7@0 reported-ECANCELED a+7@0 reported-ECANCELED a+7@0 "
                "reported-ECANCELED",
                "asked three who return 7");
    close_clean();
}

/* ---- Drawn --------------------------------------------------------------*/

enum { FEW = 24 };

static int heard; /* by the probe from before: begins and ends */

static void hears_some(struct aw_probe *probe, enum aw_probe_event event,
                       const void *subject, uint64_t arg)
{
    (void)probe, (void)subject, (void)arg;
    heard += event == AW_PROBE_SPAWN || event == AW_PROBE_END;
}

static void note_who(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("reported-%s-%s", r->name ? r->name : "?", aw_error_name(r->error));
}

/* One of some kind, which is asked to end so often, or not at all. */
static void one_comes_and_goes(int i)
{
    static const aw_body kind[] = {ends_as_asked, fails_when_asked,
                                   takes_it_back, ignores, is_limited};
    char name[] = {(char)('a' + i), '\0'};
    struct aw_task *task;

    task = spawn(name, kind[graded_random(5)], num((intptr_t)graded_random(6)));
    if (graded_random(5))
        turn();
    for (uint64_t n = graded_random(3); n > 0; n--)
        say("-%s%d", name, aw_task_cancel(task, NULL));
    if (graded_random(2))
        run_all();
    /* Its error, if it has one, is retrieved. */
    task->future.quiet = true;
    aw_task_drop(task);
}

GRADED(listener, drawn_tasks_are_reported_as_in_the_reference,
       "Each task that swallows is reported to the loop with -ECANCELED, the "
       "task as subject, its name")
{
    struct aw_probe before = {hears_some};
    bool listens = false;

    open_loop();
    loop.on_error = note_who;
    heard = 0;
    aw_loop_set_probe(&loop, graded_random(4) ? &before : NULL);
    for (int i = 0; i < FEW; i++) {
        if (graded_random(6) == 0 || i == 0) {
            listens = !listens;
            if (listens)
                aw_listener_start(&listener, &loop);
            else
                aw_listener_stop(&listener);
            say(listens ? "start" : "stop");
        }
        one_comes_and_goes(i);
        say("%zu/%d", listener.swallowed, heard);
    }
    run_all();
    say("%zu/%d", listener.swallowed, heard);
    EXPECT_AS_REFERENCE("tasks come and go, some asked to end (-d1), while "
                        "somebody listens: 2/5: two have swallowed it, and the "
                        "probe from before has heard of five begins and ends");
    close_clean();
}
