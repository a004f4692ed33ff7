/* SPDX-License-Identifier: MIT */
/* A program that sends signals to itself, and sleeps until they come. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "aw/poller.h"

static struct aw_ready ready;
static struct aw_poller poller;

static int on_hangup(struct aw_handle *handle)
{
    (void)handle;
    printf("SIGHUP: reading the configuration again\n");
    return 0;
}

static int on_user(struct aw_handle *handle)
{
    (void)handle;
    printf("SIGUSR1: here is the state\n");
    return 0;
}

static void turn(aw_time timeout)
{
    poller.ops->poll(&poller, timeout);
    aw_ready_run(&ready);
}

int main(void)
{
    struct aw_handle hangup, user;

    aw_ready_init(&ready);
    aw_handle_init(&hangup, on_hangup);
    aw_handle_init(&user, on_user);
    if (aw_poller_open(&poller, &aw_epoll_ops, &ready, NULL) < 0)
        return 1;
    poller.ops->signal(&poller, SIGHUP, &hangup);
    poller.ops->signal(&poller, SIGUSR1, &user);

    kill(getpid(), SIGHUP);
    printf("sent SIGHUP: nothing has run yet\n");
    turn(AW_NEVER);
    kill(getpid(), SIGUSR1);
    printf("sent SIGUSR1: nothing has run yet\n");
    turn(AW_NEVER);

    printf("SIGKILL can be watched: %s\n",
           poller.ops->signal(&poller, SIGKILL, &user) == 0 ? "yes" : "no");
    printf("SIGHUP was watched: %s\n",
           poller.ops->signal(&poller, SIGHUP, NULL) == 0 ? "yes" : "no");
    printf("SIGHUP was watched: %s\n",
           poller.ops->signal(&poller, SIGHUP, NULL) == 0 ? "yes" : "no");
    aw_poller_close(&poller);
    return 0;
}
