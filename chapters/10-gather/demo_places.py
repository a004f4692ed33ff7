# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_places.c."""
import asyncio
import errno


async def asks(city):
    await asyncio.sleep(0.12 - 0.03 * city)
    if city == 1:
        raise TimeoutError(errno.ETIMEDOUT, "")
    if city == 3:
        raise ConnectionRefusedError(errno.ECONNREFUSED, "")
    return 20 + city


def name(error):
    return errno.errorcode[error.errno]


async def program():
    try:
        await asyncio.gather(*(asks(i) for i in range(4)))
    except OSError as error:
        print("the first error:", name(error))
    found = await asyncio.gather(*(asks(i) for i in range(4)),
                                 return_exceptions=True)
    print("each in its place: done")
    for city, degrees in enumerate(found):
        if isinstance(degrees, OSError):
            print(f"  city {city}: {name(degrees)}")
        else:
            print(f"  city {city}: {degrees} degrees")


asyncio.run(program())
