/* SPDX-License-Identifier: MIT */
/* What every engine promises about signals. */
#ifndef SIGNALS_TESTS_H
#define SIGNALS_TESTS_H

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "../fixture.h"

/* A handle that says its name. */
struct alarm {
    struct aw_handle handle;
    const char *name;
    int ran;
};

static inline int alarm_ran(struct aw_handle *handle)
{
    struct alarm *a = aw_container_of(handle, struct alarm, handle);

    a->ran++;
    say("%s", a->name);
    return 0;
}

static inline void alarm_init(struct alarm *a, const char *name)
{
    *a = (struct alarm){.name = name};
    aw_handle_init(&a->handle, alarm_ran);
}

static inline int watch(struct world *w, int signo, struct alarm *a)
{
    return w->poller.ops->signal(&w->poller, signo, a ? &a->handle : NULL);
}

/* A poller that watches SIGUSR1. */
static inline void scene_open(struct world *w, struct alarm *usr1)
{
    world_open(w);
    alarm_init(usr1, "usr1");
    EXPECT_INT(watch(w, SIGUSR1, usr1), 0, "watched SIGUSR1");
}

static inline void (*installed(int signo))(int)
{
    struct sigaction action;

    sigaction(signo, NULL, &action);
    return action.sa_handler;
}

/* The handler that a test had before, where it had one. */
static void (*own)(int);

static inline const char *handler_of(int signo)
{
    void (*it)(int) = installed(signo);

    return it == SIG_DFL      ? "SIG_DFL"
           : it == SIG_IGN    ? "SIG_IGN"
           : own && it == own ? "the one before"
                              : "another";
}

#endif
