# SPDX-License-Identifier: MIT
"""A worker thread computes, and tells asyncio's loop how far it is."""
import asyncio
import threading

PARTS = 4
loop = asyncio.new_event_loop()


def on_part(number, total):
    """On the loop's thread: it may touch everything."""
    print(f"loop: part {number} is {total}")
    if number == PARTS:
        print("loop: the worker is done")
        tick.cancel()
        loop.stop()


def on_tick():
    print("loop: I have waited for an hour")


def worker():
    """On a thread of its own."""
    for i in range(PARTS):
        total = sum(range(i * 1000, (i + 1) * 1000))
        loop.call_soon_threadsafe(on_part, i + 1, total)


tick = loop.call_later(3600, on_tick)
print("main: starting the worker")
thread = threading.Thread(target=worker)
thread.start()
loop.run_forever()
thread.join()
loop.close()
try:
    loop.call_soon_threadsafe(on_part, 0, 0)
except RuntimeError:
    print("main: a post comes too late: ESHUTDOWN")
