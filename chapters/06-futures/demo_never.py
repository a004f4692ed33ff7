# SPDX-License-Identifier: MIT
"""The same four on asyncio: "Future exception was never retrieved"."""
import asyncio
import errno
import gc


def name(error):
    return errno.errorcode[error.errno]


def report(loop, context):
    assert "never retrieved" in context["message"]
    print("  reported:", name(context["exception"]))


def listen(future):
    print("  a watch hears of", name(future.exception()))
    loop.stop()


loop = asyncio.new_event_loop()
loop.set_exception_handler(report)
asked, watched = loop.create_future(), loop.create_future()
forgotten, cancelled = loop.create_future(), loop.create_future()
watched.add_done_callback(listen)

asked.set_exception(OSError(errno.EIO, "broken"))
watched.set_exception(OSError(errno.ENOENT, "gone"))
forgotten.set_exception(OSError(errno.EPERM, "forbidden"))
cancelled.cancel()
print("asked for its result:", name(asked.exception()))
loop.run_forever()

print("the futures go")
del asked, watched, forgotten, cancelled
gc.collect()
loop.close()
