# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_pain.c."""
import asyncio

REQUESTS = 10
TIME = 0.1


async def request(i):
    await asyncio.sleep(TIME)
    return i * 100


async def one_by_one():
    return [await request(i) for i in range(REQUESTS)]


async def all_at_once():
    return await asyncio.gather(*(request(i) for i in range(REQUESTS)))


async def in_batches():
    results = []
    for i in range(0, REQUESTS, 4):
        batch = range(i, min(i + 4, REQUESTS))
        results += await asyncio.gather(*(request(k) for k in batch))
    return results


async def at_most_three():
    room = asyncio.Semaphore(3)

    async def one(i):
        async with room:
            return await request(i)

    return await asyncio.gather(*(one(i) for i in range(REQUESTS)))


async def measure(how, run):
    loop = asyncio.get_running_loop()
    start = loop.time()
    result = await run()
    times = int((loop.time() - start) / TIME + 0.1)  # a timer may be early
    print(f"{how:20} the time of {times:2}, results {result[0]} to "
          f"{result[-1]}, sum {sum(result)}")


async def program():
    await measure("one by one:", one_by_one)
    await measure("all at once:", all_at_once)
    await measure("in batches of four:", in_batches)
    await measure("at most three:", at_most_three)


asyncio.run(program())
