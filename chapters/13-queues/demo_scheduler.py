# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_scheduler.c."""
import asyncio

JOBS = {"quick": 0.01, "slow": 0.05, "broken": 0.02, "normal": 0.03,
        "late": 0.5}
count = {"OK": 0, "EIO": 0, "ETIMEDOUT": 0}


class Scheduler:
    def __init__(self, size, limit):
        self.places, self.limit = asyncio.Semaphore(size), limit
        self.live = set()

    async def submit(self, name):
        await self.places.acquire()
        task = asyncio.create_task(self.run(name))
        self.live.add(task)

    async def run(self, name):
        what = "OK"
        try:
            async with asyncio.timeout(self.limit):
                await asyncio.sleep(JOBS[name])
                if name == "broken":
                    raise OSError
        except TimeoutError:
            what = "ETIMEDOUT"
        except OSError:
            what = "EIO"
        count[what] += 1
        self.live.discard(asyncio.current_task())
        print(f"  {name}: {what}, {len(self.live)} left")
        self.places.release()


async def program():
    scheduler = Scheduler(2, 0.06)
    for name in JOBS:
        await scheduler.submit(name)
        print("submitted", name)
    await asyncio.gather(*scheduler.live)
    print(f"done {count['OK']}, failed {count['EIO']}, "
          f"late {count['ETIMEDOUT']}")


asyncio.run(program())
