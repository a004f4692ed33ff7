/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "graded.h"

#define MOST 8

struct item {
    struct aw_list link;
    char name;
};

static struct aw_list list;
static struct item item[MOST]; /* a to h, in no list */

static void arrange(void)
{
    aw_list_init(&list);
    for (int i = 0; i < MOST; i++) {
        aw_list_init(&item[i].link);
        item[i].name = (char)('a' + i);
    }
}

static void append(const char *names)
{
    for (; *names; names++)
        aw_list_append(&list, &item[*names - 'a'].link);
}

/* '?' for a node that is none of ours, such as a head in the wrong place. */
static char name_of(const struct aw_list *link)
{
    for (int i = 0; i < MOST; i++)
        if (link == &item[i].link)
            return item[i].name;
    return '?';
}

/* The names in the list, forwards and then backwards: "abc cba". */
static const char *both_ways(struct aw_list *head)
{
    static char text[2 * MOST + 4];
    size_t n = 0;

    for (struct aw_list *l = head->next; l != head && n < MOST; l = l->next)
        text[n++] = name_of(l);
    text[n++] = ' ';
    for (struct aw_list *l = head->prev; l != head && n < 2 * MOST + 2;
         l = l->prev)
        text[n++] = name_of(l);
    text[n] = '\0';
    return text;
}

GRADED(list, a_new_node_is_its_own_neighbour,
       "Make `node` an empty list, or a node that is in no list.")
{
    struct aw_list node;

    memset(&node, 0xff, sizeof(node));
    aw_list_init(&node);

    EXPECT_PTR(node.next, &node, "initialised a node");
    EXPECT_PTR(node.prev, &node, "initialised a node");
}

GRADED(list, a_node_linked_to_itself_is_empty,
       "Returns true when `node` is linked to nothing but itself.")
{
    arrange();

    EXPECT(aw_list_empty(&list), "asked a new head");
    EXPECT(aw_list_empty(&item[0].link), "asked a new node");
}

GRADED(list, a_list_with_a_node_is_not_empty,
       "Tell whether a head has no nodes, or a node is in no list.")
{
    arrange();

    append("a");

    EXPECT(!aw_list_empty(&list), "asked the head of a list with one node");
    EXPECT(!aw_list_empty(&item[0].link), "asked the only node of a list");
    EXPECT(aw_list_empty(&item[1].link), "asked a node beside the list");
}

GRADED(list, appending_puts_a_node_last,
       "Put `node` behind the last node of `list`.")
{
    arrange();

    append("a");
    EXPECT_STR(both_ways(&list), "a a", "appended a; walked both ways");
    append("b");
    EXPECT_STR(both_ways(&list), "ab ba", "appended b; walked both ways");
    append("c");
    EXPECT_STR(both_ways(&list), "abc cba", "appended c; walked both ways");
}

GRADED(list, appending_to_a_node_puts_it_right_before,
       "Given any linked node in place of the head, it puts `node` right "
       "before that one.")
{
    arrange();
    append("abc");

    aw_list_append(&item[1].link, &item[3].link);

    EXPECT_STR(both_ways(&list), "adbc cbda",
               "put d before b, in a list of a, b, c");
}

GRADED(list, removing_works_at_every_place,
       "Take `node` out of whatever list it is in.")
{
    arrange();
    append("abcd");

    aw_list_remove(&item[1].link);
    EXPECT_STR(both_ways(&list), "acd dca", "removed b, from the middle");
    aw_list_remove(&item[0].link);
    EXPECT_STR(both_ways(&list), "cd dc", "removed a, the first");
    aw_list_remove(&item[3].link);
    EXPECT_STR(both_ways(&list), "c c", "removed d, the last");
    aw_list_remove(&item[2].link);
    EXPECT_STR(both_ways(&list), " ", "removed c, the only one");
    EXPECT(aw_list_empty(&list), "removed all four nodes");
}

GRADED(list, a_removed_node_is_linked_to_itself,
       "Afterwards the node is linked to itself")
{
    arrange();
    append("abc");

    aw_list_remove(&item[1].link);

    EXPECT_PTR(item[1].link.next, &item[1].link, "removed b from a, b, c");
    EXPECT_PTR(item[1].link.prev, &item[1].link, "removed b from a, b, c");
    EXPECT(aw_list_empty(&item[1].link), "removed b from a, b, c");
}

GRADED(list, removing_twice_does_nothing, "removing it again does nothing")
{
    arrange();
    append("abc");

    aw_list_remove(&item[1].link);
    append("d");
    aw_list_remove(&item[1].link);

    EXPECT_STR(both_ways(&list), "acd dca",
               "removed b, appended d, removed b again");
    EXPECT(aw_list_empty(&item[1].link), "removed b twice");
}

GRADED(list, a_removed_node_can_join_another_list,
       "Take `node` out of whatever list it is in.")
{
    struct aw_list other;

    arrange();
    aw_list_init(&other);
    append("abc");

    aw_list_remove(&item[0].link);
    aw_list_append(&other, &item[0].link);
    aw_list_remove(&item[2].link);
    aw_list_append(&other, &item[2].link);

    EXPECT_STR(both_ways(&list), "b b", "moved a and c to another list");
    EXPECT_STR(both_ways(&other), "ac ca", "moved a and c to another list");
}

GRADED(list, appending_a_linked_node_is_misuse,
       "appending a linked node is misuse")
{
    struct aw_list other;

    arrange();
    aw_list_init(&other);
    append("ab");

    EXPECT_MISUSE(aw_list_append(&list, &item[0].link), "",
                  "appended a twice to the same list");
    EXPECT_MISUSE(aw_list_append(&other, &item[1].link), "",
                  "appended b to a second list");
}

GRADED(list, a_list_keeps_its_order_through_chance,
       "Put `node` behind the last node of `list`.")
{
    char model[2 * MOST + 4] = "";

    arrange();
    for (int round = 0; round < 200; round++) {
        struct item *drawn = &item[graded_random(MOST)];
        char *at = strchr(model, drawn->name);
        char want[2 * MOST + 4] = {0};
        size_t n;

        /* The model is a string: out with the letter, or in at its end. */
        if (at)
            memmove(at, at + 1, strlen(at));
        else
            model[strlen(model)] = drawn->name;
        if (at)
            aw_list_remove(&drawn->link);
        else
            aw_list_append(&list, &drawn->link);

        n = strlen(model);
        for (size_t i = 0; i < n; i++) {
            want[i] = model[i];
            want[2 * n - i] = model[i];
        }
        want[n] = ' ';
        EXPECT_STR(both_ways(&list), want, "%s %c, step %d of 200",
                   at ? "removed" : "appended", drawn->name, round);
    }
}

GRADED(list, it_grows_and_shrinks_as_in_the_reference,
       "Put `node` behind the last node of `list`.")
{
    arrange();
    for (int i = 0; i < 60; i++) {
        struct item *drawn = &item[graded_random(MOST)];
        struct item *other = &item[graded_random(MOST)];

        if (!aw_list_empty(&drawn->link)) {
            aw_list_remove(&drawn->link);
            say("-%c", drawn->name);
        } else if (aw_list_empty(&other->link)) {
            aw_list_append(&list, &drawn->link);
            say("+%c", drawn->name);
        } else {
            aw_list_append(&other->link, &drawn->link);
            say("+%c<%c", drawn->name, other->name);
        }
        say("%s", both_ways(&list));
    }
    EXPECT_AS_REFERENCE("drew 60 steps (+a: appended, +a<b: put before b, -a: "
                        "removed), and walked both ways");
}
