/* SPDX-License-Identifier: MIT */
/* Putting a loop together, and taking it apart. */
#ifndef LOOP_TESTS_H
#define LOOP_TESTS_H

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "../fixture.h"

struct closing {
    struct aw_closer closer;
    char name;
    void (*act)(struct closing *);
};

static inline void closer_ran(struct aw_closer *closer, struct aw_loop *of_loop)
{
    struct closing *me = aw_container_of(closer, struct closing, closer);

    say(of_loop == &loop ? "%c" : "%c-of-another", me->name);
    if (me->act)
        me->act(me);
}

static inline void add(struct closing *c, char name,
                       void (*act)(struct closing *))
{
    *c = (struct closing){.name = name, .act = act};
    c->closer.fn = closer_ran;
    aw_loop_add_closer(&loop, &c->closer);
}

static inline void closes(struct step *me)
{
    (void)me;
    EXPECT_MISUSE(aw_loop_close(&loop), "", "closed a loop from a callback");
    say("stopped");
}

#endif
