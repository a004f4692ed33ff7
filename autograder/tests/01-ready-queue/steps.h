/* SPDX-License-Identifier: MIT */
/* steps.h: callbacks that say their name, and then do what a test wants. */
#ifndef STEPS_H
#define STEPS_H

#include <string.h>

#include "aw/ready.h"
#include "graded.h"

#define MOST 6

struct step {
    struct aw_handle handle;
    char name;
    int result;                 /* what the callback returns */
    void (*act)(struct step *); /* what it does before; may be NULL */
};

static struct aw_ready ready;
static struct step step[MOST]; /* a to f */

static int called(struct aw_handle *handle)
{
    struct step *me = aw_container_of(handle, struct step, handle);
    int result = me->result;

    say("%c", me->name);
    if (me->act)
        me->act(me);
    return result;
}

static void push(const char *names)
{
    for (; *names; names++)
        aw_ready_push(&ready, &step[*names - 'a'].handle);
}

/* A queue, six steps, and those named are pushed. */
static void arrange(const char *names)
{
    memset(&ready, 0xff, sizeof(ready));
    aw_ready_init(&ready);
    for (int i = 0; i < MOST; i++) {
        step[i] = (struct step){.name = (char)('a' + i)};
        aw_handle_init(&step[i].handle, called);
    }
    push(names);
}

/* The name of a handle that was taken; '-' for none, '?' for a strange one. */
static inline char name_of(const struct aw_handle *handle)
{
    for (int i = 0; i < MOST; i++)
        if (handle == &step[i].handle)
            return step[i].name;
    return handle ? '?' : '-';
}

/* ---- What callbacks do ---------------------------------------------------*/

static inline void push_next(struct step *me)
{
    aw_ready_push(&ready, &me[1].handle);
}

/* Not for ever: a queue that is unfair shall fail the test, not hang it. */
static inline void push_self(struct step *me)
{
    static int pushes;

    if (pushes++ < 3000)
        aw_ready_push(&ready, &me->handle);
}

#endif
