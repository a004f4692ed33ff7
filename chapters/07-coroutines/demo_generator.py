# SPDX-License-Identifier: MIT
"""A generator: sent to, thrown into, closed."""
import inspect

opened = [0]
STATES = {inspect.GEN_CREATED: "created", inspect.GEN_SUSPENDED: "suspended",
          inspect.GEN_RUNNING: "running", inspect.GEN_CLOSED: "finished"}


def count(next, last, open):
    open[0] += 1
    try:
        given = 0
        while next <= last:
            skip = yield next
            given += 1
            next += 1 + (skip or 0)
        return given
    finally:
        open[0] -= 1


def begin(next, last):
    print(f"count({next}, {last})")
    return count(next, last, opened)


def show(what, gen, step):
    try:
        said = f"yields {step()}"
    except StopIteration as end:
        said = f"returns {end.value}"
    except OSError as error:
        said = f"fails with {error}"
    state = STATES[inspect.getgeneratorstate(gen)]
    print(f"  {what}: {said}; {state}, {opened[0]} open")


gen = begin(1, 3)
for _ in range(4):
    show("send 0", gen, lambda: gen.send(None))

gen = begin(10, 99)
show("send 0", gen, lambda: gen.send(None))
show("send 9", gen, lambda: gen.send(9))
show("throw EIO", gen, lambda: gen.throw(OSError("EIO")))

gen = begin(1, 9)
show("send 0", gen, lambda: gen.send(None))
gen.close()
print("  close: OK")
print(f"  {opened[0]} open")
