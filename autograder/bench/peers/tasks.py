# SPDX-License-Identifier: MIT
"""The things of tasks_work.h, on asyncio."""
import asyncio
import sys
import time


async def yield_(n):
    async def yields():
        nonlocal n
        while n > 0:
            n -= 1
            await asyncio.sleep(0)

    await asyncio.gather(*(yields() for _ in range(100)))


async def spawn(n):
    async def returns():
        return 0

    for _ in range(n):
        await asyncio.create_task(returns())


async def trip(n):
    loop = asyncio.get_running_loop()
    there, back = loop.create_future(), loop.create_future()

    async def returns_balls():
        nonlocal there
        for _ in range(n):
            await there
            there = loop.create_future()
            back.set_result(None)

    far = asyncio.create_task(returns_balls())
    for _ in range(n):
        there.set_result(None)
        await back
        back = loop.create_future()
    await far


async def main():
    thing = {"yield": yield_, "spawn": spawn, "trip": trip}[sys.argv[1]]
    n = int(sys.argv[2])
    await thing(n // 10)
    begun = time.process_time_ns()
    await thing(n)
    print(f"{(time.process_time_ns() - begun) / n:.2f}")


asyncio.run(main())
