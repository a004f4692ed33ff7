# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_ring.c.  With asyncio.Lock it would hang: nobody
knows who has a lock.  This one does, and looks for rings of locks by hand."""
import asyncio


class Deadlock(Exception):
    pass


class Lock(asyncio.Lock):
    wants = {}  # a task, and the lock that it waits for

    def __init__(self, name):
        super().__init__()
        self.name, self.owner = name, None

    async def acquire(self):
        task = asyncio.current_task()
        self.look_for_ring(task)
        Lock.wants[task] = self
        try:
            await super().acquire()
        finally:
            del Lock.wants[task]
        self.owner = task

    def release(self):
        self.owner = None
        super().release()

    def look_for_ring(self, task):
        lock, words = self, f'"{task.get_name()}"'
        while lock and lock.owner:
            words += (f' waits for lock "{lock.name}", which '
                      f'"{lock.owner.get_name()}" has')
            if lock.owner is task:
                print("a deadlock:", words)
                raise Deadlock
            lock = Lock.wants.get(lock.owner)
            words += ", who"


async def take_both(first, second):
    name = asyncio.current_task().get_name()
    async with first:
        await asyncio.sleep(0.001)
        try:
            async with second:
                print(f"{name}: has both")
        except Deadlock:
            print(f"{name}: EDEADLK")


async def program():
    orders, stock = Lock("orders"), Lock("stock")
    a = asyncio.create_task(take_both(orders, stock), name="sells")
    b = asyncio.create_task(take_both(stock, orders), name="counts")
    await a
    await b


asyncio.run(program())
