# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_rate.c."""
import asyncio
import collections

now = asyncio.get_running_loop


class Bucket:
    def __init__(self, interval, size):
        self.interval, self.size = interval, size
        self.full = now().time()
        self.lock = asyncio.Lock()

    async def wait(self):
        async with self.lock:
            start = max(self.full, now().time())
            missing = start + self.interval - now().time()
            wait = missing - self.size * self.interval
            if wait > 0:
                await asyncio.sleep(wait)
            self.full = max(self.full, now().time()) + self.interval


class Window:
    def __init__(self, period, n):
        self.period, self.when = period, collections.deque(maxlen=n)
        self.lock = asyncio.Lock()

    async def wait(self):
        async with self.lock:
            if len(self.when) == self.when.maxlen:
                wait = self.when[0] + self.period - now().time()
                if wait > 0:
                    await asyncio.sleep(wait)
            self.when.append(now().time())


async def seven(what, limiter):
    began = now().time()
    moments = []
    for _ in range(7):
        await limiter.wait()
        moments.append(round((now().time() - began) * 1000))
    print(f"{what}:", *moments)


async def controlled_fetch(pages):
    bucket, end = Bucket(0.02, 1), "broken off"
    try:
        for page in range(1, pages + 1, 2):
            await bucket.wait()
            yield page
        end = "done"
    finally:
        print("  the fetch ends:", end)


async def read_pages(pages, enough):
    generator = controlled_fetch(pages)
    async for page in generator:
        print(f"  pages {page} and {page + 1}")
        if page >= enough:
            await generator.aclose()
            break


async def program():
    await seven("bucket", Bucket(0.02, 3))
    await seven("window", Window(0.06, 3))
    print("six pages:")
    await read_pages(6, 100)
    print("a hundred pages, and four are enough:")
    await read_pages(100, 3)


asyncio.run(program())
