# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_pain.c."""
import asyncio
import errno


async def ask(server):
    print("  asked server", server)
    await asyncio.sleep(3600 if server == 1 else 0.01)
    if server == 0:
        raise ConnectionRefusedError(errno.ECONNREFUSED, "")
    return 42


async def without_a_limit():
    for server in range(3):
        try:
            return await ask(server)
        except OSError:
            pass


async def with_limits():
    for server in range(3):
        try:
            async with asyncio.timeout(0.03):
                return await ask(server)
        except OSError:  # TimeoutError is one
            pass


async def say(what, task):
    try:
        print(f"{what}: {await task}")
    except asyncio.CancelledError:
        print(f"{what}: ECANCELED")


async def program():
    task = asyncio.create_task(without_a_limit())
    await asyncio.sleep(0.1)
    task.cancel("it takes too long")
    await say("without a limit", task)
    await say("with a limit for each", asyncio.create_task(with_limits()))


asyncio.run(program())
