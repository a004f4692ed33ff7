# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_levels.c."""
import asyncio
import math

ITEMS, MAX = 16, 10
END = object()
pauses = warnings = consumed = 0


async def consume(queue):
    global consumed
    while (item := await queue.get()) is not END:
        await asyncio.sleep(0.04)
        consumed += 1
        if item % 5 == 0:
            print(f"consumed {item:2}, {queue.qsize() * 10} % full")
        queue.task_done()
    queue.task_done()


async def watch(queue):
    global warnings
    while True:
        await asyncio.sleep(0.025)
        if queue.qsize() * 100 > MAX * 70:
            warnings += 1


async def program():
    global pauses
    queue = asyncio.Queue(MAX)
    consumer = asyncio.create_task(consume(queue))
    monitor = asyncio.create_task(watch(queue))
    for i in range(1, ITEMS + 1):
        await queue.put(i)
        if queue.qsize() * 100 > MAX * 80:
            pauses += 1
            await asyncio.sleep(0.09)
    await queue.put(END)
    await queue.join()
    monitor.cancel()
    await consumer
    print(f"produced {ITEMS}, consumed {consumed}, dropped 0")
    print(f"slowed down: {'yes' if pauses else 'no'}, "
          f"warned: {'yes' if warnings else 'no'}")
    print(f"one item each 10 ms would need {math.ceil(40 / 10)} consumers, "
          f"and with 30 % of headroom {math.ceil(40 / 10 / 0.7)}")


asyncio.run(program())
