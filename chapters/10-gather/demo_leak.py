# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_leak.c."""
import asyncio


async def books():
    done = "not booked"
    try:
        await asyncio.sleep(0.06)
        done = "booked"
    finally:
        print("    flight:", done)


async def finds_no_room():
    await asyncio.sleep(0.03)
    print("    room: there is none")
    raise FileNotFoundError


async def pays():
    done = "not taken"
    try:
        await asyncio.sleep(0.09)
        done = "taken"
    finally:
        print("    money:", done)


def start():
    return [asyncio.create_task(fn()) for fn in (books, finds_no_room, pays)]


async def with_a_gathering():
    try:
        await asyncio.gather(*start())
    except FileNotFoundError:
        print("  journey: ENOENT")


async def with_an_end():
    tasks = start()
    try:
        await asyncio.gather(*tasks)
    except FileNotFoundError:
        for task in tasks:
            task.cancel("the journey is off")
        await asyncio.gather(*tasks, return_exceptions=True)
        print("  journey: ENOENT")


async def run(how, journey):
    print(how)
    await journey()
    await asyncio.sleep(0.15)


async def program():
    await run("gathered:", with_a_gathering)
    await run("gathered, and ended:", with_an_end)


asyncio.run(program())
