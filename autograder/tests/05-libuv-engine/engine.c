/* SPDX-License-Identifier: MIT */
/* The engine by its name; and chapter 04's calls on it. */
#include "kit.h"

#include <stdlib.h>

#include "../04-event-loop/calls/drawn.c"
#include "../04-event-loop/calls/later.c"
#include "../04-event-loop/calls/over.c"
#include "../04-event-loop/calls/signals.c"
#include "../04-event-loop/calls/soon.c"
#include "../04-event-loop/calls/watchers.c"

GRADED(engine, the_table_says_what_it_is, "Find an engine by its name")
{
    EXPECT_STR(aw_uv_ops.name, "uv", "asked the engine for its name");
    EXPECT_PTR(aw_engine_choose("uv"), &aw_uv_ops, "chose uv");
    EXPECT_PTR(aw_engine_choose("epoll"), &aw_epoll_ops, "chose epoll");
}

GRADED(engine, without_a_name_the_environment_is_asked,
       "NULL stands for the environment's AW_ENGINE")
{
    setenv("AW_ENGINE", "uv", 1);
    EXPECT_PTR(aw_engine_choose(NULL), &aw_uv_ops, "AW_ENGINE=uv");
    EXPECT_PTR(aw_engine_choose("epoll"), &aw_epoll_ops,
               "AW_ENGINE=uv, but the program says epoll");
    setenv("AW_ENGINE", "epoll", 1);
    EXPECT_PTR(aw_engine_choose(NULL), &aw_epoll_ops, "AW_ENGINE=epoll");
}

GRADED(engine, without_any_name_it_is_epoll,
       "where that is not set, for \"epoll\".  An empty name, here or there, "
       "means \"epoll\", too")
{
    unsetenv("AW_ENGINE");
    EXPECT_PTR(aw_engine_choose(NULL), &aw_epoll_ops, "AW_ENGINE is not set");
    setenv("AW_ENGINE", "", 1);
    EXPECT_PTR(aw_engine_choose(NULL), &aw_epoll_ops, "AW_ENGINE is empty");
    setenv("AW_ENGINE", "uv", 1);
    EXPECT_PTR(aw_engine_choose(""), &aw_epoll_ops, "chose an empty name");
}

GRADED(engine, an_unknown_name_is_nobody,
       "Returns the engine, or NULL when there is none of that name.")
{
    static const char *const bad[] = {"UV",   "u",   "uvloop",
                                      "epol", " uv", "epollx"};

    for (int i = 0; i < 6; i++) {
        EXPECT_PTR(aw_engine_choose(bad[i]), NULL, "chose \"%s\"", bad[i]);
        setenv("AW_ENGINE", bad[i], 1);
        EXPECT_PTR(aw_engine_choose(NULL), NULL, "AW_ENGINE=%s", bad[i]);
    }
    EXPECT_PTR(aw_engine_choose("uv"), &aw_uv_ops, "chose uv after that");
}

static int counts(struct aw_handle *handle)
{
    (void)handle;
    say("called");
    return 0;
}

GRADED(engine, a_loop_runs_on_what_was_chosen,
       "Whoever writes a program chooses between them by a name")
{
    static const char *const name[] = {"epoll", "uv"};

    for (int i = 0; i < 2; i++) {
        struct aw_loop_options options = {.engine = aw_engine_choose(name[i])};
        struct aw_handle soon_;
        struct aw_timer later_;
        struct aw_loop l;

        EXPECT_INT(aw_loop_init(&l, &options), 0, "made a loop on %s", name[i]);
        EXPECT_STR(l.poller.ops->name, name[i], "made a loop");
        aw_handle_init(&soon_, counts);
        aw_timer_init(&later_, counts);
        aw_call_soon(&l, &soon_);
        aw_call_later(&l, &later_, AW_MS);
        EXPECT_INT(aw_loop_run(&l), 0, "ran it to its end");
        aw_loop_close(&l);
    }
    EXPECT_SAID("called called called called", "ran a loop on each engine");
}
