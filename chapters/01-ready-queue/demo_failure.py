# SPDX-License-Identifier: MIT
"""The same on asyncio's loop, where to fail is to raise."""
import asyncio
import errno

loop = asyncio.new_event_loop()
run = 0


def counted(function):
    def call():
        global run
        run += 1
        function()

    call.__name__ = function.__name__
    return call


def first():
    print("first: fine")


def second():
    print("second: the disk is broken")
    raise OSError(errno.EIO, "broken")


def third():
    print("third: fine")


def report(loop, context):
    handle, error = context["handle"], context["exception"]
    name = handle._callback.__name__
    print(f"reported: {name} failed with {errno.errorcode[error.errno]}")


loop.set_exception_handler(report)
for function in first, second, third:
    loop.call_soon(counted(function))
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
print("callbacks run:", run)
