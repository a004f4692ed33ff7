# SPDX-License-Identifier: MIT
"""Asking again and again, and waiting: how many reads does one byte cost?"""
import asyncio
import os


class Source:
    def __init__(self):
        self.reads = self.in_vain = 0

    def try_read(self, fd):
        self.reads += 1
        try:
            return os.read(fd, 100)
        except BlockingIOError:
            self.in_vain += 1
            return None

    def report(self, how):
        print(f"{how}: {self.reads} reads, {self.in_vain} of them in vain")


def ask(reader, writer):
    """Somebody writes while we ask for the thousandth time."""
    source = Source()
    for i in range(1, 1001):
        if i == 1000:
            os.write(writer, b"x")
        source.try_read(reader)
    source.report("asking")


async def wait_for_it(reader, writer):
    """Try once; then wait, which costs nothing until somebody writes."""
    loop = asyncio.get_running_loop()
    source, done = Source(), asyncio.Event()

    def may_be_ready():
        source.try_read(reader)
        loop.remove_reader(reader)
        done.set()

    if source.try_read(reader) is None:
        loop.add_reader(reader, may_be_ready)
    os.write(writer, b"x")
    await done.wait()
    source.report("waiting")


reader, writer = os.pipe2(os.O_NONBLOCK)
ask(reader, writer)
asyncio.run(wait_for_it(reader, writer))
