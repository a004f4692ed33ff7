/* SPDX-License-Identifier: MIT */
/* The list, second half: the front, and whole lists at a time.
 *
 * All three functions stand on the first half.  The front of a list is the
 * place right before its first node, and a pop is a remove of whatever stands
 * there.
 *
 * The one hard thing is the splice, which must cost the same for a million
 * nodes as for none. [two-rings] */
#include "aw/base.h"

void aw_list_prepend(struct aw_list *list, struct aw_list *node)
{
    /* In an empty list `list->next` is the head: still the right place. */
    aw_list_append(list->next, node);
}

struct aw_list *aw_list_pop(struct aw_list *list)
{
    struct aw_list *node = list->next;

    /* Wrong turn: an empty ring has a first node too, the head itself.  Who
     * returns it hands out a node that holds nothing;
     * popping_an_empty_list_gives_null catches it. */
    if (node == list)
        return NULL;
    aw_list_remove(node);
    return node;
}

void aw_list_splice(struct aw_list *to, struct aw_list *from)
{
    struct aw_list *last = from->prev;

    AW_ASSERT(to != from, "a list was spliced onto itself; `to` and `from` "
                          "must be two different lists");

    /* [two-rings] Join the rings first, with the head of `from` between the
     * last node of `to` and the first of its own ... */
    to->prev->next = from;
    from->prev = to->prev;
    last->next = to;
    to->prev = last;

    /* ... and then take that head out like any node.  When `from` is empty it
     * is its own last node: it is put in, taken out, and nothing changes. */
    aw_list_remove(from);
}
