# SPDX-License-Identifier: MIT
"""One program, two of asyncio's engines, the same lines."""
import asyncio
import selectors
import signal
import socket
import threading


def run_on(which, selector):
    loop = asyncio.SelectorEventLoop(selector)
    asyncio.set_event_loop(loop)
    here, there = socket.socketpair()
    here.setblocking(False)

    def begin():
        print("    soon")
        there.send(b"hello")

    def on_input():
        print("    from a socket:", here.recv(16).decode())
        threading.Thread(target=loop.call_soon_threadsafe,
                         args=(on_post,)).start()

    def on_post():
        print("    from another thread")
        signal.raise_signal(signal.SIGUSR1)

    def on_signal():
        print("    a signal")
        loop.call_later(0.010, on_time, loop.time())

    def on_time(asked):
        early = loop.time() - asked < 0.009
        print(f"    10 ms later, and {'early' if early else 'not earlier'}")
        loop.stop()

    print(f"the {which} engine")
    loop.add_reader(here, on_input)
    loop.add_signal_handler(signal.SIGUSR1, on_signal)
    loop.call_soon(begin)
    loop.run_forever()
    loop.remove_signal_handler(signal.SIGUSR1)
    loop.remove_reader(here)
    loop.close()
    here.close()
    there.close()


run_on("one", selectors.EpollSelector())
run_on("other", selectors.SelectSelector())
