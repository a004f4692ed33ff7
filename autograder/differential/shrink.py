# SPDX-License-Identifier: MIT
"""Make a program that differs smaller, as long as it differs.

Every smaller program that is one step away is tried, all at once, and the
smallest that still differs is taken; until none does."""
import programs

OF_TASKS = ("spawn", "child", "sibling", "await", "shield", "limit", "cancel",
            "uncancel", "count", "follow")


def paths(script, at=()):
    """Where each operation stands: (3,), or (3, 3, 0) in the block of 3."""
    for i, op in enumerate(script):
        yield at + (i,)
        if op[0] == "try":
            yield from paths(op[3], at + (i, 3))


def changed(part, path, new):
    """A copy with `new`, a list of operations, in place of the one there."""
    first, *rest = path
    if not rest:
        return part[:first] + new + part[first + 1:]
    op = part[first]
    block = changed(op[3], rest[1:], new)
    return part[:first] + [op[:3] + (block,) + op[4:]] + part[first + 1:]


def there(part, path):
    first, *rest = path
    return there(part[first][3], rest[1:]) if rest else part[first]


def smaller_numbers(op):
    start = 2 if op[0] == "try" else 1
    for i in range(start, len(op)):
        if isinstance(op[i], str):
            yield op[:i] + op[i + 1:]
        elif isinstance(op[i], int) and op[i] > 0 and \
                (op[0] in ("sleep", "try", "due", "later") or i > 1):
            yield op[:i] + (op[i] // 2,) + op[i + 1:]


def without_task(scripts, k):
    """Nobody names it, and those behind it are counted anew."""
    def named(op):
        """The task that an operation names; members are another matter."""
        return op[1] if op[0] in OF_TASKS else None

    def moved(word):
        if isinstance(word, str) and word[0] == "t" and word[1:].isdigit():
            return f"t{int(word[1:]) - (int(word[1:]) > k)}"
        return word

    def renamed(op):
        if op[0] == "try":
            op = op[:3] + (strip(op[3]),) + op[4:]
        elif op[0] in OF_TASKS:
            op = (op[0], op[1] - (op[1] > k)) + op[2:]
        return tuple(moved(word) for word in op if word != f"t{k}")

    def strip(block):
        return [renamed(op) for op in block if named(op) != k]

    return [strip(script) for i, script in enumerate(scripts) if i != k]


def smaller(scripts):
    """All programs that are one step smaller."""
    for k in range(len(scripts) - 1, 0, -1):
        yield without_task(scripts, k)
    for k, script in enumerate(scripts):
        for half in (script[:len(script) // 2], script[len(script) // 2:]):
            if len(half) > 1:
                yield scripts[:k] + [half] + scripts[k + 1:]
        for path in paths(script):
            op = there(script, path)
            tries = [[], *([one] for one in smaller_numbers(op))]
            if op[0] == "try":
                tries.append(op[3])
            for new in tries:
                yield scripts[:k] + [changed(script, path, new)] + \
                    scripts[k + 1:]


def size(scripts):
    operations = programs.operations_of(scripts)
    numbers = sum(abs(word) for op in operations for word in op
                  if isinstance(word, int))
    return len(operations), len(scripts), numbers


def shrink(head, scripts, differ, rounds=200):
    """`differ` is given texts, and says which of them differ, by number."""
    for _ in range(rounds):
        tries = list(smaller(scripts))
        texts = [programs.unparse(head._replace(seed=i), t)
                 for i, t in enumerate(tries)]
        found = [tries[i] for i in differ(texts)]
        better = [t for t in found if size(t) < size(scripts)]
        if not better:
            break
        scripts = min(better, key=size)
    return head, scripts
