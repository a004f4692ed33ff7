# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_processor.c: the end is an item for each worker, as
Queue.shutdown() came with 3.13."""
import asyncio

SENSORS, WORKERS, EACH = 3, 2, 5
END = object()
processed = errors = 0


async def measures(readings, n):
    for i in range(1, EACH + 1):
        await asyncio.sleep((0.031, 0.047, 0.073)[n])
        await readings.put(n * 100 + i)
    print(f"sensor {n} has ended")


async def process(reading):
    await asyncio.sleep(0.029)
    if reading == 203:
        raise ValueError(reading)


async def works(readings, n):
    global processed, errors
    while (item := await readings.get()) is not END:
        try:
            await process(item)
            processed += 1
            outcome = "OK"
        except ValueError:
            errors += 1
            outcome = "EDOM"
        finally:
            readings.task_done()
        print(f"worker {n}: {item:03} {outcome}")


async def watches(readings):
    while True:
        await asyncio.sleep(0.1)
        print(f"-- processed {processed}, errors {errors}, "
              f"waiting {readings.qsize()}")


async def program():
    readings = asyncio.Queue(4)
    monitor = asyncio.create_task(watches(readings))
    async with asyncio.TaskGroup() as workers:
        for n in range(WORKERS):
            workers.create_task(works(readings, n))
        async with asyncio.TaskGroup() as sensors:
            for n in range(SENSORS):
                sensors.create_task(measures(readings, n))
        for n in range(WORKERS):
            await readings.put(END)
    monitor.cancel()
    print(f"processed {processed}, errors {errors}")


asyncio.run(program())
