# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_locals.c."""
import asyncio
import contextvars

user = contextvars.ContextVar("user", default="-")


def note(what):
    print(f"[{user.get()}] {what}")


async def ask_database():
    note("query")
    await asyncio.sleep(0.01)
    note("rows")


async def serve(name):
    user.set(name)
    note("hello")
    query = asyncio.create_task(ask_database())
    await asyncio.sleep(0)
    user.set("nobody")
    note("logged out")
    await query


async def server():
    ann = asyncio.create_task(serve("ann"))
    ben = asyncio.create_task(serve("ben"))
    note("two guests")
    await ann
    await ben
    note("all gone")


asyncio.run(server())
