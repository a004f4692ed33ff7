# SPDX-License-Identifier: MIT
"""For `make twin`: run an asyncio program on a clock that jumps.

    virtual_time.py PROGRAM

Where its loop would sleep until the next timer, the time is that of the timer
at once.  So what it prints depends on no machine's speed; see virtual_clock.c.
"""
import asyncio
import runpy
import sys
import warnings


class Selector:
    """The loop's own, which never sleeps while there is a timer."""

    def __init__(self, loop, selector):
        self.loop, self.selector = loop, selector

    def select(self, timeout=None):
        found = self.selector.select(timeout if timeout is None else 0)
        if not found and timeout:
            self.loop.now += timeout
        return found

    def __getattr__(self, name):
        return getattr(self.selector, name)


class Loop(asyncio.SelectorEventLoop):
    now = 0.0

    def __init__(self):
        super().__init__()
        self._selector = Selector(self, self._selector)

    def time(self):
        return self.now


warnings.simplefilter("ignore", DeprecationWarning)


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        return Loop()


asyncio.set_event_loop_policy(Policy())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
