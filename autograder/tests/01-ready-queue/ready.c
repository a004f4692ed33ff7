/* SPDX-License-Identifier: MIT */
#include "steps.h"

/* The names in a list, forwards and then backwards: "abc cba". */
static const char *both_ways(struct aw_list *head)
{
    static char text[2 * MOST + 4];
    size_t n = 0;

    for (struct aw_list *l = head->next; l != head && n < MOST; l = l->next)
        text[n++] = name_of(aw_container_of(l, struct aw_handle, link));
    text[n++] = ' ';
    for (struct aw_list *l = head->prev; l != head && n < 2 * MOST + 2;
         l = l->prev)
        text[n++] = name_of(aw_container_of(l, struct aw_handle, link));
    text[n] = '\0';
    return text;
}

GRADED(ready, a_new_queue_is_empty,
       "Make `ready` an empty queue with nothing running and both counts at 0")
{
    arrange("");

    EXPECT(aw_list_empty(&ready.next), "initialised a queue");
    EXPECT(aw_list_empty(&ready.batch), "initialised a queue");
    EXPECT_PTR(ready.running, NULL, "initialised a queue");
    EXPECT_INT(ready.turns, 0, "initialised a queue");
    EXPECT_INT(ready.ran, 0, "initialised a queue");
}

GRADED(ready, nobody_watches_a_new_queue,
       "`probe`, `pick` and `on_error` start as NULL.")
{
    arrange("");

    EXPECT_PTR(ready.probe, NULL, "initialised a queue");
    EXPECT(ready.pick == NULL, "initialised a queue");
    EXPECT(ready.on_error == NULL, "initialised a queue");
}

GRADED(ready, a_pushed_handle_waits_for_the_next_turn,
       "Queue `handle` for the next turn")
{
    arrange("");

    push("a");

    EXPECT(aw_handle_queued(&step[0].handle), "pushed a");
    EXPECT_STR(both_ways(&ready.next), "a a", "pushed a; looked into `next`");
    EXPECT(aw_list_empty(&ready.batch), "pushed a; looked into `batch`");
    EXPECT_INT(ready.turns, 0, "pushed a");
}

/* A1 */
GRADED(ready, handles_stand_in_the_order_of_pushing,
       "behind all that are queued")
{
    arrange("");

    push("cab");

    EXPECT_STR(both_ways(&ready.next), "cab bac", "pushed c, a, b");
    push("d");
    EXPECT_STR(both_ways(&ready.next), "cabd dbac", "pushed c, a, b, d");
}

GRADED(ready, pushing_a_queued_handle_is_misuse,
       "Pushing a handle that is queued already, here or in another queue, is "
       "misuse.")
{
    struct aw_ready other;

    arrange("");
    aw_ready_init(&other);
    push("ab");
    EXPECT_MISUSE(aw_ready_push(&ready, &step[1].handle), "", "pushed b twice");
    EXPECT_MISUSE(aw_ready_push(&other, &step[0].handle), "",
                  "pushed a, which is queued, to another queue");

    aw_ready_turn(&ready);
    EXPECT_MISUSE(aw_ready_push(&ready, &step[0].handle), "",
                  "pushed a while it was left of this turn");
}

GRADED(ready, opening_a_turn_takes_all_that_is_queued,
       "all that is queued for the next turn now belongs to this one")
{
    arrange("");
    push("abc");

    aw_ready_turn(&ready);

    EXPECT_STR(both_ways(&ready.batch), "abc cba", "opened a turn");
    EXPECT(aw_list_empty(&ready.next), "opened a turn");
    EXPECT(aw_handle_queued(&step[1].handle), "asked b, which is left of it");
}

GRADED(ready, what_comes_later_waits_for_another_turn,
       "Queue `handle` for the next turn")
{
    arrange("");
    push("ab");
    aw_ready_turn(&ready);

    push("cd");

    EXPECT_STR(both_ways(&ready.batch), "ab ba",
               "pushed c, d after the turn with a, b had opened");
    EXPECT_STR(both_ways(&ready.next), "cd dc",
               "pushed c, d after the turn with a, b had opened");
}

GRADED(ready, what_is_left_stays_in_front,
       "behind what an earlier turn may have left")
{
    arrange("");
    push("ab");
    aw_ready_turn(&ready);
    push("cd");

    aw_ready_turn(&ready);

    EXPECT_STR(both_ways(&ready.batch), "abcd dcba",
               "opened a turn while a, b were left of the one before");
    EXPECT(aw_list_empty(&ready.next), "opened a second turn");
}

GRADED(ready, every_turn_counts, "Counts in `turns`.")
{
    arrange("");

    aw_ready_turn(&ready);
    EXPECT_INT(ready.turns, 1, "opened a turn with nothing in it");
    push("a");
    aw_ready_turn(&ready);
    aw_ready_turn(&ready);

    EXPECT_INT(ready.turns, 3, "opened three turns");
    EXPECT_INT(ready.ran, 0, "opened three turns, called nothing");
}

GRADED(ready, an_empty_turn_changes_no_list,
       "all that is queued for the next turn now belongs to this one")
{
    arrange("");
    push("ab");
    aw_ready_turn(&ready);

    aw_ready_turn(&ready);

    EXPECT_STR(both_ways(&ready.batch), "ab ba",
               "opened a turn with nothing new in it");
    EXPECT(aw_list_empty(&ready.next), "opened a turn with nothing new in it");
}

/* A3 */
GRADED(ready, cancelling_works_in_both_lists,
       "It works on a handle of the next turn and on one left of this turn "
       "alike")
{
    arrange("");
    push("abc");
    aw_ready_turn(&ready);
    push("def");

    EXPECT(aw_handle_cancel(&step[1].handle), "cancelled b, left of this turn");
    EXPECT(aw_handle_cancel(&step[4].handle), "cancelled e, of the next turn");

    EXPECT_STR(both_ways(&ready.batch), "ac ca", "cancelled b of a, b, c");
    EXPECT_STR(both_ways(&ready.next), "df fd", "cancelled e of d, e, f");
}

GRADED(ready, a_cancelled_handle_can_be_pushed_again,
       "The handle may be pushed again afterwards.")
{
    arrange("");
    push("abc");

    aw_handle_cancel(&step[0].handle);
    push("a");
    EXPECT_STR(both_ways(&ready.next), "bca acb", "cancelled a, pushed it");
    aw_ready_turn(&ready);
    aw_handle_cancel(&step[1].handle);
    push("b");

    EXPECT_STR(both_ways(&ready.batch), "ca ac", "cancelled b, pushed it");
    EXPECT_STR(both_ways(&ready.next), "b b", "cancelled b, pushed it");
}

/* ---- Taking -------------------------------------------------------------*/

GRADED(ready, taking_gives_the_oldest_of_this_turn,
       "Take the next handle of this turn.")
{
    arrange("abc");
    aw_ready_turn(&ready);
    push("d");

    for (int i = 0; i < 5; i++)
        say("%c", name_of(aw_ready_take(&ready)));

    EXPECT_SAID("a b c - -", "opened a turn of a, b, c, pushed d, and took "
                             "five times");
    EXPECT(aw_handle_queued(&step[3].handle), "took five times; asked d");
}

GRADED(ready, a_taken_handle_is_not_queued,
       "Returns the handle, no longer queued")
{
    struct aw_handle *taken;

    arrange("ab");
    aw_ready_turn(&ready);
    taken = aw_ready_take(&ready);

    EXPECT_PTR(taken, &step[0].handle, "took the first of a, b");
    EXPECT(!aw_handle_queued(taken), "asked the handle that was taken");
    EXPECT(!aw_handle_cancel(taken), "cancelled the handle that was taken");
    push("a");
    EXPECT_PTR(aw_ready_take(&ready), &step[1].handle,
               "pushed a again, and took the next of this turn");
}

GRADED(ready, taking_calls_nothing, "The caller calls it.")
{
    arrange("a");
    aw_ready_turn(&ready);
    aw_ready_take(&ready);

    EXPECT_SAID("", "took a");
    EXPECT_INT(ready.ran, 0, "took a");
    EXPECT_PTR(ready.running, NULL, "took a");
}

/* ---- Taking in another order --------------------------------------------*/

static const size_t *choices;

static size_t choose(void *ctx, size_t n)
{
    say("%s%zu:", (const char *)ctx, n);
    return *choices++;
}

static void arrange_choices(const char *names, const size_t *indexes)
{
    static char ctx[] = "of";

    arrange(names);
    ready.pick = choose;
    ready.pick_ctx = ctx;
    choices = indexes;
    aw_ready_turn(&ready);
}

GRADED(ready, a_picker_decides_who_is_next,
       "asked which of the `n` handles left of this turn goes next")
{
    static const size_t indexes[] = {2, 0, 2, 1, 0};

    arrange_choices("abcde", indexes);
    push("f");

    for (int i = 0; i < 5; i++)
        say("%c", name_of(aw_ready_take(&ready)));

    EXPECT_SAID("of5: c of4: a of3: e of2: d of1: b",
                "took from a, b, c, d, e; the picker says 2, 0, 2, 1, 0");
}

GRADED(ready, a_picker_is_asked_for_the_last_but_not_for_none,
       "asks it even for the last handle, but not when none is left")
{
    static const size_t indexes[] = {0, 0};

    arrange_choices("a", indexes);
    for (int i = 0; i < 2; i++)
        say("%c", name_of(aw_ready_take(&ready)));

    EXPECT_SAID("of1: a -", "took twice from a turn of one handle");
}

GRADED(ready, a_picked_handle_leaves_the_rest_in_order,
       "The others keep their order.")
{
    static const size_t indexes[] = {1, 3};

    arrange_choices("abcdef", indexes);
    EXPECT(!aw_handle_queued(aw_ready_take(&ready)), "picked b");
    EXPECT(!aw_handle_queued(aw_ready_take(&ready)), "picked e");
    EXPECT_STR(both_ways(&ready.batch), "acdf fdca", "picked b, then e");
}

GRADED(ready, a_picker_is_not_told_of_cancelled_handles,
       "asked which of the `n` handles left of this turn goes next")
{
    static const size_t indexes[] = {2, 1};

    arrange_choices("abcde", indexes);
    aw_handle_cancel(&step[1].handle);
    say("%c", name_of(aw_ready_take(&ready)));
    aw_handle_cancel(&step[4].handle);
    say("%c", name_of(aw_ready_take(&ready)));

    EXPECT_SAID("of4: d of2: c", "cancelled b, picked; cancelled e, picked");
}

GRADED(ready, a_choice_out_of_range_is_misuse,
       "An index out of range is misuse.")
{
    static const size_t indexes[] = {2, SIZE_MAX, 1};

    arrange_choices("ab", indexes);

    EXPECT_MISUSE(aw_ready_take(&ready), "", "picked index 2 of 2");
    EXPECT_MISUSE(aw_ready_take(&ready), "", "picked a huge index of 2");
    EXPECT_INT(name_of(aw_ready_take(&ready)), 'b', "picked index 1 of 2");
}

/* ---- Drawn --------------------------------------------------------------*/

static size_t picks_whom_it_draws(void *ctx, size_t n)
{
    size_t i = graded_random(n);

    say(ctx == &ready ? "%zu/%zu" : "%zu/%zu-of-another", i, n);
    return i;
}

static void draw_a_deed(void)
{
    struct step *it = &step[graded_random(MOST)];

    switch (graded_random(10)) {
    case 0:
        ready.pick = ready.pick ? NULL : picks_whom_it_draws;
        break;
    case 1:
    case 2:
        aw_ready_turn(&ready);
        say("|%llu", (unsigned long long)ready.turns);
        break;
    case 3:
        say("-%c%d", it->name, aw_handle_cancel(&it->handle));
        break;
    case 4:
    case 5:
    case 6:
        say("%c", name_of(aw_ready_take(&ready)));
        break;
    default:
        if (aw_handle_queued(&it->handle))
            return;
        aw_ready_push(&ready, &it->handle);
        say("+%c", it->name);
    }
}

GRADED(ready, drawn_handles_are_taken_as_in_the_reference,
       "all that is queued for the next turn now belongs to this one, behind "
       "what an earlier turn may have left")
{
    arrange("");
    ready.pick_ctx = &ready;
    for (int i = 0; i < 300; i++)
        draw_a_deed();
    EXPECT_AS_REFERENCE("pushed (+a), opened turns (|1), took (a), sometimes "
                        "who was picked (1/3: the second of three), cancelled");
}
