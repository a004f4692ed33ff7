# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_first.c.  Python 3.13 cannot cancel a group: a child
raises an error that is none, and whoever has begun the group catches it."""
import asyncio


class Enough(Exception):
    pass


async def asks(mirror, ms, answer, found):
    try:
        await asyncio.sleep(ms / 1000)
    except asyncio.CancelledError:
        print(f"  {mirror}: not needed")
        raise
    print(f"  {mirror}: {'unknown' if answer is None else 'found'}")
    if answer is not None:
        found.append(answer)
        raise Enough


async def first_answer(queries):
    found = []
    try:
        async with asyncio.TaskGroup() as group:
            for query in queries:
                group.create_task(asks(*query, found))
    except* Enough:
        pass
    return found


async def look_up(what, queries):
    print(what)
    found = await first_answer(queries)
    print(f"  the answer is {found[0]}" if found else "  ENOENT")


async def program():
    await look_up("what one of them has",
                  [("near", 10, None), ("far", 30, 42), ("slow", 2000, 43)])
    await look_up("what none of them has",
                  [("near", 10, None), ("far", 30, None), ("slow", 50, None)])


asyncio.run(program())
