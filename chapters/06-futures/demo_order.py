# SPDX-License-Identifier: MIT
"""The same breakfast with asyncio's futures.  A done callback is given the
future; to ask again is to add it again."""
import asyncio

loop = asyncio.new_event_loop()
breakfast, bill = loop.create_future(), loop.create_future()
turn = 0
ann_asks_again = True


def tick():
    global turn
    turn += 1
    print(f"turn {turn}")
    if turn < 4:
        loop.call_soon(tick)
    else:
        loop.stop()


def hear(name, future):
    if future.cancelled():
        print(f"  {name}: it was cancelled")
    else:
        print(f"  {name}: {future.result()}")


def ann(future):
    global ann_asks_again
    hear("Ann", future)
    if ann_asks_again:
        ann_asks_again = False
        print("    Ann sends Ben home, asks again, and cancels the bill")
        ben_hears.stopped = True
        breakfast.remove_done_callback(ben_hears)
        breakfast.add_done_callback(ann)
        bill.cancel()


def ben_hears(future):
    # remove_done_callback finds nothing once the callback is scheduled, so
    # Ben has to look himself.
    if not ben_hears.stopped:
        hear("Ben", future)


def cleo(future):
    hear("Cleo", future)


def dan(future):
    hear("Dan", future)


ben_hears.stopped = False
loop.call_soon(tick)
breakfast.add_done_callback(ann)
breakfast.add_done_callback(ben_hears)
breakfast.add_done_callback(cleo)
bill.add_done_callback(dan)
breakfast.set_result("eggs")
print("breakfast is ready, and nobody has heard yet")
loop.run_forever()

print("the bill is settled:", "yes, as cancelled" if bill.done() else "no")
loop.close()
