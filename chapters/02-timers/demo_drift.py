# SPDX-License-Identifier: MIT
"""A ticker: every 100 ms something that takes 30 ms, in asyncio."""
import asyncio
import selectors

TICKS = 5


class JumpingSelector(selectors.SelectSelector):
    """Where a real selector would wait, the clock jumps."""

    def __init__(self):
        super().__init__()
        self.now = 0.0

    def select(self, timeout=None):
        self.now += max(timeout or 0, 0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.jumping = JumpingSelector()
        super().__init__(self.jumping)

    def time(self):
        return self.jumping.now


def run(from_deadline):
    loop = VirtualLoop()
    at = []

    def tick(deadline):
        at.append(loop.time())
        loop.jumping.now += 0.030  # work
        if len(at) == TICKS:
            loop.stop()
        start((deadline if from_deadline else loop.time()) + 0.100)

    def start(deadline):
        loop.call_at(deadline, tick, deadline)

    start(0.100)
    loop.run_forever()
    loop.close()
    return at


drifting, steady = run(False), run(True)
print("tick   from now   from the deadline")
for i in range(TICKS):
    print(f"{i + 1:4d}   {drifting[i] * 1000:5.0f} ms   "
          f"{steady[i] * 1000:5.0f} ms")
