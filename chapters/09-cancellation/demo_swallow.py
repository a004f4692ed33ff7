# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_swallow.c.  asyncio has no listener: a done callback
looks at the count."""
import asyncio

swallowed = 0


async def listens():
    await asyncio.sleep(1)


async def takes_it_back():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        asyncio.current_task().uncancel()


async def swallows():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        await asyncio.sleep(0.001)


def look_at(task):
    global swallowed
    if not task.cancelled() and task.cancelling() > 0:
        swallowed += 1
        print(task.get_name(), "has swallowed a request to end")


async def program():
    tasks = [asyncio.create_task(body(), name=name) for name, body in
             [("listens", listens), ("takes it back", takes_it_back),
              ("swallows", swallows)]]
    for task in tasks:
        task.add_done_callback(look_at)
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel("that is all")
        await asyncio.wait([task])
    print(swallowed, "of 3")


asyncio.run(program())
