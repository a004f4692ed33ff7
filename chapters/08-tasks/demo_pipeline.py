# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_pipeline.c, in real time."""
import asyncio

UNIT = 0.02


async def serve(name, cut, cook):
    print(f"{name}: cut")
    await asyncio.sleep(cut * UNIT)
    print(f"{name}: cook")
    await asyncio.sleep(cook * UNIT)
    print(f"{name}: served")
    return cut + cook


async def kitchen():
    orders = [("soup", 4, 7), ("salad", 2, 0), ("rice", 1, 8)]
    loop = asyncio.get_running_loop()
    began = loop.time()
    tasks = [asyncio.create_task(serve(*order), name=order[0])
             for order in orders]
    work = 0
    for task in tasks:
        work += await task
    print(f"{work} units of work in {int((loop.time() - began) / UNIT)}")


asyncio.run(kitchen())
