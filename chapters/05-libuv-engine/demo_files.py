# SPDX-License-Identifier: MIT
"""Files and names under asyncio: a thread for each step."""
import asyncio
import os
import socket
import tempfile

ticks = 0


async def tick():
    global ticks
    while True:
        ticks += 1
        await asyncio.sleep(0.0001)


async def main():
    loop = asyncio.get_running_loop()
    ticker = asyncio.create_task(tick())
    text = b"three words here"

    def run(function, *args):
        return loop.run_in_executor(None, function, *args)

    file, path = await run(tempfile.mkstemp)
    print("made a file: yes")
    print(f"wrote {await run(os.pwrite, file, text, 0)} bytes")
    copy = (await run(os.pread, file, 63, 0)).decode()
    print(f"read {len(copy)} bytes: {copy} ({len(copy.split(' '))} words)")
    os.close(file)
    await run(os.unlink, path)
    print("took the file away: yes")
    found = await loop.getaddrinfo("127.0.0.1", None, family=socket.AF_INET,
                                   type=socket.SOCK_STREAM)
    print(f"127.0.0.1 is {found[0][4][0]}")
    print(f"the loop went on meanwhile: {'yes' if ticks > 0 else 'no'}")
    ticker.cancel()


asyncio.run(main())
