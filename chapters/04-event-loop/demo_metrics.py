# SPDX-License-Identifier: MIT
"""A custom loop that measures its own iterations, made of asyncio's."""
import asyncio
import selectors


class JumpingSelector(selectors.SelectSelector):
    """Where a real selector would wait, the clock jumps."""

    def __init__(self):
        super().__init__()
        self.now = self.asleep = 0.0

    def select(self, timeout=None):
        self.now += max(timeout or 0, 0)
        self.asleep += max(timeout or 0, 0)
        return super().select(0)


class MeasuringLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.jumping = JumpingSelector()
        self.iterations = self.callbacks = 0
        self.working = self.longest = self.latest = 0.0
        super().__init__(self.jumping)

    def time(self):
        return self.jumping.now

    def call_at(self, when, callback, *args, context=None):
        def called():
            self.callbacks += 1
            callback(*args)
        return super().call_at(when, called, context=context)

    def _process_events(self, event_list):
        """The poll is over, and timers are about to be looked at."""
        super()._process_events(event_list)
        if self._scheduled:
            late = self.time() - self._scheduled[0].when()
            self.latest = max(self.latest, late)

    def _run_once(self):
        began, asleep = self.time(), self.jumping.asleep
        super()._run_once()
        worked = self.time() - began - (self.jumping.asleep - asleep)
        self.iterations += 1
        self.working += worked
        self.longest = max(self.longest, worked)


loop = MeasuringLoop()
beats = 0


def work(how_long):
    loop.jumping.now += how_long


def beat(when):
    global beats
    work(0.002)
    beats += 1
    if beats == 10:
        loop.stop()
    else:
        loop.call_at(when + 0.100, beat, when + 0.100)


loop.call_at(0.100, beat, 0.100)
loop.call_at(0.330, work, 0.250)
loop.run_forever()
print(f"{'iterations':<22} {loop.iterations:5d}")
print(f"{'callbacks':<22} {loop.callbacks:5d}")
for name, value in (("asleep", loop.jumping.asleep), ("at work", loop.working),
                    ("longest iteration", loop.longest),
                    ("latest timer, late by", loop.latest)):
    print(f"{name:<22} {value * 1000:5.0f} ms")
loop.close()
