# SPDX-License-Identifier: MIT
"""What readiness cannot do: a file, and a call that takes its time."""
import asyncio
import errno
import sys
import time

MS = 30  # how long the call takes
loop = asyncio.new_event_loop()
ticks = 0


def tick():
    global ticks
    ticks += 1
    loop.call_later(0.001, tick)


def slow_call():
    """Any function that does not come back for a while."""
    time.sleep(MS / 1000)


def in_a_callback():
    before = ticks
    slow_call()
    print(f"in a callback: others were called {ticks - before} times meanwhile")
    loop.stop()


def in_a_thread():
    before = ticks

    def worked(future):
        print("in a thread of libuv's: others were called "
              f"{'meanwhile' if ticks > before else '0 times'}")
        loop.stop()

    loop.run_in_executor(None, slow_call).add_done_callback(worked)


with open(sys.executable, "rb") as file:
    try:
        loop.add_reader(file, tick)
    except OSError as error:
        print(f"can a file be waited for? {errno.errorcode[error.errno]}")
loop.call_later(0.001, tick)
loop.call_soon(in_a_callback)
loop.run_forever()
in_a_thread()
loop.run_forever()
loop.close()
