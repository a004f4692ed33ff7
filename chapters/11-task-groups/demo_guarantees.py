# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_guarantees.c."""
import asyncio
import errno


async def works(name, ms, code=0, clean_ms=0, clean_code=0):
    try:
        await asyncio.sleep(ms / 1000)
    except asyncio.CancelledError:
        await asyncio.sleep(clean_ms / 1000)
        print(f"  {name} has cleaned up")
        if clean_code:
            raise OSError(clean_code, "")
        raise
    print(f"  {name}: {errno.errorcode[code] if code else 'OK'}")
    if code:
        raise OSError(code, "")


async def run(*jobs):
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(works(*job))
        print("  the body is done")


def print_errors(group):
    for error in group.exceptions:
        print("  error:", errno.errorcode[error.errno])


async def none_is_left():
    print("none is left")
    await run(("a", 20), ("b", 10))
    print("  all have ended")


async def one_fails_all_end():
    print("one fails, all end")
    try:
        await run(("a", 1000, 0, 10), ("b", 10, errno.EIO))
    except* OSError as errors:
        print_errors(errors)


async def no_error_is_lost():
    print("no error is lost")
    try:
        await run(("a", 1000, 0, 20, errno.EPIPE), ("b", 10, errno.EIO),
                  ("c", 1000, 0, 10, errno.ENOSPC))
    except* OSError as errors:
        print_errors(errors)


async def fails(code):
    raise OSError(code, "")


async def errors_by_kind():
    print("errors by kind")
    late = 0
    try:
        try:
            async with asyncio.TaskGroup() as group:
                for code in (errno.ETIMEDOUT, errno.ENOENT, errno.ETIMEDOUT,
                             errno.EACCES):
                    group.create_task(fails(code))
        except* TimeoutError as errors:
            late = len(errors.exceptions)
        except* FileNotFoundError:
            pass
    except* OSError as errors:
        print("  late:", late)
        print_errors(errors)


async def program():
    await none_is_left()
    await one_fails_all_end()
    await no_error_is_lost()
    await errors_by_kind()


asyncio.run(program())
