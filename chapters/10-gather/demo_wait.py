# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_wait.c."""
import asyncio


async def works(i):
    await asyncio.sleep((i + 1) * 0.08)
    if i == 1:
        raise OSError
    return i


def start():
    return [asyncio.create_task(works(i), name="abc"[i]) for i in range(3)]


async def end(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def wait(how, until, limit=None):
    tasks = start()
    done, _ = await asyncio.wait(tasks, timeout=limit, return_when=until)
    print(f"{how}:", len(done), *sorted(task.get_name() for task in done))
    await end(tasks)


async def each_as_it_comes():
    tasks = start()
    print("each as it comes:", end="")
    for coming in asyncio.as_completed(tasks, timeout=0.2):
        try:
            print("", "abc"[await coming], end="")
        except TimeoutError:
            print(" ETIMEDOUT", end="")
        except OSError:
            print(" b", end="")
    print()
    await end(tasks)


async def program():
    await wait("until one has ended", asyncio.FIRST_COMPLETED)
    await wait("until one has failed", asyncio.FIRST_EXCEPTION)
    await wait("until all have ended", asyncio.ALL_COMPLETED)
    await wait("until time is up", asyncio.ALL_COMPLETED, 0.12)
    await each_as_it_comes()


asyncio.run(program())
