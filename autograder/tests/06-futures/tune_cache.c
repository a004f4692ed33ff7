/* SPDX-License-Identifier: MIT */
#include "tune_cache.h"

#include "graded.h"
#include "graded_loop.h"

#define MOST 4

struct client {
    struct tune_ask ask;
    char name;
    void (*act)(struct client *);
};

static struct aw_loop loop;
static struct tune_cache cache;
static struct client client[MOST]; /* a to d */

static void *num(intptr_t n)
{
    return (void *)n;
}

static void hear(struct tune_ask *ask, void *value)
{
    struct client *me = aw_container_of(ask, struct client, ask);

    say("%c%d", me->name, (int)(intptr_t)value);
    if (me->act)
        me->act(me);
}

static void ask(char name)
{
    tune_cache_ask(&cache, &client[name - 'a'].ask, hear);
}

static void loads(struct tune_cache *c)
{
    say(c == &cache ? "load" : "load-what");
}

/* A cache, which the named clients ask. */
static void arrange(void (*load)(struct tune_cache *), const char *names)
{
    EXPECT_INT(graded_loop_init(&loop, NULL), 0, "made a loop");
    tune_cache_init(&cache, &loop, load);
    for (int i = 0; i < MOST; i++)
        client[i].name = (char)('a' + i);
    for (; *names; names++)
        ask(*names);
}

static void turn(void)
{
    aw_ready_run(&loop.ready);
}

GRADED(tune_cache, only_the_first_who_asks_loads,
       "The first one who asks calls `load`; nobody else does.")
{
    arrange(loads, "");
    EXPECT_SAID("", "made a cache");
    ask('a');
    EXPECT_SAID("load", "a asked");
    ask('b');
    turn();
    ask('c');
    tune_cache_loaded(&cache, num(7));
    turn();
    ask('d');
    turn();
    EXPECT_SAID("load a7 b7 c7 d7", "four asked, the last one afterwards");
}

GRADED(tune_cache, all_are_told_in_the_next_turn,
       "All are told in the order in which they asked, in the turn that comes "
       "next when the value is there.")
{
    arrange(loads, "cab");
    turn();
    tune_cache_loaded(&cache, num(7));
    EXPECT_SAID("load", "c, a, b asked; the value came");

    turn();
    EXPECT_SAID("load c7 a7 b7", "took the turn after that");
    turn();
    EXPECT_SAID("load c7 a7 b7", "took another turn");
}

static void loads_at_once(struct tune_cache *c)
{
    say("load");
    tune_cache_loaded(c, num(3));
}

GRADED(tune_cache, the_value_may_be_there_at_once,
       "never from inside of this function or of tune_cache_loaded")
{
    arrange(loads_at_once, "ab");
    EXPECT_SAID("load", "a and b asked; the value was there at once");
    turn();
    EXPECT_SAID("load a3 b3", "took the turn after that");
}

static void ask_again(struct client *me)
{
    me->act = NULL;
    ask(me->name);
}

GRADED(tune_cache, who_is_told_may_ask_again,
       "Who has been told may ask again, from inside of `told` too.")
{
    arrange(loads, "ab");
    client[0].act = ask_again;
    tune_cache_loaded(&cache, num(7));
    turn();
    EXPECT_SAID("load a7 b7", "a asked again when it was told");
    turn();
    EXPECT_SAID("load a7 b7 a7", "took the turn after that");
}

GRADED(tune_cache, who_gives_up_is_not_told,
       "Ask no longer: `told` is not called.  The load goes on.")
{
    arrange(loads, "abc");
    EXPECT(tune_cache_give_up(&client[1].ask), "b gave up");
    EXPECT(!tune_cache_give_up(&client[1].ask), "b gave up again");
    tune_cache_loaded(&cache, num(7));
    EXPECT(tune_cache_give_up(&client[2].ask), "the value came; c gave up");
    turn();
    EXPECT_SAID("load a7", "b and c gave up");
    EXPECT(!tune_cache_give_up(&client[0].ask), "a gave up: it was told");
}

GRADED(tune_cache, all_may_give_up, "The load goes on.")
{
    arrange(loads, "ab");
    tune_cache_give_up(&client[0].ask);
    tune_cache_give_up(&client[1].ask);
    turn();
    tune_cache_loaded(&cache, num(7));
    ask('c');
    turn();

    EXPECT_SAID("load c7", "a and b gave up; the value came; c asked");
}

static void give_up_next(struct client *me)
{
    say(tune_cache_give_up(&me[1].ask) ? "yes" : "no");
}

GRADED(tune_cache, who_is_told_may_stop_another,
       "Ask no longer: `told` is not called.")
{
    arrange(loads, "bac");
    client[0].act = client[1].act = give_up_next;
    tune_cache_loaded(&cache, num(7));
    turn();

    EXPECT_SAID("load b7 yes a7 no", "b gave up for c, and a for b");
}

GRADED(tune_cache, the_loop_is_left_in_peace,
       "While the value is being loaded the cache keeps the loop from "
       "nothing: no handle of it is queued, and nothing of it runs.")
{
    arrange(loads, "abcd");
    for (int i = 0; i < 10; i++)
        turn();
    EXPECT_INT(loop.ready.ran, 0, "four asked; took ten turns: callbacks");
    tune_cache_loaded(&cache, num(7));
    turn();
    EXPECT_INT(loop.ready.ran, 4, "the value came; took a turn: callbacks");
}

static bool waits[MOST];

static void waits_no_longer(struct client *me)
{
    waits[me->name - 'a'] = false;
}

static void asks_or_gives_up(int i)
{
    if (waits[i])
        say("-%c%d", 'a' + i, tune_cache_give_up(&client[i].ask));
    else
        ask((char)('a' + i));
    waits[i] = !waits[i];
}

GRADED(tune_cache, drawn_clients_are_told_as_in_the_reference,
       "All are told in the order in which they asked, in the turn that comes "
       "next when the value is there.")
{
    arrange(loads, "");
    for (int i = 0; i < MOST; i++)
        client[i].act = waits_no_longer;
    for (int round = 0; round < 12; round++) {
        uint64_t comes = graded_random(12);

        tune_cache_init(&cache, &loop, loads);
        ask('a');
        waits[0] = true;
        for (uint64_t i = 0; i < 20; i++) {
            if (i == comes)
                tune_cache_loaded(&cache, num((intptr_t)graded_random(1000)));
            else if (graded_random(4))
                asks_or_gives_up((int)graded_random(MOST));
            else
                turn();
        }
        turn();
        say("|");
    }
    EXPECT_AS_REFERENCE("a to d ask twelve caches, and give up (-a1: a was "
                        "waiting); a bar ends each");
}
