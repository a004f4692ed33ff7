# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_race.c."""
import asyncio

home = 0


async def runs(name, pace, start, half_way, arrived):
    global home
    await start.wait()
    print(name, "starts")
    await asyncio.sleep(pace)
    print(name, "is half way")
    print(f"{name} goes on, number {await half_way.wait()}")
    await asyncio.sleep(pace)
    async with arrived:
        home += 1
        arrived.notify_all()


def two_are_home():
    print(home, "at home")
    return home >= 2


async def judges(arrived):
    async with arrived:
        await arrived.wait_for(two_are_home)
    print("the second is here")


async def program():
    start, half_way = asyncio.Event(), asyncio.Barrier(3)
    arrived = asyncio.Condition()
    tasks = [asyncio.create_task(runs(name, pace, start, half_way, arrived))
             for name, pace in [("ada", 0.01), ("bob", 0.02), ("cleo", 0.03)]]
    tasks.append(asyncio.create_task(judges(arrived)))
    await asyncio.sleep(0)
    print("go")
    start.set()
    for task in tasks:
        await task


asyncio.run(program())
