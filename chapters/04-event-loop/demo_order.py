# SPDX-License-Identifier: MIT
"""Everything at once, an error, and a stop, on asyncio's loop."""
import asyncio
import socket

loop = asyncio.new_event_loop()
here, there = socket.socketpair()
here.setblocking(False)
there.send(b"!")


def first():
    print("first: calls second soon")
    loop.call_soon(second)


def second():
    print("second: wants a stop in 10 ms")
    loop.call_later(0.01, stops)


def broken():
    print("broken: fails")
    raise OSError


def on_input():
    print("input:", here.recv(1).decode())
    loop.remove_reader(here)


def stops():
    print("a timer: stops the loop")
    loop.stop()


loop.set_exception_handler(
    lambda _, context: print("handler: a callback has failed"))
loop.call_at(loop.time() - 1, print, "a timer of the past")
loop.call_later(0, print, "a timer without delay")
loop.add_reader(here, on_input)
loop.call_soon(first)
loop.call_soon(broken)
print("-- run")
loop.run_forever()

loop.call_soon(first)
loop.stop()
print("-- run, stopped before it begins")
loop.run_forever()
loop.stop()
print("-- and again")
loop.run_forever()
loop.close()
print("-- closed")
try:
    loop.call_soon(first)
    print("call soon is accepted")
except RuntimeError:
    print("call soon is refused")
