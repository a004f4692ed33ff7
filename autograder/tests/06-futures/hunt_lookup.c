/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "graded.h"
#include "graded_loop.h"
#include "hunt_lookup.h"

static struct aw_loop loop;
static struct aw_clock_virtual virtual_clock;
static struct resolver resolver;

/* A lookup, and somebody who awaits it and says what he hears. */
struct asking {
    struct hunt_lookup lookup;
    struct aw_watch watch;
    bool ends; /* end the lookup then, and free all this */
};

static int hear(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);
    struct asking *me = aw_container_of(w, struct asking, watch);
    const struct resolver_address *a = w->value;

    if (w->result < 0)
        say("%s", aw_error_name(w->result));
    else if (!a)
        say("nothing");
    else
        say("%d.%d", a->byte[0], a->byte[3]);
    if (me->ends) {
        hunt_lookup_end(&me->lookup);
        memset(me, 0xff, sizeof(*me));
        free(me);
    }
    return 0;
}

static void arrange(void)
{
    struct aw_loop_options options = {.clock = &virtual_clock.clock};

    aw_clock_virtual_init(&virtual_clock, 0);
    EXPECT_INT(graded_loop_init(&loop, &options), 0, "made a loop");
    resolver_init(&resolver, &loop);
    resolver_add(&resolver, "one.example", 1);
    resolver_add(&resolver, "two.example", 2);
}

static struct asking *ask(const char *name)
{
    struct asking *me = malloc(sizeof(*me));

    memset(me, 0xff, sizeof(*me));
    hunt_lookup_start(&me->lookup, &resolver, name);
    aw_watch_init(&me->watch, hear, true);
    aw_watch_start(&me->watch, &me->lookup.future);
    me->ends = true;
    return me;
}

/* Run until nothing can happen any more. */
static void run(void)
{
    EXPECT_INT(aw_loop_run(&loop), 0, "ran until nothing was left to do");
}

GRADED(hunt_lookup, the_address_is_told,
       "Its value is the address, as a `struct resolver_address *` that stays "
       "valid until hunt_lookup_end")
{
    arrange();
    ask("one.example");
    run();

    EXPECT_SAID("10.1", "looked a name up");
    EXPECT_INT(aw_loop_now(&loop), RESOLVER_TAKES, "looked a name up");
}

GRADED(hunt_lookup, each_lookup_keeps_its_own_address,
       "Its value is the address, as a `struct resolver_address *` that stays "
       "valid until hunt_lookup_end")
{
    struct asking *one, *two;
    const struct resolver_address *a;

    arrange();
    one = ask("one.example");
    two = ask("two.example");
    one->ends = two->ends = false;
    run();
    EXPECT_SAID("10.1 10.2", "looked two names up at the same time");
    a = one->lookup.future.value;
    EXPECT_INT(a->byte[3], 1, "looked at the first one's value later");
    a = two->lookup.future.value;
    EXPECT_INT(a->byte[3], 2, "looked at the second one's value later");
}

GRADED(hunt_lookup, an_unknown_name_is_an_error,
       "its error is the resolver's, also when the resolver refuses the name")
{
    arrange();
    ask("nobody.example");
    run();

    EXPECT_SAID("ENOENT", "looked up a name that does not exist");
}

GRADED(hunt_lookup, a_refusal_is_an_error,
       "its error is the resolver's, also when the resolver refuses the name")
{
    arrange();
    ask("");
    run();

    EXPECT_SAID("EINVAL", "looked up an empty name");
}

GRADED(hunt_lookup, a_name_can_be_looked_up_again,
       "The future is settled once, whatever happens.")
{
    arrange();
    ask("one.example");
    run();
    ask("one.example");
    ask("one.example");
    EXPECT_SAID("10.1", "asked for the same name twice more");
    run();

    EXPECT_SAID("10.1 10.1 10.1", "ran the loop after that");
}

/* ---- Cancelling ---------------------------------------------------------*/

GRADED(hunt_lookup, a_cancelled_lookup_may_be_freed,
       "Nobody uses its memory any more: it may be freed at once.")
{
    struct asking *one;

    arrange();
    one = ask("one.example");
    EXPECT(aw_future_cancel(&one->lookup.future), "cancelled a lookup");
    run();

    EXPECT_SAID("ECANCELED", "cancelled a lookup, freed it when it was told");
    ask("one.example");
    run();
    EXPECT_SAID("ECANCELED 10.1", "looked the same name up again");
}

GRADED(hunt_lookup, it_is_settled_when_the_resolver_lets_go,
       "It is settled when the resolver has let go of the query, and not "
       "before")
{
    struct asking *one;

    arrange();
    one = ask("one.example");
    EXPECT(aw_future_cancel(&one->lookup.future), "cancelled a lookup");
    EXPECT(!aw_future_done(&one->lookup.future), "cancelled a lookup");
    EXPECT(aw_future_cancel(&one->lookup.future), "cancelled it again");
    run();

    EXPECT_SAID("ECANCELED", "cancelled a lookup twice");
    EXPECT_INT(aw_loop_now(&loop), RESOLVER_STOPPING, "cancelled a lookup");
}

static struct aw_timer timer;
static struct asking *to_cancel;

static int cancel_it(struct aw_handle *handle)
{
    (void)handle;
    aw_future_cancel(&to_cancel->lookup.future);
    return 0;
}

GRADED(hunt_lookup, an_answer_on_its_way_is_told,
       "as cancelled, or with an answer that was on its way")
{
    arrange();
    /* Started first, so it runs first when both are due. */
    aw_timer_init(&timer, cancel_it);
    aw_call_later(&loop, &timer, RESOLVER_TAKES);
    to_cancel = ask("two.example");
    run();

    EXPECT_SAID("10.2", "cancelled it in the turn in which the answer came");
}

/* ---- Drawn --------------------------------------------------------------*/

enum { DRAWN = 6 };

static struct asking *asked[DRAWN];
static struct aw_timer asks[DRAWN], cancels[DRAWN];

static int asks_one(struct aw_handle *handle)
{
    static const char *const names[] = {"one.example", "two.example",
                                        "nobody.example", ""};
    struct aw_timer *t = aw_container_of(handle, struct aw_timer, handle);

    asked[t - asks] = ask(names[graded_random(4)]);
    asked[t - asks]->ends = false;
    return 0;
}

static int cancels_one(struct aw_handle *handle)
{
    struct aw_timer *t = aw_container_of(handle, struct aw_timer, handle);

    say("cancel%d", aw_future_cancel(&asked[t - cancels]->lookup.future));
    return 0;
}

GRADED(hunt_lookup, drawn_lookups_are_settled_as_in_the_reference,
       "The future is settled once, whatever happens.")
{
    arrange();
    for (int i = 0; i < DRAWN; i++) {
        aw_time when = (aw_time)graded_random(30) * AW_MS;

        aw_timer_init(&asks[i], asks_one);
        aw_call_later(&loop, &asks[i], when);
        aw_timer_init(&cancels[i], cancels_one);
        /* Never in the moment of an answer. */
        if (graded_random(2))
            aw_call_later(&loop, &cancels[i],
                          when + (aw_time)graded_random(14) * AW_MS + i + 1);
    }
    run();
    say("@%d", (int)aw_loop_now(&loop));
    for (int i = 0; i < DRAWN; i++) {
        hunt_lookup_end(&asked[i]->lookup);
        free(asked[i]);
    }
    EXPECT_AS_REFERENCE("looked up known and unknown names within 30 ms, and "
                        "cancelled some of them");
}
