# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_pain.c."""
import asyncio

ITEMS = 400
most = 0


async def produces(queue):
    global most
    for i in range(1, ITEMS + 1):
        await queue.put(None)
        most = max(most, queue.qsize())
        if i % 100 == 0:
            print(f"  put {i}, and {queue.qsize()} wait")
        if i % 4 == 0:
            await asyncio.sleep(0)


async def consumes(queue):
    for _ in range(ITEMS):
        await queue.get()
        await asyncio.sleep(0)


async def run(what, size):
    global most
    print(what)
    most = 0
    queue = asyncio.Queue(size)
    async with asyncio.TaskGroup() as group:
        group.create_task(produces(queue))
        group.create_task(consumes(queue))
    print(f"  at most {most} at a time")


async def program():
    await run("no bound", 0)
    await run("room for ten", 10)


asyncio.run(program())
