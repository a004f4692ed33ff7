/* SPDX-License-Identifier: MIT */
#include "graded.h"

#define MOST 8

struct item {
    struct aw_list link;
    char name;
};

static struct aw_list left, right;
static struct item item[MOST]; /* a to h */

static void append(struct aw_list *list, const char *names)
{
    for (; *names; names++)
        aw_list_append(list, &item[*names - 'a'].link);
}

static void arrange(const char *in_left, const char *in_right)
{
    aw_list_init(&left);
    aw_list_init(&right);
    for (int i = 0; i < MOST; i++) {
        aw_list_init(&item[i].link);
        item[i].name = (char)('a' + i);
    }
    append(&left, in_left);
    append(&right, in_right);
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

GRADED(splice, prepending_puts_a_node_first,
       "Put `node` in front of the first node of `list`.")
{
    arrange("", "");

    aw_list_prepend(&left, &item[0].link);
    EXPECT_STR(both_ways(&left), "a a", "prepended a to an empty list");
    aw_list_prepend(&left, &item[1].link);
    EXPECT_STR(both_ways(&left), "ba ab", "prepended b");
    append(&left, "c");
    aw_list_prepend(&left, &item[3].link);
    EXPECT_STR(both_ways(&left), "dbac cabd", "appended c, prepended d");
}

GRADED(splice, prepending_a_linked_node_is_misuse,
       "prepending a linked node is misuse")
{
    arrange("ab", "");

    EXPECT_MISUSE(aw_list_prepend(&left, &item[1].link), "",
                  "prepended b, the last node of the same list");
    EXPECT_MISUSE(aw_list_prepend(&right, &item[0].link), "",
                  "prepended a to a second list");
}

GRADED(splice, popping_takes_the_first_node,
       "Take the first node out of `list`")
{
    arrange("abc", "");

    EXPECT_PTR(aw_list_pop(&left), &item[0].link, "popped from a, b, c");
    EXPECT_STR(both_ways(&left), "bc cb", "popped once from a, b, c");
    EXPECT_PTR(aw_list_pop(&left), &item[1].link, "popped from b, c");
    EXPECT_PTR(aw_list_pop(&left), &item[2].link, "popped from c");
    EXPECT(aw_list_empty(&left), "popped all three nodes");
}

GRADED(splice, a_popped_node_is_in_no_list, "which is in no list afterwards")
{
    struct aw_list *node;

    arrange("ab", "");

    node = aw_list_pop(&left);

    EXPECT_PTR(node, &item[0].link, "popped from a, b");
    EXPECT(aw_list_empty(node), "asked the popped node");
    aw_list_append(&left, node);
    EXPECT_STR(both_ways(&left), "ba ab", "popped a and appended it again");
}

GRADED(splice, popping_an_empty_list_gives_null,
       "or NULL when the list is empty")
{
    arrange("a", "");

    EXPECT_PTR(aw_list_pop(&right), NULL, "popped from a new list");
    EXPECT_PTR(aw_list_pop(&left), &item[0].link, "popped the only node");
    EXPECT_PTR(aw_list_pop(&left), NULL, "popped from the emptied list");
    EXPECT(aw_list_empty(&left), "popped from the emptied list");
}

GRADED(splice, splicing_moves_all_behind_the_last,
       "Move all nodes of `from` behind the last node of `to`.")
{
    arrange("ab", "cde");

    aw_list_splice(&left, &right);

    EXPECT_STR(both_ways(&left), "abcde edcba",
               "spliced c, d, e behind a, b; walked both ways");
}

GRADED(splice, the_spliced_list_is_empty_and_usable,
       "Their order is kept, and `from` is empty afterwards.")
{
    arrange("ab", "cd");

    aw_list_splice(&left, &right);
    EXPECT(aw_list_empty(&right), "spliced c, d behind a, b");
    EXPECT_PTR(right.prev, &right, "spliced c, d behind a, b");
    append(&right, "e");

    EXPECT_STR(both_ways(&right), "e e", "appended e to the emptied list");
    EXPECT_STR(both_ways(&left), "abcd dcba", "appended e to the other list");
}

GRADED(splice, splicing_into_an_empty_list_keeps_the_order,
       "Their order is kept, and `from` is empty afterwards.")
{
    arrange("", "abc");

    aw_list_splice(&left, &right);

    EXPECT_STR(both_ways(&left), "abc cba", "spliced a, b, c into nothing");
    EXPECT(aw_list_empty(&right), "spliced a, b, c into nothing");
}

GRADED(splice, splicing_one_node_works,
       "Move all nodes of `from` behind the last node of `to`.")
{
    arrange("a", "b");

    aw_list_splice(&left, &right);
    EXPECT_STR(both_ways(&left), "ab ba", "spliced b behind a");
    aw_list_splice(&right, &left);

    EXPECT_STR(both_ways(&right), "ab ba", "spliced a, b back");
    EXPECT(aw_list_empty(&left), "spliced a, b back");
}

GRADED(splice, splicing_an_empty_list_changes_nothing,
       "Splicing an empty list changes nothing.")
{
    arrange("ab", "");

    aw_list_splice(&left, &right);
    EXPECT_STR(both_ways(&left), "ab ba", "spliced nothing behind a, b");
    EXPECT(aw_list_empty(&right), "spliced nothing behind a, b");
    aw_list_remove(&item[0].link);
    aw_list_remove(&item[1].link);
    aw_list_splice(&left, &right);

    EXPECT(aw_list_empty(&left), "spliced an empty list into an empty one");
    EXPECT(aw_list_empty(&right), "spliced an empty list into an empty one");
}

GRADED(splice, a_spliced_node_can_be_removed, "The list need not be known")
{
    arrange("ab", "cd");
    aw_list_splice(&left, &right);

    aw_list_remove(&item[2].link);
    aw_list_remove(&item[1].link);

    EXPECT_STR(both_ways(&left), "ad da", "spliced, then removed c and b");
}

GRADED(splice, splicing_a_list_onto_itself_is_misuse,
       "splicing a list onto itself is misuse")
{
    arrange("ab", "");

    EXPECT_MISUSE(aw_list_splice(&left, &left), "",
                  "spliced a list of a, b onto itself");
}

static void draw_a_step(void)
{
    struct aw_list *list = graded_random(2) ? &left : &right, *popped;
    struct item *drawn = &item[graded_random(MOST)];

    switch (graded_random(4)) {
    case 0:
        popped = aw_list_pop(list);
        say("pop-%c", popped ? name_of(popped) : '-');
        break;
    case 1:
        aw_list_splice(list, list == &left ? &right : &left);
        say("splice");
        break;
    default:
        if (!aw_list_empty(&drawn->link))
            return;
        aw_list_prepend(list, &drawn->link);
        say("+%c", drawn->name);
    }
    say("%s", both_ways(&left));
    say("| %s", both_ways(&right));
}

GRADED(splice, two_lists_end_as_in_the_reference,
       "Put `node` in front of the first node of `list`.")
{
    arrange("", "");
    for (int i = 0; i < 60; i++)
        draw_a_step();
    EXPECT_AS_REFERENCE("drew 60 steps with two lists (+a: prepended), and "
                        "walked both, both ways");
}
