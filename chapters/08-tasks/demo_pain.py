# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_pain.c."""
import asyncio

MINUTE = 0.01


def with_callbacks(loop, over):
    missing = 2

    def steeped():
        print("  tea")
        over.set_result(None)

    def one_is_there(what):
        nonlocal missing
        print(" ", what)
        missing -= 1
        if missing == 0:
            print("  pour")
            loop.call_later(4 * MINUTE, steeped)

    loop.call_later(3 * MINUTE, one_is_there, "water")
    loop.call_later(MINUTE, one_is_there, "cup")


async def boil():
    await asyncio.sleep(3 * MINUTE)
    print("  water")


async def make_tea():
    water = asyncio.create_task(boil())
    await asyncio.sleep(MINUTE)
    print("  cup")
    await water
    print("  pour")
    await asyncio.sleep(4 * MINUTE)
    print("  tea")


async def main():
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    print("with callbacks")
    with_callbacks(loop, over)
    await over
    print("with tasks")
    await make_tea()


asyncio.run(main())
