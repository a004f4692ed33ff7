# SPDX-License-Identifier: MIT
"""The same with call_soon_threadsafe.  What a promise does by itself, to ask
whether the future is still pending, has to be written down here."""
import asyncio
import threading

loop = asyncio.new_event_loop()
wanted, unwanted = loop.create_future(), loop.create_future()


def hear(future):
    print("the loop hears", future.result())
    loop.stop()


def settle(future, value):
    in_time = not future.done()
    if in_time:
        future.set_result(value)
    print(f"{value} has arrived,", "in time" if in_time else "too late")


def work():
    loop.call_soon_threadsafe(settle, unwanted, 8)
    loop.call_soon_threadsafe(settle, wanted, 7)


wanted.add_done_callback(hear)
print("one is cancelled:", "yes" if unwanted.cancel() else "no")
thread = threading.Thread(target=work)
thread.start()
loop.run_forever()
thread.join()
loop.close()
