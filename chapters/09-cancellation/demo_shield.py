# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_shield.c."""
import asyncio


async def saves():
    pages = 0
    try:
        while pages < 3:
            await asyncio.sleep(0.01)
            pages += 1
    finally:
        print(f"    {pages} of 3 pages")


async def waits(saving):
    try:
        await asyncio.shield(saving)
        print("    the one who waits: saved")
    except asyncio.CancelledError:
        print("    the one who waits: ECANCELED")
        raise


async def outcome(task):
    await asyncio.wait([task])


async def program():
    print("whoever waits is asked to end:")
    saving = asyncio.create_task(saves())
    waiting = asyncio.create_task(waits(saving))
    await asyncio.sleep(0.015)
    waiting.cancel("enough")
    await outcome(waiting)
    await outcome(saving)
    print("the one behind the shield is asked to end:")
    saving = asyncio.create_task(saves())
    waiting = asyncio.create_task(waits(saving))
    await asyncio.sleep(0.015)
    saving.cancel("the disk is gone")
    await outcome(waiting)
    print("the program ends:")
    saving = asyncio.create_task(saves())
    await asyncio.sleep(0.015)


asyncio.run(program())
