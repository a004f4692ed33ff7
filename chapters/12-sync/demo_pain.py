# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_pain.c."""
import asyncio

counter = 0


async def add_one(lock):
    global counter
    seen = counter
    await asyncio.sleep(0.001)
    counter = seen + 1


async def add_one_locked(lock):
    async with lock:
        await add_one(lock)


async def count(body):
    global counter
    counter = 0
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(body(lock)) for _ in range(10)]
    for task in tasks:
        await task
    return counter


async def program():
    print("without a lock:", await count(add_one))
    print("with a lock:", await count(add_one_locked))


asyncio.run(program())
