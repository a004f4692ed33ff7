/* SPDX-License-Identifier: MIT */
/* Do two trees have the same leaves, in the same order? */
#include <stdio.h>

#include "aw/coro.h"

struct tree {
    const struct tree *left, *right; /* both NULL: a leaf */
    int leaf;
};
#define LEAF(n)    (&(const struct tree){NULL, NULL, n})
#define NODE(a, b) (&(const struct tree){a, b, 0})

static int visited;

/* ---- First all of one, then all of the other ----------------------------*/

struct leaves {
    int leaf[16], n;
};

static void flatten(const struct tree *tree, struct leaves *leaves)
{
    if (tree->left) {
        flatten(tree->left, leaves);
        flatten(tree->right, leaves);
    } else {
        visited++;
        leaves->leaf[leaves->n++] = tree->leaf;
    }
}

static void compare_lists(const struct tree *a, const struct tree *b)
{
    struct leaves of_a = {.n = 0}, of_b = {.n = 0};
    int same = 0;

    flatten(a, &of_a);
    flatten(b, &of_b);
    while (same < of_a.n && same < of_b.n && of_a.leaf[same] == of_b.leaf[same])
        same++;
    printf("as lists: %d leaves are the same, %d were visited\n", same,
           visited);
}

/* ---- In step ------------------------------------------------------------*/

struct walk {
    struct aw_coro coro;
    const struct tree *tree;
    int leaf;
};

static void visit(struct walk *walk, const struct tree *tree)
{
    if (tree->left) {
        visit(walk, tree->left);
        visit(walk, tree->right);
    } else {
        visited++;
        walk->leaf = tree->leaf;
        aw_coro_suspend(); /* in the middle of the recursion */
    }
}

static void begin(void *arg)
{
    struct walk *walk = arg;

    visit(walk, walk->tree);
    walk->leaf = -1;
}

static void walk_init(struct walk *walk, const struct tree *tree, void *memory,
                      size_t size)
{
    struct aw_stack stack = {.base = memory, .size = size};

    walk->tree = tree;
    aw_coro_init(&walk->coro, &stack, begin, walk);
}

static int next(struct walk *walk)
{
    aw_coro_resume(&walk->coro);
    return walk->leaf;
}

static void compare_in_step(const struct tree *a, const struct tree *b)
{
    static _Alignas(16) char memory[2][64 * 1024];
    struct walk on_a, on_b;
    int same = 0, leaf;

    walk_init(&on_a, a, memory[0], sizeof(memory[0]));
    walk_init(&on_b, b, memory[1], sizeof(memory[1]));
    while ((leaf = next(&on_a)) == next(&on_b) && leaf >= 0)
        same++;
    printf("in step: %d leaves are the same, %d were visited\n", same, visited);
}

int main(void)
{
    const struct tree *a =
        NODE(NODE(LEAF(1), LEAF(2)), NODE(LEAF(3), NODE(LEAF(4), LEAF(5))));
    const struct tree *b =
        NODE(LEAF(1), NODE(NODE(LEAF(2), LEAF(7)), NODE(LEAF(4), LEAF(5))));

    compare_lists(a, b);
    visited = 0;
    compare_in_step(a, b);
    return 0;
}
