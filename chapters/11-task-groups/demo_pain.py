# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_pain.c."""
import asyncio
import errno


async def makes_thumbnails():
    try:
        for i in range(1, 4):
            await asyncio.sleep(0.01)
            print(f"  thumbnails: {i} of 3")
    except asyncio.CancelledError:
        await asyncio.sleep(0.001)
        print("  thumbnails: broken off")
        raise


async def keeps_statistics():
    try:
        await asyncio.sleep(0.015)
    finally:
        print("  statistics: ENOSPC")
        raise OSError(errno.ENOSPC, "")


async def look_user_up():
    await asyncio.sleep(0.005)
    raise FileNotFoundError(errno.ENOENT, "")


kept = []


async def serves_alone():
    kept.append(asyncio.create_task(makes_thumbnails()))
    kept.append(asyncio.create_task(keeps_statistics()))
    kept[-1].add_done_callback(lambda task: task.exception())  # quiet
    await look_user_up()


async def serves_in_a_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(makes_thumbnails())
        group.create_task(keeps_statistics())
        await look_user_up()


async def serve(how, body):
    print(how)
    errors = []
    try:
        await body()
    except* OSError as those:
        errors = those.exceptions
    print("the answer has been sent")
    for error in errors:
        print("  error:", errno.errorcode[error.errno])
    await asyncio.sleep(0.05)


async def program():
    await serve("helpers that are let go", serves_alone)
    await serve("helpers in a group", serves_in_a_group)


asyncio.run(program())
