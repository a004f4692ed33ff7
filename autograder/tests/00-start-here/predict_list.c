/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "graded.h"
#include "predict_list.h"

static struct aw_list list, other;
static struct predict_nodes nodes;

static struct predict_node *node(int i) /* 0 is a */
{
    return (struct predict_node *)&nodes + i;
}

/* Nodes in no list, and numbers that rise from a to e. */
static void draw(void)
{
    int number = 0;

    aw_list_init(&list);
    aw_list_init(&other);
    for (int i = 0; i < 5; i++) {
        aw_list_init(&node(i)->link);
        number += 1 + (int)graded_random(100);
        node(i)->number = number;
    }
}

static void append(struct aw_list *to, const char *names)
{
    for (; *names; names++)
        aw_list_append(to, &node(*names - 'a')->link);
}

static void compare(const char *prediction)
{
    char names[16] = "";
    size_t len = 0;
    struct aw_list *at;

    aw_list_each (at, &list) {
        struct predict_node *n = aw_container_of(at, struct predict_node, link);

        if (len < sizeof(names) - 1)
            names[len++] = (char)('a' + (n - node(0)));
    }
    EXPECT_PREDICTED(prediction, names,
                     "ran the program with %d < %d < %d < %d < %d",
                     nodes.a.number, nodes.b.number, nodes.c.number,
                     nodes.d.number, nodes.e.number);
}

GRADED(predict_list, both_ends,
       "The list at the end of predict_list_ends, first to last.")
{
    draw();

    predict_list_ends(&list, &nodes);

    compare(predict_ends);
}

GRADED(predict_list, a_walk_that_moves_what_it_visits,
       "The list at the end of predict_list_walk, first to last.")
{
    draw();
    append(&list, "dbeac");

    predict_list_walk(&list);

    compare(predict_walk);
}

GRADED(predict_list, two_lists,
       "The list at the end of predict_list_two, first to last.")
{
    draw();
    append(&list, "abc");
    append(&other, "de");

    predict_list_two(&list, &other, &nodes);

    compare(predict_two);
}
