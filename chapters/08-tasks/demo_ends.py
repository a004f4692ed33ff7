# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_ends.c."""
import asyncio
import errno

live = []  # all_tasks() is a set, and has no order


def log_end(task):
    live.remove(task)
    if task.cancelled():
        print(task.get_name(), "was cancelled")
    elif task.exception():
        print(task.get_name(), "failed with",
              errno.errorcode[task.exception().errno])
    else:
        print(task.get_name(), "ended with", task.result())


def launch(name, coro):
    task = asyncio.create_task(coro, name=name)
    live.append(task)
    task.add_done_callback(log_end)
    return task


async def fetch():
    await asyncio.sleep(0.01)
    return 7


async def parse():
    await asyncio.sleep(0.02)
    raise OSError(errno.EIO, "")


async def wait():
    await asyncio.sleep(1)


def show():
    print("live:")
    for task in live:
        print(" ", task.get_name())


async def program():
    live.append(asyncio.current_task())
    asyncio.current_task().set_name("main")
    launch("fetch", fetch())
    slow = launch("wait", wait())
    launch("parse", parse())
    show()
    await asyncio.sleep(0.04)
    show()
    slow.cancel("it takes too long")
    await asyncio.sleep(0.01)
    show()


asyncio.run(program())
