# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_limit.c.  A semaphore of asyncio's cannot be changed
while it is in use: this one keeps by hand what has to go out of use."""
import asyncio


class Slots(asyncio.Semaphore):
    def __init__(self, limit):
        super().__init__(limit)
        self.limit, self.debt = limit, 0

    def release(self):
        if self.debt > 0:
            self.debt -= 1
        else:
            super().release()

    def set_limit(self, limit):
        more, self.limit = limit - self.limit, limit
        for _ in range(more):
            self.release()
        self.debt += max(-more, 0)  # none is free when this is called


inside = 0


async def fetch(page, slots):
    global inside
    async with slots:
        inside += 1
        print(f"page {page}, {inside} at a time")
        if page == 3:
            print("-- the night begins: four")
            slots.set_limit(4)
        elif page == 7:
            print("-- somebody complains: one")
            slots.set_limit(1)
        await asyncio.sleep(0.01)
        inside -= 1


async def program():
    slots = Slots(2)
    tasks = [asyncio.create_task(fetch(i, slots)) for i in range(12)]
    for task in tasks:
        await task


asyncio.run(program())
