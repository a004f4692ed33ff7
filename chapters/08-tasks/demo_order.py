# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_order.c."""
import asyncio


async def count(name, laps):
    for i in range(1, laps + 1):
        print(name, i)
        await asyncio.sleep(0)
    print(name, "ends")
    return laps


async def follow(leader):
    print("c waits for", leader.get_name())
    rc = await leader
    print("c has", rc, "of", leader.get_name())


async def main():
    task_a = asyncio.create_task(count("a", 3), name="a")
    task_b = asyncio.create_task(count("b", 1), name="b")
    task_c = asyncio.create_task(follow(task_b), name="c")
    print("three tasks, and none has begun")
    await asyncio.sleep(0)
    print("one turn")
    laps = await task_a
    print("a is done")
    laps += await task_b
    print("b was done long ago")
    await task_c
    print("laps:", laps)


asyncio.run(main())
