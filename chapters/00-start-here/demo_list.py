# SPDX-License-Identifier: MIT
"""The same ring as a deque, which is what asyncio keeps its callbacks in.

A deque is just as quick at both ends.  Taking carl out of the middle is the
difference: it has to look for him, from the left."""
from collections import deque


def show(what, players):
    print(f"{what}:", *players)


game = deque(["anna", "ben", "carl", "dora"])
bench = deque()
show("to begin with", game)

game.append(game.popleft())
show("the first goes to the end", game)

game.remove("carl")
bench.append("carl")
show("carl sits down", game)
show("on the bench", bench)

game.extend(bench)
bench.clear()
show("and comes back", game)
print("bench empty:", "no" if bench else "yes")
