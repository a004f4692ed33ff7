# SPDX-License-Identifier: MIT
"""Three questions, each with a time limit of two seconds, in asyncio."""
import asyncio
import selectors


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


loop = VirtualLoop()
waiting = 0


def say(what, name):
    print(f"{loop.time():.3f} s  {what} {name}")


def one_less():
    global waiting
    waiting -= 1
    if waiting == 0:
        loop.stop()


def answered(name, limit):
    in_time = loop.time() < limit.when() and not limit.cancelled()
    limit.cancel()
    say("an answer to" if in_time else "too late, an answer to", name)
    one_less()


def over(name):
    say("no answer to", name)


def ask(name, answer_after):
    global waiting
    waiting += 1
    say("asking", name)
    limit = loop.call_later(2, over, name)
    loop.call_later(answer_after, answered, name, limit)


ask("Ann", 1.5)
ask("Bob", 3)
ask("Cem", 0.5)
loop.run_forever()
say("nothing left to wait for:", "done")
loop.close()
