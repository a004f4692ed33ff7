# SPDX-License-Identifier: MIT
"""A loop written by hand that sleeps 10 ms at a time, and asyncio's."""
import asyncio
import heapq
import selectors

DEADLINES = 0.035, 1.206, 10.001


class JumpingSelector(selectors.SelectSelector):
    """Where a real selector would wait, the clock jumps."""

    def __init__(self):
        super().__init__()
        self.now, self.wakes = 0.0, 0

    def select(self, timeout=None):
        self.wakes += 1
        self.now += max(timeout or 0, 0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.jumping = JumpingSelector()
        super().__init__(self.jumping)

    def time(self):
        return self.jumping.now


def report(how, wakes, lateness):
    print(f"{how:<20} woke {wakes:4d} times for {len(lateness)} timers, "
          f"the latest {max(lateness) * 1000:.0f} ms late")


def by_hand():
    timers, lateness, wakes = sorted(DEADLINES), [], 0
    while timers:
        wakes += 1
        now = wakes * 10 / 1000
        while timers and timers[0] <= now:
            lateness.append(now - heapq.heappop(timers))
    report("10 ms at a time:", wakes, lateness)


def with_a_loop():
    loop, lateness = VirtualLoop(), []

    def due(when):
        lateness.append(loop.time() - when)
        if len(lateness) == len(DEADLINES):
            loop.stop()

    for when in DEADLINES:
        loop.call_at(when, due, when)
    loop.run_forever()
    loop.close()
    report("as long as it may:", loop.jumping.wakes, lateness)


by_hand()
with_a_loop()
