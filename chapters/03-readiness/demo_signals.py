# SPDX-License-Identifier: MIT
"""A program that sends signals to itself, and sleeps until they come."""
import asyncio
import os
import signal


async def main():
    loop = asyncio.get_running_loop()
    came = asyncio.Event()

    def on_hangup():
        print("SIGHUP: reading the configuration again")
        came.set()

    def on_user():
        print("SIGUSR1: here is the state")
        came.set()

    loop.add_signal_handler(signal.SIGHUP, on_hangup)
    loop.add_signal_handler(signal.SIGUSR1, on_user)

    os.kill(os.getpid(), signal.SIGHUP)
    print("sent SIGHUP: nothing has run yet")
    await came.wait()
    came.clear()
    os.kill(os.getpid(), signal.SIGUSR1)
    print("sent SIGUSR1: nothing has run yet")
    await came.wait()

    try:
        loop.add_signal_handler(signal.SIGKILL, on_user)
        print("SIGKILL can be watched: yes")
    except RuntimeError:
        print("SIGKILL can be watched: no")
    for _ in range(2):
        was = loop.remove_signal_handler(signal.SIGHUP)
        print("SIGHUP was watched:", "yes" if was else "no")


asyncio.run(main())
