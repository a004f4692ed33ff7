# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_tries.c."""
import asyncio


async def attempt(number):
    try:
        async with asyncio.timeout(0.04):
            await asyncio.sleep(1)
    except TimeoutError:
        print(f"try {number}: ETIMEDOUT")
    except asyncio.CancelledError:
        print(f"try {number}: ECANCELED")
        raise


async def program():
    try:
        async with asyncio.timeout(0.1):
            for i in range(1, 100):
                await attempt(i)
    except TimeoutError:
        print("all: ETIMEDOUT")
    print("requests left:", asyncio.current_task().cancelling())


asyncio.run(program())
