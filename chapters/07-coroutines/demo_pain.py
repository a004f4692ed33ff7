# SPDX-License-Identifier: MIT
"""Do two trees have the same leaves, in the same order?"""
visited = 0


def flatten(tree, leaves):
    """First all of one, then all of the other."""
    global visited
    if isinstance(tree, tuple):
        flatten(tree[0], leaves)
        flatten(tree[1], leaves)
    else:
        visited += 1
        leaves.append(tree)
    return leaves


def compare_lists(a, b):
    same = 0
    for x, y in zip(flatten(a, []), flatten(b, [])):
        if x != y:
            break
        same += 1
    print(f"as lists: {same} leaves are the same, {visited} were visited")


def walk(tree):
    """Each level is a generator, and passes on what the one below yields."""
    global visited
    if isinstance(tree, tuple):
        yield from walk(tree[0])
        yield from walk(tree[1])
    else:
        visited += 1
        yield tree


def compare_in_step(a, b):
    same = 0
    on_a, on_b = walk(a), walk(b)
    while (leaf := next(on_a, -1)) == next(on_b, -1) and leaf >= 0:
        same += 1
    print(f"in step: {same} leaves are the same, {visited} were visited")


a = ((1, 2), (3, (4, 5)))
b = (1, ((2, 7), (4, 5)))
compare_lists(a, b)
visited = 0
compare_in_step(a, b)
