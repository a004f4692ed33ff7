# SPDX-License-Identifier: MIT
"""Source, relay and sink, on two pipes and one thread."""
import asyncio
import os


def flow(loop, fd, to):
    """Read until EAGAIN; the loop goes on watching."""
    while True:
        try:
            data = os.read(fd, 100)
        except BlockingIOError:
            return
        if not data:
            break
        if to is None:
            print(f'sink: "{data.decode()}"')
        else:
            print(f"relay: {os.write(to, data)} bytes")
    print("sink: the end" if to is None else "relay: the end")
    loop.remove_reader(fd)
    if to is not None:
        os.close(to)


async def turns():
    for _ in range(10):
        await asyncio.sleep(0)


async def main():
    loop = asyncio.get_running_loop()
    a, b = os.pipe2(os.O_NONBLOCK), os.pipe2(os.O_NONBLOCK)
    loop.add_reader(a[0], flow, loop, a[0], b[1])
    loop.add_reader(b[0], flow, loop, b[0], None)

    await turns()
    print("source: nothing yet")
    await turns()
    print("source: a word")
    os.write(a[1], b"hello")
    await turns()
    print("source: two words and the end")
    os.write(a[1], b"and ")
    os.write(a[1], b"goodbye")
    os.close(a[1])
    await turns()


asyncio.run(main())
