# SPDX-License-Identifier: MIT
"""The same callbacks on asyncio's loop.  A handle there is made by call_soon,
and serves once; to push again is to call call_soon again."""
import asyncio

loop = asyncio.new_event_loop()
handles = {}
turn = 0


def push(function):
    handles[function] = loop.call_soon(function)


def tick():
    global turn
    turn += 1
    print(f"turn {turn}")
    if turn < 4:
        push(tick)
    else:
        loop.stop()


def a():
    print("  a pushes c and cancels b")
    push(c)
    handles[b].cancel()


def b():
    print("  b, which nobody should see")


def c():
    print("  c pushes e and cancels it again")
    push(e)
    handles[e].cancel()


def d():
    if turn == 1:
        print("  d pushes itself")
        push(d)
    else:
        print("  d again")


def e():
    print("  e, which nobody should see")


push(tick)
push(a)
push(b)
push(d)
loop.run_forever()
loop.close()
